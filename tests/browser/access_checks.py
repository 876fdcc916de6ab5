"""What axe cannot see of a screen: the size of targets, the focus, a zoom of 200 %, and forced colours."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import HAVE_FADED, VIEWPORT

TAB_STOPS = 40
ZOOMED = {"width": VIEWPORT["width"] // 2, "height": VIEWPORT["height"] // 2}
"""A window of this many CSS pixels is what a zoom of 200 % leaves."""
HAS_ADAPTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Ends when the page has measured its bars after a change of the window. Until then, the focus may be below one."""
PROBES = (Path(__file__).parent / "access_probes.js").read_text()


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
    page.evaluate(HAS_ADAPTED)
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
