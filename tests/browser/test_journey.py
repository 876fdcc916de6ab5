"""What a person does on the first day: documents are found, read, renamed and deleted."""

import re

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import scroll_to
from tests.browser.site_without_stage import Library


def test_permanently_deleted_document_is_gone(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Old contract.pdf", make_pdf(["To be forgotten."]))
    person.wait(document_id)
    page.goto(f"{stack['site_url']}/documents/{document_id}")

    page.get_by_role("button", name="Move to trash").click()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Delete permanently: Old contract").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete permanently").click()

    expect(page.get_by_text("“Old contract” was deleted permanently.")).to_be_visible()
    assert person.request("GET", f"/v1/documents/{document_id}").status_code == 404


def test_renamed_document_shows_its_new_name_everywhere(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("scan_0001.pdf", make_pdf(["A birth certificate."]))
    person.wait(document_id)
    page.goto(stack["site_url"])
    page.get_by_role("link", name=re.compile("scan_0001")).click()

    page.get_by_role("button", name="Rename").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Birth certificate")
    dialog.get_by_label("Document date").fill("1984-05-01")
    dialog.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Birth certificate", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Filing").get_by_label("Document date")).to_have_value("1984-05-01")
    expect(page.get_by_role("button", name="Rename")).to_be_focused()
    page.get_by_role("link", name="All documents").click()
    expect(page.get_by_role("link", name=re.compile("Birth certificate"))).to_be_visible()


def test_change_made_elsewhere_meanwhile_is_not_overwritten(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Draft.pdf", make_pdf(["Two hands at one paper."]))
    person.wait(document_id)
    page.goto(stack["site_url"])
    page.get_by_role("link", name=re.compile("Draft")).click()
    page.get_by_role("button", name="Rename").click()
    person.request("PATCH", f"/v1/documents/{document_id}", json={"title": "Theirs"}).raise_for_status()

    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Mine")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Edit again").click()

    expect(dialog.get_by_role("alert")).to_contain_text("changed this document in the meantime")
    expect(dialog.get_by_label("Title")).to_have_value("Theirs")
    assert person.get(f"/v1/documents/{document_id}")["title"] == "Theirs"


def test_text_of_a_page_is_shown_with_the_found_word_marked(signed_in):
    page, person = signed_in()
    document_id = person.drop("Notes.txt", "Prêt-à-porter und Größe: der Dachs.".encode(), "text/plain")
    person.wait(document_id)
    person.find("dachs", document_id)

    page.get_by_role("searchbox").fill("grosse")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Notes").first.click()

    expect(page.get_by_role("tab", name="Text")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text("Prêt-à-porter und Größe: der Dachs.")


def test_found_words_are_marked_on_the_page_that_opens(signed_in):
    page, person = signed_in()
    document_id = person.drop("Atlas.pdf", make_pdf(["Nothing here.", "\n" * 38 + "Here lives the nightjar."]))
    person.wait(document_id)
    person.find("nightjar", document_id)

    page.get_by_role("searchbox").fill("nightjar")
    page.get_by_role("main").get_by_role("link", name="Atlas").first.click()

    mark = page.locator("[data-page='2'] mark")
    expect(mark).to_have_text("nightjar")
    expect(mark).to_be_in_viewport()


def test_only_what_was_searched_for_is_marked(signed_in):
    page, person = signed_in()
    words = "The rent was renewed by Renault, rendered."
    in_pdf, in_text = person.drop("Lease.pdf", make_pdf([words])), person.drop("Copy.txt", words.encode(), "text/plain")
    for document_id in (in_pdf, in_text):
        person.wait(document_id)
        person.find("rent", document_id)

    for title, panel in (("Lease", "[data-page='1']"), ("Copy", "[role='tabpanel']")):
        page.get_by_role("searchbox").fill("rent")
        page.get_by_role("main").get_by_role("link", name=title).first.click()

        expect(page.locator(f"{panel} mark")).to_have_text(["rent"])


def test_back_restores_the_scroll_position(open_page, serve):
    page, library = open_page(), Library(70)
    serve(page, library)
    title = library.document(69)["title"]
    expect(page.locator(".rows-total")).to_have_text("70 documents")
    oldest = page.get_by_role("link", name=title)
    scroll_to(page, oldest)
    oldest.click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()

    page.get_by_role("button", name="Back").click()

    # The focus is on the list, which names its active row.
    expect(oldest).to_be_in_viewport()
    expect(page.locator(".rows")).to_be_focused()
    expect(page.locator("[data-row][data-active]")).to_contain_text(title)


def test_documents_in_progress_are_requested_by_their_state(signed_in, stack):
    page, person = signed_in(opens=False)
    person.wait(person.drop("Done.txt", b"Read long ago.", "text/plain"))
    requested = []
    page.on("request", lambda request: requested.append(request.url) if "/v1/documents?" in request.url else None)

    page.goto(stack["site_url"])
    expect(page.get_by_role("link", name="Done")).to_be_visible()
    page.get_by_role("button", name="Grid").click()
    page.get_by_role("link", name="In progress").click()
    expect(page.get_by_role("heading", name="No documents in progress")).to_be_visible()

    states = [re.search(r"state=(\w+)", url) for url in requested if "ids=" not in url]
    # Requested by the dense list, by the grid, and by the grid of documents in progress
    found = [state[1] if state else "any" for state in states]
    newest = ["any", "received", "working"]
    assert (sorted(found[:3]), sorted(found[3:6]), found[6:]) == (newest, newest, ["received", "working"])
