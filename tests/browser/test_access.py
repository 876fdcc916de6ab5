"""Accessibility: axe finds no fault on any screen, in light, in dark and at a width of 320 pixels, and the keyboard is
enough.
"""

import re

import pytest
from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import NARROW, settle, sign_in, sign_out
from tests.e2e.conftest import make_person

PDF_WITHOUT_PAGES = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
MAIL = (
    b"From: shop@example.org\nSubject: Your order\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\n\nThe list is attached.\n--b\nContent-Disposition: attachment; filename=List.txt\n\nBoots.\n--b--\n"
)


def test_axe_finds_nothing_on_any_screen(signed_in, open_page, stack, axe):
    # Given a person with a few documents, one of them in the trash, one unreadable and one with an attachment
    page, person = signed_in()
    expect(page.get_by_role("heading", name="Your library is empty")).to_be_visible()
    axe(page, narrow=True)
    kept = person.drop("Report.pdf", make_pdf(["Invoice date: 2026-03-02\nThe badger.", "Its second page."]))
    trashed = person.drop("Old.txt", b"An old text about nothing.", "text/plain")
    broken = person.drop("Broken.pdf", PDF_WITHOUT_PAGES)
    mail = person.drop("Mail.eml", MAIL)
    for document_id in (kept, trashed, broken, mail):
        person.wait(document_id)
    person.request("POST", f"/v1/documents/{trashed}/trash").raise_for_status()
    person.find("badger", kept)
    tag = person.request("POST", "/v1/names", json={"what": "tag", "name": "House", "colour": "#2f6fde"})
    edit = {"tags": [tag.json()["id"]], "amount": 1250, "due_date": "2026-03-09"}
    person.request("PATCH", f"/v1/documents/{kept}", json=edit).raise_for_status()
    note = {"text": "# To do\n\n1. **Pay** at https://bank.example\n\n> quoted `code`"}
    person.request("PUT", f"/v1/documents/{kept}/notes/{'0' * 26}", json=note).raise_for_status()

    rule = {"name": "Badgers", "query": "badger", "actions": {"add_tags": edit["tags"], "title": "{date} {title}"}}
    person.request("PUT", f"/v1/rules/{'0' * 26}", json=rule).raise_for_status()

    # Then no screen has an accessibility problem
    for address, ready in {
        "/": "Report",
        "/attention": "Broken",
        "/trash": "Old",
        "/keys": "No drop keys yet",
        "/names": "House",
        "/rules": "Badgers",
        "/changes": "No bulk changes yet",
        "/preferences": "Time zone",
        "/two-step-sign-in": "Confirm that it",
        "/search?q=badger": "Report",
        f"/pages?documents={kept}": "Choose pages",
        "/retention": "Nothing to decide",
        f"/documents/{kept}": "Suggestions",
        f"/documents/{mail}": "Files inside: 1",
        f"/documents/{kept}?tab=text": "Report",
        f"/documents/{trashed}": "Old",
    }.items():
        page.goto(stack["site_url"] + address)
        expect(page.get_by_role("main").get_by_text(ready).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        axe(page, narrow=True)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (address, width) <= (address, page.viewport_size["width"])
    signed_out = open_page()
    signed_out.goto(stack["site_url"])
    expect(signed_out.get_by_role("button", name="Sign in")).to_be_visible()
    axe(signed_out, narrow=True)

    # And neither have the menus and dialogs of a document
    page.goto(f"{stack['site_url']}/documents/{kept}")
    page.get_by_role("button", name="Rename").click()
    axe(page)
    page.keyboard.press("Escape")
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="More", exact=True).click()
    axe(page)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Rename").click()
    axe(page)


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_every_screen_fits_into_a_narrow_window(signed_in, stack, locale):
    page, person = signed_in(opens=False, locale=locale)
    person.wait(person.drop("An_unbroken_name_" * 12 + ".pdf", make_pdf(["A wide name."])))
    page.goto(stack["site_url"])
    settle(page)

    for leads_on in ("[data-row] a", "[data-place=trash]", None):
        for width in (320, 390, 620, 680, 768, 840, 970, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            # Columns that have no room are left out in the next frame.
            page.wait_for_function("width => document.documentElement.scrollWidth === width", arg=width)
        if leads_on:
            page.locator(leads_on).first.click()
            expect(page.locator(".document h1, .empty").first).to_be_visible()
            settle(page)


def test_axe_finds_nothing_while_a_key_is_made_and_revoked(signed_in, stack, axe):
    page, person = signed_in(opens=False)
    person.make_drop_key("Scanner_without_a_gap_" * 4)
    page.goto(stack["site_url"] + "/keys")
    expect(page.get_by_role("list", name="Drop keys").get_by_role("listitem")).to_have_count(1)
    axe(page, narrow=True)

    page.get_by_role("button", name="Create a key").click()
    axe(page, narrow=True)
    page.get_by_role("textbox", name="Name").fill("NAS in the cellar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy the key")).to_be_focused()
    axe(page, narrow=True)
    page.get_by_role("button", name=re.compile("saved it")).click()
    page.get_by_role("button", name="Revoke: NAS in the cellar").click()
    axe(page, narrow=True)


def test_keyboard_alone_finds_opens_trashes_and_restores(signed_in):
    page, person = signed_in()
    document_id = person.drop("Keys.pdf", make_pdf(["Nothing.", "The capercaillie."]))
    person.wait(document_id)
    person.find("capercaillie", document_id)

    page.keyboard.press("/")
    page.keyboard.type("capercaillie")
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{document_id}.*page=2"))
    expect(page.get_by_role("heading", name="Keys", level=1)).to_be_focused()
    reach(page, page.get_by_role("button", name="Move to trash"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("“Keys” is back in the library.")).to_be_visible()
    assert person.get(f"/v1/documents/{document_id}")["trashed_at"] is None


def reach(page, goal):
    """Moves the focus to it with the Tab key alone."""
    expect(goal).to_be_visible()
    for _ in range(60):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The Tab key does not reach it.")


def test_every_page_sends_strict_security_headers(stack):
    import requests

    headers = requests.get(stack["site_url"], timeout=10).headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_dark_mode_survives_a_reload(signed_in):
    page, _ = signed_in(color_scheme="light")

    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Switch between light and dark").click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_signed_out_person_sees_the_sign_in_screen(signed_in, stack):
    page, _ = signed_in()

    sign_out(page)
    page.reload()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_ordinary_visit_logs_nothing_to_the_console(open_page, stack):
    # Given a person with documents of every kind
    person = make_person(stack)
    document_id = person.drop("Quiet.pdf", make_pdf(["The dotterel."]))
    for name, content in (("Note.txt", b"A note."), ("Page.html", b"<html><body><p>A page.</p></body></html>")):
        person.wait(person.drop(name, content))
    person.wait(document_id)
    person.find("dotterel", document_id)
    page = open_page(service_workers="allow")
    said = []
    page.on("console", lambda line: said.append((line.type, line.text, line.location["url"])))

    sign_in(page, stack, person.email, person.password)
    expect(page.locator("[data-row]")).to_have_count(3)
    page.get_by_role("searchbox").fill("dotterel")
    expect(page.locator(".hit")).to_have_count(1)
    page.get_by_role("main").get_by_role("link", name="Quiet").first.click()
    expect(page.locator("[data-page='1'] mark")).to_be_visible()
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    page.reload()
    page.wait_for_load_state("networkidle")

    assert said == []
