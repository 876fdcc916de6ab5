"""A refused name: the old one is shown again, and a message with the reason opens the dialog with what was typed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Held
from tests.browser.furnished_library import FurnishedLibrary
from tests.browser.site_without_stage import NAMES

TAG = next(one for one in NAMES if one["what"] == "tag")
PLACES = {
    "tag": ("/names", f"[data-id='{TAG['id']}']", f"[data-id='{TAG['id']}'] button", TAG["name"], "Name"),
    "view": (
        "/search?q=Rechnung&order=date",
        ".rail [href*='search?q=Rechnung']",
        ".search-tools button:has-text('Rename this view')",
        "Bankbriefe",
        "Name",
    ),
    "document": (
        "/documents/01JDA0ZQ5T8M3N7K2V00000010",
        "h1",
        ".document-top button:has-text('Rename')",
        "Kontoauszug",
        "Title",
    ),
}


@pytest.mark.parametrize("what", PLACES)
def test_refused_name_is_taken_back_and_its_dialog_opens_from_the_message(open_page, serve, what):
    page = open_page()
    address, place, button, before, label = PLACES[what]
    serve(page, FurnishedLibrary(), address)
    shown = page.locator(place).first
    expect(shown).to_contain_text(before)
    change = Held(page, "/v1/")

    page.locator(button).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(label, exact=True).fill("Neuer Name")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(shown).to_contain_text("Neuer Name")

    search = page.get_by_role("searchbox").first
    search.click()
    change.refuse(status=400, code="invalid-request", title="Refused")
    again = page.locator(".toast").get_by_role("button", name="Edit again")
    expect(again).to_be_visible()
    expect(search).to_be_focused()
    expect(dialog).to_have_count(0)
    expect(shown).to_contain_text(before)

    again.click()
    expect(again).to_have_count(0)
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    expect(dialog.get_by_label(label, exact=True)).to_have_value("Neuer Name")
    expect(shown).to_contain_text(before)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(button).first).to_be_focused()
    expect(shown).not_to_contain_text("Neuer Name")
