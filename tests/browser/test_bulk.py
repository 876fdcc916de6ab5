"""Selected documents are changed together."""

import re
from zipfile import ZipFile

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import PATIENCE_SECONDS
from tools.api_client import attempts


def tags_of(person, ids):
    """The number of tags of each document."""
    return {len(person.get(f"/v1/documents/{document_id}")["tags"]) for document_id in ids}


def test_all_results_of_a_search_are_tagged_and_the_change_is_undone(signed_in):
    # Given three documents that a search finds, and one that it does not find
    page, person = signed_in()
    found = [person.drop(f"Note {number}.txt", f"Walrus {number}".encode(), "text/plain") for number in range(3)]
    other = person.drop("Other.txt", b"Nothing of the kind", "text/plain")
    for document_id in (*found, other):
        person.wait(document_id)
        person.find("walrus" if document_id in found else "nothing", document_id)
    page.get_by_role("searchbox").fill("walrus")
    expect(page.locator(".hit h2")).to_have_count(3)

    # When one result is selected, then all of them, and a tag is added
    page.get_by_role("checkbox", name="Select “Note 0”").check()
    bar = page.get_by_role("group", name="Selection")
    expect(bar).to_contain_text("1 selected")
    page.keyboard.press("ControlOrMeta+a")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="File", exact=True).click()
    dialog = page.get_by_role("dialog", name="File 3 documents")
    dialog.get_by_label("Add tags, separated by commas").fill("Zoo")
    dialog.get_by_role("button", name="Change 3 documents").click()
    # Their number was counted again.
    question = page.get_by_role("dialog", name="Change 3 documents?")
    question.get_by_role("button", name="Change 3 documents").click()

    # Then exactly these have the tag, and undo removes it
    expect(page.get_by_text("3 documents changed.")).to_be_visible()
    assert (tags_of(person, found), tags_of(person, [other])) == ({1}, {0})
    page.get_by_role("button", name="Undo").click()
    for _ in attempts(PATIENCE_SECONDS):
        if tags_of(person, found) == {0}:
            break
    assert tags_of(person, found) == {0}

    # And both changes are listed
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Bulk changes").click()
    expect(page.get_by_role("list", name="Bulk changes").get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()


def test_dates_found_in_documents_are_used_for_all_of_them_and_the_list_is_sorted_by_them(signed_in, stack):
    # Given papers that no one has filed: two with a date in their text, and one without
    page, person = signed_in(opens=False)
    texts = {"May": "Bristol, 12 May 2025", "June": "Bristol, 3 June 2025", "Never": "Bristol"}
    ids = [person.drop(f"{name}.pdf", make_pdf([f"{text}\nOtter letter"])) for name, text in texts.items()]
    for document_id in ids:
        person.wait(document_id)
        person.find("otter", document_id)
    page.goto(stack["site_url"])
    heading = page.locator(".rows-month")
    expect(heading).to_have_text([re.compile(r"^\s*Without a date · 3")])

    # When the dates that were found in them are used
    page.get_by_role("button", name="Use the dates found in the text").click()
    question = page.get_by_role("dialog", name="Change 3 documents?")
    expect(question).to_contain_text("Empty fields filled in from the text: Date.")
    question.get_by_role("button", name="Change 3 documents").click()

    # Then each is listed in its month, and undo puts them back
    expect(page.get_by_text("2 documents changed. 1 skipped.")).to_be_visible()
    months = ["June 2025 · 1", "May 2025 · 1", re.compile(r"^\s*Without a date · 1")]
    expect(heading).to_have_text(months)
    page.get_by_role("button", name="Undo").click()
    expect(heading).to_have_text([re.compile(r"^\s*Without a date · 3")])


def test_selected_documents_are_downloaded_as_a_zip(signed_in, stack):
    page, person = signed_in(opens=False)
    for name in ("Ant", "Bee", "Cat"):
        document = person.drop(f"{name}.txt", f"The {name} zebra".encode(), "text/plain")
        person.wait(document)
        person.find(f"{name} zebra", document)
    page.goto(stack["site_url"])
    for name in ("Ant", "Cat"):
        page.get_by_role("checkbox", name=f"Select “{name}”").check()

    with page.expect_download() as downloads:
        page.get_by_role("group", name="Selection").get_by_role("button", name="Download").click()

    with ZipFile(downloads.value.path()) as archive:
        originals = [name for name in archive.namelist() if name.endswith(".txt")]
        assert sorted(archive.read(name) for name in originals) == [b"The Ant zebra", b"The Cat zebra"]
    expect(page.get_by_text("2 documents are being downloaded.")).to_be_visible()
