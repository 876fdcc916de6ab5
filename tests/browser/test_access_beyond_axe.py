"""What axe cannot see, on every screen in German: targets are large enough, the focus is always visible, nothing is too
wide at a zoom of 200 %, and forced colours hide no state. Axe itself finds nothing on any of them either.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import HAVE_FADED, PATIENCE_SECONDS, VIEWPORT
from tests.browser.furnished_library import FurnishedLibrary

TAB_STOPS = 40
ZOOMED = {"width": VIEWPORT["width"] // 2, "height": VIEWPORT["height"] // 2}
"""A window of this many CSS pixels is what a zoom of 200 % leaves."""
BAR_LINE = 40
"""Pixels. The tools above a list wrap to no second line: it would appear with the documents, and move them."""
DOCUMENT = "/documents/01JDA0ZQ5T8M3N7K2V00000001"
GRID = "localStorage.setItem('docloft-layout', 'grid')"
LIST = "localStorage.setItem('docloft-layout', 'list')"
PROBES = (Path(__file__).parent / "access_probes.js").read_text()
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


@pytest.fixture(scope="module")
def german_page(browser):
    """One page for all screens: its files are cached, and a second profile would take a second."""
    context = browser.new_context(viewport=VIEWPORT, locale="de-DE", reduced_motion="reduce", service_workers="block")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    yield page
    context.close()


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


def check_screen(page):
    """Fails with all faults at once, by check."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    page.evaluate(PROBES)
    faults = {"targets": page.evaluate("probes.smallTargets()"), "focus": unseen_focus(page, TAB_STOPS)}
    page.emulate_media(forced_colors="active")
    page.wait_for_function(HAVE_FADED)
    faults["forced colours"] = page.evaluate("probes.lostInForcedColours()")
    page.emulate_media(forced_colors="none")

    page.set_viewport_size(ZOOMED)
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    faults["zoom"] = page.evaluate("probes.tooWide()")
    faults["focus while zoomed"] = unseen_focus(page, TAB_STOPS)
    page.set_viewport_size(VIEWPORT)
    found = [f"{check}: {fault}" for check, faulty in faults.items() for fault in faulty]
    assert not found, "\n".join(found)


def unseen_focus(page, stops):
    """Moves the focus with the Tab key, and lists the elements on which it cannot be seen."""
    page.evaluate("probes.startFocus()")
    faults = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        found = page.evaluate("probes.focused()")
        faults += found["faults"]
        if found["isAtEnd"]:
            break
    return [*dict.fromkeys(faults)]
