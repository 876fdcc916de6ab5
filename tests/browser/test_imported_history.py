"""The history shows what was imported from another library, who made a change there, and what cannot be undone here."""

from playwright.sync_api import expect

from docloft.ids import new_id


def test_imported_changes_say_where_they_come_from_and_are_undone_where_they_can_be(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Lease.txt", b"The lease of a flat")
    person.wait(document_id)
    tag = person.request("POST", "/v1/names", json={"what": "tag", "name": "Home"}).json()["id"]
    changes = [
        {"field": "title", "before": "scan", "after": "Lease"},
        {"field": "tags", "before": [], "after": [tag, new_id()]},
        {"field": "file", "before": 1, "after": 2},
    ]
    entries = [
        {
            "id": f"01D4VVT6G0T8M3N7K2V4W6X8Y{number}",
            "event": "edited",
            "at": "2019-03-01T10:05:00Z",
            "by_kind": "person",
            "by_name": "ada@example.org",
            "changes": [change],
        }
        for number, change in enumerate(changes)
    ]
    body = {"added_at": "2019-03-01T10:00:00Z", "entries": entries}
    person.request("PUT", f"/v1/documents/{document_id}/origin", json=body).raise_for_status()

    page.goto(f"{stack['site_url']}/documents/{document_id}")
    history = page.locator("details.history")
    history.locator("summary").click()

    expect(history).to_contain_text("Date added changed from")
    row = history.get_by_role("listitem").filter(has_text="Title changed from “scan” to “Lease”.")
    expect(row).to_contain_text("ada@example.org")
    expect(row).to_contain_text("Imported from another library on")
    expect(row).to_contain_text("by you.")
    expect(history).to_contain_text("Tag “(deleted)” added.")

    # A change of the file was one of another library
    file = history.get_by_role("listitem").filter(has_text="Version 2 of the file replaces version 1.")
    file.get_by_role("button", name="Undo this").click()
    expect(page.get_by_text("File: this was done in another library and cannot be undone here.")).to_be_visible()

    row.get_by_role("button", name="Undo this").click()
    expect(page.get_by_role("heading", level=1, name="scan")).to_be_visible()
