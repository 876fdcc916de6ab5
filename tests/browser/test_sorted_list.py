"""The list of the library is sorted by the fields that the library defines."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.browser.site_without_stage import Library


@pytest.fixture
def page(open_page, serve):
    page = open_page()
    serve(page, Library(50_000))
    page.wait_for_selector("[data-row]")
    return page


def test_list_is_sorted_by_a_field_of_the_library(page):
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Kaution").check()
    page.keyboard.press("Escape")
    heading = page.get_by_role("columnheader", name="Kaution")
    first = page.locator("[data-row]").first.locator("[data-column^=field]")

    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(first).to_have_text("€49,999.00")
    heading.get_by_role("button").press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(first).to_have_text("€1.00")

    # The order is kept, and is one of the orders of a narrow window, which shows the value below the title.
    page.reload()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    page.set_viewport_size(NARROW)
    expect(page.locator(".rows-order select")).to_have_value(re.compile("^field:"))
    expect(page.locator("[data-row] .row-summary").first).to_contain_text("Kaution €1.00")


def test_grid_has_the_order_of_the_list(page):
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Kaution").check()
    page.keyboard.press("Escape")
    page.get_by_role("columnheader", name="Kaution").get_by_role("button").click()
    expect(page.locator("[data-row]").first.locator("[data-column^=field]")).to_have_text("€49,999.00")
    rows = page.locator("[data-row] [data-column=title]")
    expect(rows.nth(5)).not_to_be_empty()
    titles = [row.split("\n")[0] for row in rows.all_inner_texts()[:5]]

    page.get_by_role("button", name="Grid").click()

    expect(page.locator(".card-title").nth(59)).to_be_attached()
    assert page.locator(".card-title").all_inner_texts()[:5] == titles
    page.locator(".card").last.scroll_into_view_if_needed()
    expect(page.locator(".card").nth(100)).to_be_attached()
    links = page.locator(".card a[href^='/documents/']").evaluate_all("links => links.map((link) => link.href)")
    assert len(set(links)) == len(links) > 100
