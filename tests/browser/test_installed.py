"""The installed site: it opens without a connection, keeps files until they can be uploaded, and receives those that
other apps share. A new version never mixes with that of an open tab. The file is long because files that wait and
documents that are read offline are kept by the same service worker and database.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_out
from tests.browser.site_over_http import Installable, served, visit
from tests.browser.site_without_stage import Library


@pytest.fixture(scope="module")
def server():
    """At one address for all tests, so that the browser's cache has its files."""
    with served(Installable()) as found:
        yield found


@pytest.fixture
def site(server):
    published = server.files
    server.show(Library(30))
    server.missing, server.received = [], []
    yield server
    server.files = published


def assets_of(page):
    return page.evaluate("new URL(document.querySelector('script[type=module]').src).pathname.split('/src/')[0]")


def test_site_opens_without_a_connection_and_goes_on_when_it_is_back(open_page, site):
    page = open_page(service_workers="allow")
    visit(page, site)
    expect(page.locator("[data-row]").first).to_be_visible()

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("You are offline")
    renamed = site.library.document(0)
    site.library.changed[renamed["id"]] = renamed | {"title": "Renamed meanwhile", "version": 2}

    page.context.set_offline(False)
    expect(page.locator("[data-row]").first).to_contain_text("Renamed meanwhile")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_open_tab_keeps_its_version_while_the_next_visit_gets_the_new_one(open_page, site, tmp_path):
    # Given a tab that has not loaded all of its modules, in a profile whose cache has none of them
    page = open_page(service_workers="allow", reduced_motion="reduce")
    visit(page, site)
    old = site.assets

    # When a new version is published and the files of the old one are deleted
    site.publish(tmp_path, "second")
    site.publish(tmp_path, "third")
    new = site.assets
    assert new != old

    # Then another tab has the new version
    other = page.context.new_page()
    other.goto(f"{site.url}/config.json")
    other.goto(site.url)
    expect(other.get_by_role("searchbox").or_(other.locator("[name=key]"))).to_be_visible()
    assert assets_of(other) == new
    # And the first one still opens what it has not loaded before
    page.get_by_role("button", name="More ways to add").click()
    page.get_by_role("button", name="Take photos of pages").click()
    expect(page.get_by_role("heading", name="Take photos of pages")).to_be_visible()
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)")
    assert {one.split("/src/")[0] for one in loaded if "/src/" in one} == {old}
    assert [one for one in site.missing if one.startswith(old)] == []
    # Until it is reloaded
    page.reload()
    expect(page.get_by_role("searchbox")).to_be_visible()
    assert assets_of(page) == new


def test_site_can_be_installed(open_page, site):
    page = open_page(service_workers="allow")
    visit(page, site)
    session = page.context.new_cdp_session(page)

    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"] == f"{site.url}/manifest.webmanifest"
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def add(page, *names):
    files = [{"name": name, "mimeType": "text/plain", "buffer": name.encode()} for name in names]
    page.locator("input[data-files]").set_input_files(files)


def wait_for(page, condition):
    for _ in range(600):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError


def sign_in_again(context, site):
    """A new tab after the last one was closed, signed in as the same person."""
    page = context.new_page()
    visit(page, site)
    return page


def test_files_that_are_chosen_without_a_connection_are_uploaded_when_it_is_back(open_page, site):
    page = open_page(service_workers="allow")
    visit(page, site)
    page.context.set_offline(True)
    add(page, "first.txt", "second.txt")
    expect(page.locator(".upload-now").first).to_have_text("Waiting for a connection. Kept on this device.")
    assert site.received == []

    page.context.set_offline(False)

    wait_for(page, lambda: sorted(site.received) == ["first.txt", "second.txt"])
    expect(page.locator(".upload[data-status=waiting]")).to_have_count(0)


def test_files_wait_in_a_closed_tab_and_the_next_one_uploads_them_once(open_page, site):
    # Given a file that was chosen without a connection, in a tab that was closed
    page = open_page(service_workers="allow")
    visit(page, site)
    context = page.context
    context.set_offline(True)
    add(page, "waiting.txt")
    expect(page.locator(".upload-now")).to_have_text("Waiting for a connection. Kept on this device.")
    page.close()

    # When the person opens two tabs with a connection
    context.set_offline(False)
    tabs = [sign_in_again(context, site), sign_in_again(context, site)]

    # Then the file is uploaded by one of them
    wait_for(tabs[0], lambda: site.received)
    tabs[0].wait_for_timeout(1000)
    assert site.received == ["waiting.txt"]


def test_files_that_wait_are_removed_at_sign_out_after_a_question(open_page, site):
    page = open_page(service_workers="allow")
    visit(page, site)
    page.context.set_offline(True)
    add(page, "private.txt")
    expect(page.locator(".upload-now")).to_have_text("Waiting for a connection. Kept on this device.")

    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("1 file has not been uploaded.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(page.locator("[name=key]")).to_be_visible()

    page.context.set_offline(False)
    next_person = sign_in_again(page.context, site)
    expect(next_person.locator("[data-row]").first).to_be_visible()
    assert site.received == []
    assert next_person.evaluate(KEPT) == 0


def read_offline(open_page, site):
    """A person who has opened a document, after the site has kept what it needs without a connection."""
    page = open_page(service_workers="allow")
    visit(page, site)
    page.reload()
    # The months are loaded side by side, so another row may be the first for a moment.
    page.get_by_role("link", name="Rechnung 00000").click()
    expect(page.get_by_role("heading", level=1, name="Rechnung 00000")).to_be_visible()
    wait_for(page, lambda: page.evaluate(COPIES) == [30, 1, 3])
    return page


def test_cards_and_texts_are_read_without_a_connection_and_renewed_when_it_is_back(open_page, site):
    page = read_offline(open_page, site)
    page.context.set_offline(True)

    # The document that was opened, after a reload
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Rechnung 00000")).to_be_visible()
    expect(page.get_by_text("The words of page 1")).to_be_visible()
    # The list, with its months and years
    page.get_by_role("link", name="Docloft", exact=True).click()
    expect(page.get_by_text("December 2026 · 1")).to_be_visible()
    expect(page.locator("[data-row]").first).to_contain_text("Rechnung 00000")
    # And the same in a new tab, after the last one was closed
    context = page.context
    address = page.url
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-row]").first).to_contain_text("Rechnung 00000")
    expect(page.locator(".offline")).to_be_visible()

    # When the connection is back, the server is asked: the key was not kept, so the person signs in
    page.context.set_offline(False)
    expect(page.locator("[name=key]")).to_be_visible()
    assert page.evaluate("localStorage.getItem('docloft-copy')") is None


def test_nothing_is_read_after_the_sign_out(open_page, site):
    page = read_offline(open_page, site)
    sign_out(page)
    expect(page.locator("[name=key]")).to_be_visible()
    assert "docloft-copy" not in page.evaluate("Object.keys(localStorage)")
    wait_for(page, lambda: page.evaluate(COPIES) == [0, 0, 0])

    page.context.set_offline(True)
    page.goto(f"{site.url}/")

    expect(page.locator("[name=key]")).to_be_visible()
    expect(page.get_by_text("Rechnung")).to_have_count(0)


def test_what_the_device_has_is_not_shown_while_there_is_a_connection(open_page, site):
    page = read_offline(open_page, site)
    renamed = site.library.document(0)
    site.library.changed[renamed["id"]] = renamed | {"title": "Renamed elsewhere", "version": 2}

    page.reload()

    expect(page.get_by_role("heading", level=1, name="Renamed elsewhere")).to_be_visible()


COPIES = """() => new Promise((resolve) => {
  indexedDB.open("docloft").onsuccess = async ({ target }) => {
    const names = ["documents", "texts", "responses"];
    const transaction = target.result.transaction(names);
    const count = (name) => new Promise((found) => {
      transaction.objectStore(name).count().onsuccess = (event) => found(event.target.result);
    });
    resolve(await Promise.all(names.map(count)));
  };
})"""

KEPT = """() => new Promise((resolve) => {
  indexedDB.open("docloft").onsuccess = ({ target }) => {
    const store = target.result.transaction("uploads").objectStore("uploads");
    store.count().onsuccess = (event) => resolve(event.target.result);
  };
})"""


def test_files_that_another_app_shares_are_uploaded(open_page, site):
    page = open_page(service_workers="allow")
    visit(page, site)

    # When Android posts two files to the share target, and opens what it is redirected to
    landed = page.evaluate("""async () => {
      const form = new FormData();
      for (const name of ["photo.txt", "scan.txt"]) form.append("files", new File([name], name));
      return (await fetch("/share", { method: "POST", body: form })).url;
    }""")
    assert landed == f"{site.url}/?shared=all"
    page.goto(landed)

    # Then they are uploaded, and the address is that of the library
    wait_for(page, lambda: sorted(site.received) == ["photo.txt", "scan.txt"])
    expect(page).to_have_url(f"{site.url}/")


def test_files_that_were_shared_before_the_site_was_ready_have_to_be_shared_again(open_page, site):
    page = open_page(service_workers="allow")
    visit(page, site)
    page.goto(f"{site.url}/?shared=unready")

    expect(page.get_by_text("Please share the files again.")).to_be_visible()
