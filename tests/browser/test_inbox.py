"""The inbox: papers are filed with the keyboard, one after the other, and filing is undone."""

import re
import time

import pytest
from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import PATIENCE_SECONDS, Held
from tests.browser.site_without_stage import NAMES, Library

PAPERS = 100


@pytest.fixture
def open_inbox(open_page, serve):
    def make(library, **options):
        page = open_page(**options)
        serve(page, library, "/inbox")
        expect(page.locator(".inbox-suggestions li")).to_have_count(3)
        return page

    return make


def test_hundred_papers_are_filed_by_the_keyboard(open_inbox, capsys):
    # Given a hundred papers with suggestions: every tenth also gets a tag, and every twentieth goes to the trash
    library = Library(200, inbox=PAPERS)
    page = open_inbox(library)
    keys = 0

    def press(*pressed):
        nonlocal keys
        for key in pressed:
            page.keyboard.press(key)
            keys += 1

    # When a person files all of them
    started = time.monotonic()
    for number in range(PAPERS):
        if number % 20 == 19:
            press("#")
        else:
            expect(page.locator(".inbox-suggestions li")).to_have_count(3)
            if number % 10 == 9:
                press("t", *"Haus", "Enter")
            press("Enter")
        left = PAPERS - number - 1
        expected = "1 paper left" if left == 1 else f"{left} papers left"
        expect(page.locator(".inbox-left")).to_have_text(expected)
    seconds = time.monotonic() - started
    with capsys.disabled():
        print(
            f"\n{PAPERS} papers: {keys / PAPERS:.2f} keystrokes and {seconds / PAPERS:.2f} s each, the test's included"
        )

    # Then each was filed with its suggestions, or is in the trash
    expect(page.get_by_role("heading", name="The inbox is empty")).to_be_visible()
    for _ in range(10 * PATIENCE_SECONDS):
        if len(library.changed) == PAPERS and not any(
            one["inbox"] and not one["trashed_at"] for one in library.changed.values()
        ):
            break
        page.wait_for_timeout(100)
    trashed = [one for one in library.changed.values() if one["trashed_at"]]
    filed = [one for one in library.changed.values() if not one["trashed_at"]]
    assert (len(trashed), len(filed)) == (5, 95)
    assert all(not one["inbox"] and one["sender"] and one["kind"] for one in filed)
    assert {one["document_date"] for one in filed} == {"2026-11-03"}
    assert sum(bool(one["tags"]) for one in filed) == 5
    assert keys / PAPERS < 2


def test_filing_and_trashing_are_undone_by_the_keyboard_and_by_the_message(open_inbox):
    library = Library(20, inbox=4)
    page = open_inbox(library)
    first = page.locator("#inbox-title").inner_text()

    page.keyboard.press("Enter")
    expect(page.locator("#inbox-title")).not_to_have_text(first)
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("#inbox-title")).to_have_text(first)
    expect(page.get_by_text("is back in the inbox").first).to_be_visible()
    paper = library.changed[library.document(0)["id"]]
    assert (paper["inbox"], paper["sender"], paper["document_date"]) == (True, None, None)

    page.keyboard.press("#")
    expect(page.locator("#inbox-title")).not_to_have_text(first)
    page.get_by_role("status").get_by_role("button", name="Undo").last.click()
    expect(page.locator("#inbox-title")).to_have_text(first)
    expect(page.locator(".inbox-left")).to_have_text("4 papers left")


def test_paper_whose_filing_was_refused_comes_back(open_inbox):
    library = Library(20, inbox=3)
    page = open_inbox(library)
    first = page.locator("#inbox-title").inner_text()
    page.route("**/v1/names", lambda route: route.abort() if route.request.method == "POST" else route.fallback())

    page.keyboard.press("Enter")

    expect(page.get_by_text("the server cannot be reached")).to_be_visible()
    expect(page.locator("#inbox-title")).to_have_text(first)
    expect(page.locator(".inbox-left")).to_have_text("3 papers left")


def test_tag_that_could_not_be_saved_is_reported_at_the_next_paper(open_inbox):
    page = open_inbox(Library(20, inbox=3))
    first = page.locator("#inbox-title").inner_text()
    names = Held(page, r"/v1/names$", "POST")
    page.keyboard.press("t")
    page.keyboard.type("Haus")
    page.keyboard.press("Enter")
    names.wait()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#inbox-title")).not_to_have_text(first)

    names.refuse()

    expect(page.locator(".toasts .toast")).to_have_count(1)


def test_tags_that_are_still_being_saved_when_a_paper_is_filed_are_all_kept(open_inbox):
    library = Library(20, inbox=3)
    page = open_inbox(library)
    first = page.locator("#inbox-title").inner_text()
    names = Held(page, r"/v1/names$", "POST")
    for tag in ("Haus", "Auto"):
        page.keyboard.press("t")
        page.keyboard.type(tag)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#inbox-title")).not_to_have_text(first)

    names.release()

    tags = {one["id"] for one in NAMES if one["name"] in {"Haus", "Auto"}}
    document_id = library.document(0)["id"]
    for _ in range(10 * PATIENCE_SECONDS):
        paper = library.changed.get(document_id, {})
        if len(paper.get("tags", [])) == len(tags) and not paper["inbox"]:
            break
        page.wait_for_timeout(100)
    assert set(paper["tags"]) == tags
    assert not paper["inbox"]


def test_axe_finds_nothing_in_the_inbox(open_inbox, axe):
    page = open_inbox(Library(20, inbox=3), locale="de-DE")
    axe(page, narrow=True)


def test_new_documents_of_a_stage_are_filed_and_leave_the_inbox(signed_in, stack):
    count = 2
    page, person = signed_in(opens=False)
    made = [person.drop(f"Bill {number}.pdf", make_pdf([f"Corncrake number {number}."])) for number in range(count)]
    for number, document_id in enumerate(made):
        person.wait(document_id)
        person.find(f"is:inbox corncrake number {number}", document_id)

    page.goto(stack["site_url"] + "/inbox")
    expect(page.locator(".inbox-left")).to_have_text(f"{count} papers left")
    for _ in made:
        expect(page.locator("#inbox-title")).to_be_visible()
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The inbox is empty")).to_be_visible()
    for document_id in made:
        for _ in range(10 * PATIENCE_SECONDS):
            if not person.get(f"/v1/documents/{document_id}")["inbox"]:
                break
            page.wait_for_timeout(100)
        assert person.get(f"/v1/documents/{document_id}")["inbox"] is False


def test_owner_turns_the_inbox_off_and_the_languages_stay(open_inbox):
    library = Library(20, inbox=3)
    page = open_inbox(library)
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Library settings").click()
    choice = page.get_by_role("checkbox", name=re.compile("^Collect new documents in the inbox"))
    expect(choice).to_be_checked()

    choice.uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The settings were saved.")).to_be_visible()

    assert (library.settings["inbox"], library.settings["ocr_languages"]) == (False, ["deu"])
    page.reload()
    expect(choice).not_to_be_checked()
    # Until the documents in it are filed.
    expect(page.get_by_role("link", name=re.compile("^Inbox"))).to_be_visible()


def test_inbox_that_is_off_and_empty_is_no_longer_a_place(open_page, serve):
    library = Library(20, inbox=0)
    library.settings["inbox"] = False
    page = open_page()
    serve(page, library)

    expect(page.get_by_role("link", name="All documents")).to_be_visible()
    expect(page.get_by_role("link", name="Inbox")).to_have_count(0)
