"""Everything in the trash is restored, or deleted permanently, after a confirmation that shows how many there are."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_SECONDS, Held
from tests.browser.furnished_library import FurnishedLibrary
from tools.api_client import attempts


def test_whole_trash_is_restored_and_then_emptied(signed_in, stack):
    page, person = signed_in(opens=False)
    ids = [person.drop(f"Note {number}.txt", f"Walrus {number}".encode(), "text/plain") for number in range(2)]
    for document_id in ids:
        person.wait(document_id)
        person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()
        person.find("is:trash", document_id)
    page.goto(stack["site_url"] + "/trash")
    expect(page.get_by_text("Moved to the trash on").first).to_contain_text(" by ")

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


def test_trashing_that_ends_on_the_way_to_the_trash_does_not_lead_back(open_page, serve):
    # Given a document that is being moved to the trash
    page = open_page()
    serve(page, FurnishedLibrary(), "/documents/01JDA0ZQ5T8M3N7K2V00000010")
    expect(page.locator("[data-page='1'] canvas")).to_be_visible()
    request, screen = Held(page, r"/v1/.*/trash$", "POST"), Held(page, r"/features/trash/view\.js$", "GET")
    page.get_by_role("button", name="Move to trash").click()
    request.wait()

    # When the person goes to the trash, and the request ends while that screen is being loaded
    page.get_by_role("link", name="Trash").click()
    screen.wait()
    request.release()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    screen.release()

    # Then they are where they wanted to go
    expect(page.get_by_role("heading", name="Trash", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("/trash$"))
