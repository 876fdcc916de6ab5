"""Pages of documents are merged, split, sorted and turned, and it can be undone."""

import io
import re

import pypdfium2
from playwright.sync_api import expect

from local.samples import make_pdf
from tools.api_client import attempts

NARROW = {"width": 390, "height": 844}


def add(person, name, pages):
    document_id = person.drop(name, make_pdf(pages))
    person.wait(document_id)
    return document_id


def sheets(page, title):
    """The pages of a new document, as they are named to a screen reader."""
    return page.get_by_role("listbox", name=f"Pages of “{title}”").get_by_role("option")


def named(page, title):
    return [option.get_attribute("aria-label") for option in sheets(page, title).all()]


def made(page, person):
    """(words, turns) of the pages of each new document that is listed."""
    result = page.get_by_role("list", name="New documents").get_by_role("listitem")
    expect(result.first).to_be_visible()
    return [content(person, item.get_attribute("data-id")) for item in result.all()]


def content(person, document_id):
    import requests

    person.wait(document_id)
    url = person.get(f"/v1/documents/{document_id}/original")["url"]
    pdf = pypdfium2.PdfDocument(io.BytesIO(requests.get(url, timeout=30).content))
    return [(page.get_textpage().get_text_range().strip(), page.get_rotation()) for page in pdf]


def test_two_documents_are_merged_in_another_order_and_it_is_undone(signed_in, stack, axe):
    # Given two documents that are chosen in the library
    page, person = signed_in(opens=False)
    ids = [
        add(person, "Annex.pdf", ["Annex one.", "Annex two."]),
        add(person, "Lease.pdf", ["Lease one.", "Lease two."]),
    ]
    page.goto(stack["site_url"])
    for name in ("Lease", "Annex"):
        page.get_by_role("checkbox", name=f"Select “{name}”").check()

    # When their pages are put together with the keyboard: one is moved, another turned, a third removed
    page.get_by_role("button", name="Merge").click()
    expect(sheets(page, "Lease")).to_have_count(4)
    axe(page)
    sheets(page, "Lease").nth(1).click()
    page.keyboard.press("Alt+ArrowRight")
    assert named(page, "Lease") == ["Page 1, Lease", "Page 1, Annex", "Page 2, Lease", "Page 2, Annex"]
    page.keyboard.press("r")
    expect(sheets(page, "Lease").nth(2)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(sheets(page, "Lease")).to_have_count(3)
    page.get_by_role("checkbox", name="Move the originals to the trash").check()
    page.get_by_role("button", name="Create 1 document").click()

    # Then the new document has them, and the originals are in the trash
    expect(page.get_by_text("The originals are in the trash.")).to_be_visible()
    axe(page)
    assert made(page, person) == [[("Lease one.", 0), ("Annex one.", 0), ("Lease two.", 90)]]
    assert all(person.get(f"/v1/documents/{one}")["trashed_at"] for one in ids)

    # And undoing it restores everything
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("main").get_by_text("the originals are as they were before")).to_be_visible()
    assert not any(person.get(f"/v1/documents/{one}")["trashed_at"] for one in ids)
    expect(page.get_by_text("This document is in the trash.")).to_be_visible()


def test_page_is_turned_as_a_new_version_and_it_is_undone(signed_in, stack, axe):
    # Given a scan that a person has filed
    page, person = signed_in(opens=False)
    document_id = add(person, "Scan.pdf", ["Upside down.", "Its end."])
    change = {"title": "Lease", "due_date": "2026-12-01", "inbox": False}
    person.request("PATCH", f"/v1/documents/{document_id}", json=change).raise_for_status()
    page.goto(f"{stack['site_url']}/pages?documents={document_id}")

    # When a page is turned
    sheets(page, "Lease").nth(0).click()
    page.keyboard.press("r")
    expect(page.get_by_role("checkbox", name="Save as a new version of “Lease”")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Move the originals to the trash")).to_have_count(0)
    axe(page)
    page.get_by_role("button", name="Save the new version").click()

    # Then the document opens with it, and everything else is as it was
    expect(page.get_by_role("heading", name="Lease", level=1)).to_be_visible()
    assert content(person, document_id) == [("Upside down.", 90), ("Its end.", 0)]
    document = person.get(f"/v1/documents/{document_id}")
    assert {name: document[name] for name in change} == change
    assert (document["file_number"], document["file_count"]) == (2, 2)
    assert [one["id"] for one in person.get("/v1/documents")["documents"]] == [document_id]

    # And undoing it reads the first version again
    page.get_by_role("button", name="Undo", exact=True).click()
    for _ in attempts(30):
        if person.get(f"/v1/documents/{document_id}")["file_number"] == 1:
            break
    assert content(person, document_id) == [("Upside down.", 0), ("Its end.", 0)]


def test_document_is_split_on_a_phone_and_its_parts_get_titles(signed_in, stack, axe):
    page, person = signed_in(opens=False, viewport=NARROW, has_touch=True)
    document_id = add(person, "Scan.pdf", ["Invoice.", "Its end.", "Contract."])
    page.goto(f"{stack['site_url']}/documents/{document_id}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Edit pages").click()
    expect(sheets(page, "Scan")).to_have_count(3)
    expect(page.get_by_role("button", name="Save the new version")).to_be_disabled()

    sheets(page, "Scan").nth(2).tap()
    page.get_by_role("button", name="Split here").click()
    page.get_by_role("textbox", name="Title of new document 2").fill("Contract")
    page.keyboard.press("Enter")

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.get_by_role("button", name="Create 2 documents").click()
    expect(page.get_by_text("The originals are unchanged.")).to_be_visible()
    titles = page.get_by_role("list", name="New documents").get_by_role("link")
    expect(titles).to_have_text([re.compile("Scan"), re.compile("Contract")])
    assert [[words for words, _ in one] for one in made(page, person)] == [["Invoice.", "Its end."], ["Contract."]]


def test_page_is_dragged_to_another_place_and_pages_of_another_document_are_added(signed_in, stack):
    page, person = signed_in(opens=False)
    first, _ = add(person, "Lease.pdf", ["One.", "Two.", "Three."]), add(person, "Annex.pdf", ["Four."])
    page.goto(f"{stack['site_url']}/pages?documents={first}")
    expect(page.locator(".page-picture canvas")).to_have_count(3)

    sheets(page, "Lease").nth(2).drag_to(sheets(page, "Lease").nth(0), target_position={"x": 8, "y": 60})
    page.get_by_role("button", name="Add pages").click()
    page.get_by_role("dialog").get_by_role("button", name="Annex").click()

    expect(sheets(page, "Lease")).to_have_count(4)
    assert named(page, "Lease") == ["Page 3, Lease", "Page 1, Lease", "Page 2, Lease", "Page 1, Annex"]
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    expect(sheets(page, "Lease")).to_have_count(3)
    assert named(page, "Lease")[0].startswith("Page 1")


def test_what_was_made_before_is_refused_with_its_reason(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = add(person, "Lease.pdf", ["One.", "Two."])
    for _ in range(2):
        page.goto(f"{stack['site_url']}/pages?documents={document_id}")
        sheets(page, "Lease").nth(0).click()
        page.get_by_role("button", name="Keep only these").click()
        page.get_by_role("button", name="Create 1 document").click()
        expect(page.get_by_role("heading", name="New documents")).to_be_visible()

    # The same bytes are in the library already
    expect(page.get_by_role("list", name="New documents").locator(".card-reason")).to_be_visible()


def test_text_has_no_pages_to_edit(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Note.txt", b"A note.", "text/plain")
    person.wait(document_id)

    page.goto(f"{stack['site_url']}/pages?documents={document_id}")

    expect(page.get_by_text("has no pages that can be edited")).to_be_visible()
    expect(page.get_by_role("heading", name="No pages")).to_be_visible()


def test_planned_pages_are_kept_until_they_are_discarded(signed_in, stack):
    # Given a page that was removed with a button, after which the focus moved to the pages
    page, person = signed_in(opens=False)
    document_id = add(person, "Lease.pdf", ["Lease one.", "Lease two.", "Lease three."])
    page.goto(f"{stack['site_url']}/documents/{document_id}")
    page.get_by_role("button", name="Edit pages").or_(page.get_by_role("link", name="Edit pages")).first.click()
    expect(sheets(page, "Lease")).to_have_count(3)
    sheets(page, "Lease").nth(1).click()
    page.get_by_role("button", name="Remove").focus()
    page.keyboard.press("Enter")
    expect(sheets(page, "Lease")).to_have_count(2)
    expect(sheets(page, "Lease").nth(1)).to_be_focused()

    # When the person goes to another screen and comes back
    page.get_by_role("link", name="All documents").first.click()
    expect(page.get_by_role("heading", name="All documents")).to_be_visible()
    page.go_back()

    # Then the plan is unchanged, and can still be undone
    expect(sheets(page, "Lease")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(sheets(page, "Lease")).to_have_count(3)
    page.get_by_role("button", name="Redo").click()

    # And leaving without saving needs a confirmation
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    expect(sheets(page, "Lease")).to_have_count(2)
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name="Lease")).to_be_visible()
