"""A library is exported on the site, imported into another one from a shell, and viewed there."""

import queue
import threading

from playwright.sync_api import expect

import docloft_upload
from docloft_import.__main__ import main as import_archive
from tests.browser.conftest import PATIENCE_SECONDS
from tests.conftest import PATIENCE_SECONDS as IMPORTED_WITHIN_SECONDS


def exported(page, folder):
    """The archive of the library, as the person downloads it."""
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Library settings").click()
    page.get_by_role("button", name="Export the library").click()
    link = page.locator(".export-files a")
    expect(link).to_have_count(1)
    with page.expect_download() as downloads:
        link.click()
    path = folder / "export.zip"
    downloads.value.save_as(path)
    return path


def imported(site_url, archive, folder, page, person, monkeypatch):
    """Imports an archive with the command, which asks the person to sign in: its page is opened in `page`."""
    addresses: queue.Queue[str] = queue.Queue()
    ended: list[int] = []
    monkeypatch.delenv(docloft_upload.KEY, raising=False)
    monkeypatch.setattr(docloft_upload.webbrowser, "open", addresses.put)
    arguments = [site_url, str(archive), "--journal", str(folder / "journal")]
    command = threading.Thread(target=lambda: ended.append(import_archive(arguments)))
    command.start()
    page.goto(addresses.get(timeout=PATIENCE_SECONDS))
    page.locator("input[name=username]").fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.locator("[type=submit]").first.click()
    command.join(IMPORTED_WITHIN_SECONDS)
    return ended


def test_library_is_exported_and_imported_into_another_one_with_all_that_was_recorded(
    signed_in, stack, tmp_path, monkeypatch
):
    # Given a library with a paper that was filed, and one that was not
    page, person = signed_in(opens=False)
    lease, bill = (person.drop(f"{name}.txt", f"The {name} of a flat".encode()) for name in ("lease", "bill"))
    for document_id in (lease, bill):
        person.wait(document_id)
    page.goto(f"{stack['site_url']}/documents/{lease}")
    page.get_by_role("combobox", name="Sender").fill("Harbour Homes")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Tags").fill("Flat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove the tag: Flat")).to_be_visible()

    # When it is exported, and imported by someone else
    archive = exported(page, tmp_path)
    other_page, other = signed_in()
    assert imported(stack["site_url"], archive, tmp_path, other_page, other, monkeypatch) == [0]

    # Then the papers are found in that library, as they were filed
    other_page.goto(stack["site_url"])
    rows = other_page.locator("[data-row]")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="lease")).to_contain_text("Harbour Homes")
    expect(rows.filter(has_text="lease")).to_contain_text("Flat")
    # And with who filed it, and when
    other_page.get_by_role("link", name="lease", exact=True).click()
    history = other_page.locator("details.history")
    history.locator("summary").click()
    entries = history.get_by_role("listitem").filter(has_text="Tag “Flat” added.")
    expect(entries.filter(has_text=person.email)).to_contain_text("Imported from another library on")
    # The results of a search are not refreshed.
    other.find("bill flat")
    other_page.get_by_role("searchbox").fill("bill flat")
    expect(other_page.locator(".hit h2")).to_have_text(["bill"])
