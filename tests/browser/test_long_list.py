"""A library of 50,000 documents scrolls with few elements and little memory, and never loses the focus."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.browser.site_without_stage import Library

SIZE = 50_000
OBSERVE = """() => {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
MOST_ELEMENTS = 3_000
MOST_SHIFT = 0.1


@pytest.fixture
def library():
    return Library(SIZE)


@pytest.fixture
def page(open_page, serve, library):
    page = open_page()
    serve(page, library)
    page.wait_for_selector("[data-row]")
    return page


def active(page):
    return page.locator("[data-active] a").first.text_content()


def expect_active(page, title):
    """Waits until the list has the focus, and this row of it is the active one."""
    expect(page.locator(".rows")).to_be_focused()
    expect(page.locator("[data-active] a").first).to_have_text(title)


def test_fifty_thousand_documents_scroll_with_few_elements(page, capsys):
    page.evaluate(OBSERVE)
    height = page.evaluate("document.documentElement.scrollHeight")
    most = 0
    for step in range(60):
        page.evaluate("top => window.scrollTo(0, top)", height * step // 60)
        page.wait_for_timeout(40)
        most = max(most, page.evaluate("document.querySelectorAll('*').length"))
    page.wait_for_selector("[data-row]")
    page.wait_for_timeout(500)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    shift = page.evaluate("window.shift")
    with capsys.disabled():
        print(f"\n{SIZE} documents: at most {most} elements, layout shift {shift:.3f}, heap {heap:.0f} MB")

    assert height > SIZE * 36
    assert most < MOST_ELEMENTS
    assert shift < MOST_SHIFT
    assert heap < 100


def test_month_headings_have_their_numbers_before_their_rows_are_loaded(page, library):
    page.get_by_role("button", name="2012").click()

    heading = page.get_by_role("rowheader").filter(has_text="December 2012")
    heading.wait_for()
    expect(heading).to_have_text(f"December 2012 · {len(library.months['2012-12'])}")
    page.locator("[data-row]").filter(has_text="2012-12-31").first.wait_for()
    assert library.requests.count("GET /v1/search/rows") < 12


def test_tags_of_a_row_have_their_colours(page):
    row = page.locator("[data-row]").filter(has_text="00001")

    expect(row.get_by_role("link", name="Haus").locator("circle")).to_have_attribute("fill", "#2f6fde")


def test_focus_is_kept_when_the_active_row_leaves_the_window(page):
    page.locator(".rows").focus()
    for _ in range(3):
        page.keyboard.press("j")
    chosen = active(page)

    page.evaluate("window.scrollTo(0, 900000)")
    page.wait_for_timeout(400)
    expect_active(page, chosen)
    named = page.locator(".rows").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{named}")).to_have_count(1)

    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-active] a").first).not_to_have_text(chosen)
    expect(page.locator("[data-active]")).to_be_in_viewport()


def test_keys_move_open_and_come_back_to_the_same_row(page):
    page.locator(".rows").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("k")
    chosen = active(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    page.go_back()
    page.wait_for_selector("[data-row]")

    expect_active(page, chosen)


def test_x_selects_rows_and_shift_selects_a_range(page):
    page.locator(".rows").focus()
    page.keyboard.press("x")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+X")

    expect(page.locator("[data-row] input:checked")).to_have_count(5)
    expect(page.locator(".selection-count")).to_have_text("5 selected")


def test_headings_sort_and_columns_are_chosen(page, library):
    page.get_by_role("button", name="Title").click()
    page.wait_for_selector("[data-row]")
    expect(page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".rows-month")).to_have_count(0)

    page.get_by_label("Sort by").select_option("document date")
    page.get_by_role("rowheader").first.wait_for()
    expect(page.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "descending")

    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Size").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="Size")).to_be_visible()
    page.get_by_label("Sort by").select_option("title")

    # The browser remembers both settings.
    page.reload()
    page.wait_for_selector("[data-row]")
    expect(page.get_by_role("columnheader", name="Size")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "ascending")


def test_list_is_sorted_by_sender_with_a_heading_for_each(page, library):
    page.get_by_role("columnheader", name="Sender").get_by_role("button").click()

    headings = page.get_by_role("rowheader")
    expect(headings.first).to_have_text("Stadtwerke GmbH · 12,500")
    expect(page.get_by_role("columnheader", name="Sender")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("[data-row]").first).to_contain_text("Rechnung 00000")
    expect(page.locator("[data-row]").first.get_by_role("link", name="Stadtwerke GmbH")).to_be_visible()

    page.get_by_role("columnheader", name="Sender").get_by_role("button").click()
    expect(headings.first).to_have_text("Versicherung GmbH · 12,500")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.get_by_role("rowheader").last).to_have_text("No sender · 12,500")
    expect(page.get_by_label("Sort by")).to_have_value("sender")

    page.reload()
    expect(headings.first).to_have_text("Versicherung GmbH · 12,500")


def test_fields_of_the_library_amount_and_due_date_are_columns(page):
    page.set_viewport_size({"width": 1600, "height": 800})
    page.get_by_role("button", name="Columns").click()
    for column in ("Status", "Kaution", "Amount", "Due"):
        page.get_by_role("checkbox", name=column).check()
    page.get_by_role("checkbox", name="Tags").uncheck()
    page.keyboard.press("Escape")

    row = page.locator("[data-row]").filter(has_text="00001")
    expect(row.get_by_text("Bezahlt")).to_be_visible()
    expect(row.get_by_text("€1.00")).to_be_visible()
    names = [one.inner_text() for one in page.locator(".rows-head [role=columnheader]").all()[2:]]
    assert names == ["Title", "Sender", "Kind", "Date", "Due", "Amount", "Pages", "Kaution", "Status"]

    page.reload()
    expect(page.locator("[data-row]").filter(has_text="00001").get_by_text("Bezahlt")).to_be_visible()
    for column, direction in (("Due", "ascending"), ("Amount", "descending")):
        page.get_by_role("columnheader", name=column).get_by_role("button").click()
        expect(page.get_by_role("columnheader", name=column)).to_have_attribute("aria-sort", direction)

    # A narrower window leaves out the last ones, and the menu says so.
    page.set_viewport_size({"width": 1100, "height": 800})
    expect(page.get_by_role("columnheader", name="Status")).to_have_count(0)
    assert page.locator("[data-row] [data-column=title]").first.bounding_box()["width"] >= 160
    page.get_by_role("button", name="Columns").click()
    expect(page.locator(".rows-choice").filter(has_text="Status")).to_contain_text("no room here")


def test_list_and_grid_are_switched_and_back_shows_what_was_chosen_last(page):
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("link", name="All documents").click()
    page.get_by_role("button", name="Grid").press("Enter")
    page.get_by_role("link", name="In progress").wait_for()
    expect(page.get_by_role("button", name="Grid")).to_be_focused()
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="In progress").wait_for()

    page.get_by_role("button", name="List").click()
    page.wait_for_selector("[data-row]")
    expect(page.locator(".rows-total")).to_have_text(f"{SIZE:,} documents")


def test_axe_finds_nothing_in_the_list(open_page, serve, axe, library):
    page = open_page(locale="de-DE")
    serve(page, library)
    page.wait_for_selector("[data-row]")

    axe(page, narrow=True)

    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Mehr", exact=True).click()
    axe(page)


class _JustRead(Library):
    """Papers of long ago were read a moment ago, and the index has them."""

    def respond(self, method, path, query, body):
        if path == "/v1/documents" and "state" not in query:
            now = datetime.now(UTC).isoformat()
            return {
                "documents": [self.document(number) | {"updated_at": now} for number in range(57, 60)],
                "cursor": None,
            }
        if path == "/v1/search/rows" and query.get("order") == "-added" and not query.get("q"):
            return {
                "documents": [self.document(number) for number in range(57, 60)],
                "total": self.size,
                "incomplete": None,
            }
        return super().respond(method, path, query, body)


def test_documents_that_the_index_has_already_are_counted_once(open_page, serve):
    page = open_page()
    serve(page, _JustRead(60))
    page.wait_for_selector("[data-row]")

    expect(page.locator(".rows-total")).to_have_text("60 documents")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".rows-total")).to_have_text("60 documents")
    expect(page.get_by_text("Just added")).to_have_count(0)
