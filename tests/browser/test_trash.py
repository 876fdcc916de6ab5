"""Everything in the trash is restored, or deleted permanently, after a question that says how much it is."""

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_SECONDS
from tools.api_client import attempts


def test_whole_trash_is_restored_and_then_emptied(signed_in):
    page, person = signed_in()
    ids = [person.drop(f"Note {number}.txt", f"Walrus {number}".encode(), "text/plain") for number in range(2)]
    for document_id in ids:
        person.wait(document_id)
        person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()
        person.find("is:trash", document_id)
    page.goto(page.url.rstrip("/") + "/trash")
    expect(page.get_by_text("In the trash since").first).to_contain_text(", by ")

    page.get_by_role("button", name="Restore all").click()
    page.get_by_role("dialog", name="Restore 2 documents?").get_by_role("button", name="Restore all").click()

    expect(page.get_by_text("2 documents changed.")).to_be_visible()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Empty trash")).to_be_visible()
    for document_id in ids:
        person.find("is:trash", document_id)

    page.get_by_role("button", name="Empty trash").click()
    question = page.get_by_role("dialog", name="Delete 2 documents permanently?")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="Delete permanently").click()

    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    for _ in attempts(PATIENCE_SECONDS):
        if not person.get("/v1/documents?trashed=true")["documents"]:
            break
    assert [person.request("GET", f"/v1/documents/{one}").status_code for one in ids] == [404, 404]
