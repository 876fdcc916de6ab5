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
    sort_by_deposit(page)
    rows = page.locator("[data-row] [data-column=title]")
    expect(rows.nth(5)).not_to_be_empty()
    titles = [row.split("\n")[0] for row in rows.all_inner_texts()[:5]]

    page.get_by_role("button", name="Grid").click()

    assert titles_of_cards(page) == titles
    page.locator(".card").last.scroll_into_view_if_needed()
    expect(page.locator(".card").nth(100)).to_be_attached()
    links = page.locator(".card a[href^='/documents/']").evaluate_all("links => links.map((link) => link.href)")
    assert len(set(links)) == len(links) > 100


def test_back_shows_the_grid_in_the_order_of_now(page):
    page.get_by_role("button", name="Grid").click()
    before = titles_of_cards(page)
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("link", name="All documents").click()
    page.get_by_role("button", name="List").click()
    sort_by_deposit(page)
    page.get_by_role("button", name="Grid").click()
    titles = titles_of_cards(page)
    assert titles != before

    page.go_back()
    expect(page.locator(".card")).to_have_count(0)
    page.go_back()
    assert titles_of_cards(page) == titles


def sort_by_deposit(page):
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Kaution").check()
    page.keyboard.press("Escape")
    page.get_by_role("columnheader", name="Kaution").get_by_role("button").click()
    expect(page.locator("[data-row]").first.locator("[data-column^=field]")).to_have_text("€49,999.00")


def titles_of_cards(page):
    """The first titles of a whole page. They have no inner text until the cards are drawn for the first time."""
    titles = page.locator(".card-title")
    expect(titles.nth(59)).to_be_attached()
    return titles.all_text_contents()[:5]
