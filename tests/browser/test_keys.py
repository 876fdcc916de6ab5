"""An owner creates a drop key for a machine, the machine adds a document, and the owner revokes the key."""

import re
import shlex

import pytest
import requests
from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import Held, settle

DROP_KEYS = "/v1/drop-keys$"


@pytest.fixture
def keys_screen(signed_in):
    """(page, person): a new person on the drop keys screen, reached through the menu."""

    def make(**options):
        page, person = signed_in(**options)
        page.get_by_role("button", name="Account").click()
        page.get_by_role("link", name="Drop keys").click()
        expect(page.get_by_role("heading", name="Drop keys", level=1)).to_be_focused()
        settle(page)
        return page, person

    return make


def make_key(page, name):
    page.get_by_role("button", name="Create a key").first.click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.keyboard.press("Enter")


def run(line, content):
    """Does what a shell would do with the curl command, whether or not this machine has curl."""
    program, header_flag, header, data_flag, file, url = shlex.split(line)
    assert (program, header_flag, data_flag, file) == ("curl", "-H", "--data-binary", "@scan.pdf")
    name, value = header.split(": ")
    types = {"Content-Type": "application/x-www-form-urlencoded"}
    return requests.post(url, data=content, headers={name: value, **types}, timeout=30)


def test_machine_adds_documents_with_a_new_key_until_it_is_revoked(keys_screen):
    # Given an owner with a new key
    page, person = keys_screen(permissions=["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("heading", name="No drop keys yet")).to_be_visible()
    make_key(page, "Scanner in the hall")
    dialog = page.get_by_role("dialog", name="Key for “Scanner in the hall”")
    expect(dialog).to_contain_text("This is the only time it is shown")
    dialog.get_by_role("button", name="Copy the key").click()
    expect(dialog.get_by_role("status").first).to_have_text("Copied")
    key = page.evaluate("navigator.clipboard.readText()")
    dialog.get_by_role("button", name="Copy the command").click()
    expect(dialog.get_by_role("status").nth(1)).to_have_text("Copied")
    line = page.evaluate("navigator.clipboard.readText()")

    # When a machine runs the command shown
    response = run(line, make_pdf(["Swept by Kowalczyk."]))

    # Then the document it added is in the library, and a search for its words finds it
    assert response.status_code == 201
    person.find("kowalczyk", person.wait(response.json()["document"]["id"])["id"])
    dialog.get_by_role("button", name=re.compile("saved it")).click()
    expect(page.get_by_role("list", name="Drop keys")).to_contain_text("Last used on")
    page.get_by_role("link", name="All documents").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    page.get_by_role("searchbox").fill("kowalczyk")
    expect(page.get_by_role("main").locator("mark").first).to_have_text(re.compile("kowalczyk", re.IGNORECASE))

    # And the key can be renamed, and revoked
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Rename: Scanner in the hall").click()
    page.get_by_role("textbox", name="Name").fill("Scanner in the attic")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rename: Scanner in the attic")).to_be_focused()
    page.get_by_role("button", name="Revoke: Scanner in the attic").click()
    expect(page.get_by_role("dialog")).to_contain_text("Documents it has already added are kept.")
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", name="No drop keys yet")).to_be_visible()
    assert run(line, b"%PDF-1.4 too late").status_code == 401
    assert key in line
    assert len(person.get("/v1/documents")["documents"]) == 1


def test_key_is_not_kept_by_the_site_once_its_dialog_is_closed(keys_screen):
    page, _ = keys_screen()
    make_key(page, "Scanner")
    key = page.get_by_role("dialog").locator("code").first.inner_text()

    # If it were closed by accident, the key would be lost
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog").get_by_text(key, exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("saved it")).click()

    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Create a key").first).to_be_focused()
    kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href])"
    assert len(key) >= 20
    assert key not in page.content() + page.evaluate(kept)


def test_key_whose_response_was_lost_is_revoked_and_replaced(keys_screen):
    page, person = keys_screen()
    # Given a connection that breaks after the key is created and before the response arrives
    page.route(
        re.compile(DROP_KEYS),
        lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else route.fallback(),
    )
    page.get_by_role("button", name="Create a key").first.click()
    page.get_by_role("textbox", name="Name").fill("Scanner")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    page.unroute_all(behavior="wait")

    # When the site has repeated the request
    lost = page.get_by_role("dialog", name="“Scanner” was created, but the key itself did not arrive")
    expect(lost).to_contain_text("a key cannot be shown a second time")
    (useless,) = person.get("/v1/drop-keys")["drop_keys"]
    lost.get_by_role("button", name="Revoke it and create another").click()

    # Then there is one key, and it is a different one
    expect(page.get_by_role("button", name="Copy the key")).to_be_focused()
    (other,) = person.get("/v1/drop-keys")["drop_keys"]
    assert (other["name"], other["id"] != useless["id"]) == ("Scanner", True)


def test_key_cancelled_during_its_creation_is_revoked(keys_screen):
    page, person = keys_screen()
    creation = Held(page, DROP_KEYS, "POST")
    page.get_by_role("button", name="Create a key").first.click()
    page.get_by_role("textbox", name="Name").fill("Never mind")

    with page.expect_response(lambda response: response.request.method == "DELETE") as revoked:
        page.keyboard.press("Enter")
        creation.wait()
        page.keyboard.press("Escape")
        creation.release()

    assert revoked.value.ok
    assert person.get("/v1/drop-keys") == {"drop_keys": []}


def test_keys_are_listed_once_the_connection_is_back(signed_in):
    page, person = signed_in()
    person.make_drop_key("Scanner")
    page.get_by_role("button", name="Account").click()
    page.context.set_offline(True)
    page.get_by_role("link", name="Drop keys").click()
    expect(page.get_by_role("heading", name="That didn\u2019t work")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_role("list", name="Drop keys")).to_contain_text("Scanner")


def test_keyboard_alone_makes_and_revokes_a_key(keys_screen):
    page, person = keys_screen()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Scanner")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy the key")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Drop keys")).to_contain_text("Scanner")
    expect(page.get_by_role("button", name="Create a key").first).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Revoke: Scanner")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Drop keys", level=1)).to_be_focused()
    assert person.get("/v1/drop-keys") == {"drop_keys": []}
