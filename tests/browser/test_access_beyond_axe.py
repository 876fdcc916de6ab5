"""What axe cannot see, on every screen in German: targets are large enough, the focus is always visible, nothing is too
wide at a zoom of 200 %, and forced colours hide no state. Axe itself finds nothing on any of them either.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.access_checks import check_screen
from tests.browser.conftest import VIEWPORT
from tests.browser.furnished_library import FurnishedLibrary

BAR_LINE = 40
"""Pixels. The tools above a list must not wrap: the second line would appear after the documents, and move them."""
DOCUMENT = "/documents/01JDA0ZQ5T8M3N7K2V00000001"
GRID = "localStorage.setItem('docloft-layout', 'grid')"
LIST = "localStorage.setItem('docloft-layout', 'list')"
SCREENS = {
    "list": ("/", "[data-row] a"),
    "grid": ("/", ".card"),
    "search": ("/search?q=Gesamtbetrag", ".hit mark"),
    "inbox": ("/inbox", ".inbox-suggestions li"),
    "document": (DOCUMENT, "[data-page='1'] canvas"),
    "text": (DOCUMENT + "?tab=text", ".document h1"),
    "attention": ("/attention", ".card"),
    "names": ("/names", "main li"),
    "rules": ("/rules", "main li"),
    "retention": ("/retention", ".card"),
    "trash": ("/trash", ".card"),
    "keys": ("/keys", "main li"),
    "changes": ("/changes", "main li"),
    "preferences": ("/preferences", "main form, main label"),
    "settings": ("/settings", "main form, main label"),
}
SELECTABLE = ("list", "grid", "search", "retention", "trash")
"""The first document is selected there, so that the bar of the selection is shown."""


@pytest.mark.parametrize("screen", SCREENS)
def test_screen_is_usable_beyond_what_axe_sees(german_page, serve, axe, screen):
    page = german_page
    address, ready = SCREENS[screen]
    page.set_viewport_size(VIEWPORT)
    serve(page, FurnishedLibrary(), "/config.json")
    page.evaluate(GRID if screen == "grid" else LIST)
    page.goto(page.url.replace("/config.json", address))
    expect(page.locator(ready).first).to_be_visible()
    if screen == "list":
        assert page.evaluate("document.querySelector('.rows-bar').getBoundingClientRect().height") < 2 * BAR_LINE
    boxes = page.locator("main .select input, [data-row] input")
    if screen in SELECTABLE:
        boxes.first.check()
        expect(page.locator(".selection")).to_be_visible()
    check_screen(page)
    axe(page, narrow=True)


def test_sign_in_page_is_usable_beyond_what_axe_sees(german_page, serve, axe):
    page = german_page
    page.set_viewport_size(VIEWPORT)
    serve(page, FurnishedLibrary(), "/config.json")
    page.evaluate("sessionStorage.clear(); localStorage.clear()")
    page.goto(page.url.replace("/config.json", "/"))
    expect(page.locator("[name=key]")).to_be_visible()
    check_screen(page)
    axe(page, narrow=True)
