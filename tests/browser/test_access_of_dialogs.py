"""What axe cannot see, with each dialog and menu open, in German. Axe itself finds nothing in them either."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.access_checks import check_screen
from tests.browser.conftest import VIEWPORT
from tests.browser.furnished_library import FurnishedLibrary

DOCUMENT = "/documents/01JDA0ZQ5T8M3N7K2V00000010"
SHEET = "[data-page='1'] canvas"


def _press(name, *, within="body"):
    return lambda page: page.locator(within).get_by_role("button", name=name, exact=True).first.click()


def _select_and(name):
    def act(page: Page) -> None:
        page.locator("[data-row] input").first.check()
        page.locator(".selection").get_by_role("button", name=name, exact=True).click()

    return act


def _show_shortcuts(page: Page) -> None:
    page.locator(".rows").focus()
    page.keyboard.press("?")


def _upload(page: Page) -> None:
    name = "Betriebskostenabrechnung" * 4
    files = [FilePayload(name=f"{name} {n}.txt", mimeType="text/plain", buffer=b"x") for n in range(3)]
    page.locator("input[type=file]").first.set_input_files(files)


OPENED = {
    "account menu": ("/", "[data-row] a", _press("Konto"), ".menu:popover-open"),
    "menu of adding": ("/", "[data-row] a", _press("Weitere Möglichkeiten zum Hinzufügen"), ".menu:popover-open"),
    "columns": ("/", "[data-row] a", _press("Spalten"), "#columns-menu:popover-open"),
    "shortcuts": ("/", "[data-row] a", _show_shortcuts, "dialog[open]"),
    "filing many": ("/", "[data-row] a", _select_and("Ablegen"), "dialog[open]"),
    "uploads": ("/", "[data-row] a", _upload, ".uploads"),
    "renaming": (DOCUMENT, SHEET, _press("Umbenennen"), "dialog[open]"),
    "new rule": ("/rules", "main li", _press("Neue Regel"), "dialog[open]"),
    "new field": ("/names", "main li", _press("Neues Feld"), "dialog[open]"),
}


@pytest.mark.parametrize("what", OPENED)
def test_what_opens_over_a_screen_is_usable_beyond_what_axe_sees(german_page, serve, axe, what):
    page = german_page
    address, ready, act, opened = OPENED[what]
    page.set_viewport_size(VIEWPORT)
    serve(page, FurnishedLibrary(), "/config.json")
    page.evaluate("localStorage.setItem('docloft-layout', 'list')")
    page.goto(page.url.replace("/config.json", address))
    expect(page.locator(ready).first).to_be_visible()
    act(page)
    expect(page.locator(opened)).to_be_visible()

    axe(page, narrow=True)
    expect(page.locator(opened)).to_be_visible()
    # A menu is closed when the focus leaves it.
    check_screen(page)
