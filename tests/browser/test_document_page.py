"""The page of a document: its toolbar, its pages, finding in it, and printing it."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import PATIENCE_SECONDS
from tests.scans import as_jpeg, paper
from tools.api_client import attempts

LONG = [f"Page {number}." + (" The quagga is here." if number in (3, 137) else "") for number in range(1, 151)]


def opened(page, stack, document_id, query=""):
    page.goto(f"{stack['site_url']}/documents/{document_id}{query}")
    expect(page.locator(".pages, .words").first).to_be_visible()


def add(person, name, content, media_type="application/pdf"):
    document_id = person.drop(name, content, media_type)
    person.wait(document_id)
    return document_id


def size_of(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["width"], box["height"]


def until(measure, holds):
    """What is measured once this holds of it, or at last: a page is drawn again in the next frame."""
    for _ in attempts(PATIENCE_SECONDS):
        if holds(measured := measure()):
            break
    return measured


@pytest.fixture
def printed(tmp_path):
    """What the printer would get after Ctrl-P: the dialog of the browser is left out."""

    def printed(page):
        page.evaluate("window.print = () => {}")
        page.keyboard.press("ControlOrMeta+p")
        page.locator(".printout").wait_for(state="attached")
        path = tmp_path / "printed.pdf"
        page.pdf(path=path, prefer_css_page_size=True)
        expect(page.locator(".printout")).to_have_count(0)
        return pypdfium2.PdfDocument(path)

    return printed


def test_page_is_fitted_enlarged_turned_and_turned_over_by_keys(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = add(person, "Minutes.pdf", make_pdf(["First.", "Second.", "Third."]))
    opened(page, stack, document_id)
    number = page.get_by_role("spinbutton", name="Page")

    # The whole page is visible, and the toolbar is one line
    expect(page.locator("[data-page='1'] canvas")).to_be_visible()
    sheet, area = size_of(page, "[data-page='1']"), size_of(page, ".pages")
    assert sheet[1] <= area[1]
    assert sheet[1] == pytest.approx(area[1], abs=30)
    assert size_of(page, ".document-bar")[1] == 48

    # Keys turn pages, and stop at the ends
    for key, expected in (("ArrowRight", "2"), ("ArrowRight", "3"), ("ArrowRight", "3"), ("ArrowLeft", "2")):
        page.keyboard.press(key)
        expect(number).to_have_value(expected)
    page.get_by_role("button", name="Page 3").click()
    expect(number).to_have_value("3")

    # It is enlarged, fitted to the width, fitted again, and turned
    page.get_by_role("button", name="Zoom in").click()
    assert until(lambda: size_of(page, "[data-page='3']")[1], lambda height: height > sheet[1]) > sheet[1]
    page.get_by_role("button", name="Fit page").click()
    page.get_by_role("button", name="Fit width").click()
    wide = pytest.approx(area[0], abs=45)
    assert until(lambda: size_of(page, "[data-page='3']")[0], lambda width: width == wide) == wide
    page.get_by_role("button", name="Fit page").click()
    assert until(lambda: size_of(page, "[data-page='3']"), lambda size: size == sheet) == sheet
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Rotate the view").click()
    width, height = until(lambda: size_of(page, "[data-page='3']"), lambda size: size[0] > size[1])
    assert width > height
    expect(page.locator("[data-page='3'] .text-layer")).to_have_attribute("data-main-rotation", "90")


def test_long_document_has_few_elements_and_its_page_number_is_seen_whole(signed_in, stack):
    page, person = signed_in(opens=False, viewport={"width": 320, "height": 640})
    document_id = add(person, "Long.pdf", make_pdf(LONG))

    opened(page, stack, document_id, "?page=137")

    number = page.get_by_role("spinbutton", name="Page")
    expect(number).to_have_value("137")
    assert number.evaluate("field => field.scrollWidth <= field.clientWidth")
    assert number.evaluate("field => field.clientWidth") >= 30
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Page thumbnails").click()
    entries = page.get_by_role("navigation", name="Page thumbnails").get_by_role("button")
    expect(page.get_by_role("button", name="Page 137")).to_have_attribute("aria-current", "page")
    expect(page.locator(".strip canvas").first).to_be_visible()
    assert entries.count() < 20


def test_words_are_found_in_a_document_and_visited_one_after_the_other(signed_in, stack, axe):
    page, person = signed_in(opens=False)
    document_id = add(person, "Long.pdf", make_pdf(LONG))
    person.find("quagga", document_id)
    opened(page, stack, document_id, "?page=10")
    number = page.get_by_role("spinbutton", name="Page")

    page.keyboard.press("ControlOrMeta+f")
    page.keyboard.type("quagga")

    # From page 10 on, the next one is on page 137, and after that comes the first
    expect(page.get_by_text("Page 2 of 2 with matches")).to_be_visible()
    expect(number).to_have_value("137")
    expect(page.locator("[data-page='137'] mark")).to_have_text("quagga")
    page.keyboard.press("Enter")
    expect(number).to_have_value("3")
    expect(page.locator("[data-page='3'] mark")).to_be_in_viewport()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("search", name="Find in document")).to_have_count(0)
    expect(page.locator("[data-page='3'] mark")).to_have_count(0)


def test_pdf_is_printed_page_by_page_in_its_own_size(signed_in, stack, printed):
    page, person = signed_in(opens=False)
    document_id = add(person, "Letter.pdf", make_pdf(["The heading of the letter.", "Its end."]))
    opened(page, stack, document_id)
    expect(page.locator("[data-page='1'] canvas")).to_be_visible()

    paper_pages = printed(page)

    assert [tuple(round(side) for side in one.get_size()) for one in paper_pages] == [(595, 842)] * 2
    # Pages are pictures, so no word of the site is on them; and they are not blank.
    assert [one.get_textpage().get_text_range() for one in paper_pages] == ["", ""]
    assert min(paper_pages[0].render().to_pil().convert("L").get_flattened_data()) < 100


def test_text_is_printed_without_the_site_around_it(signed_in, stack, printed):
    page, person = signed_in(opens=False)
    document_id = add(person, "Recipe.txt", b"Two eggs.\n\nThree spoons of sugar.", "text/plain")
    opened(page, stack, document_id)
    expect(page.get_by_text("Two eggs.")).to_be_visible()

    paper_pages = printed(page)

    words = " ".join(one.get_textpage().get_text_range() for one in paper_pages).split()
    assert words == ["Recipe", "Two", "eggs.", "Three", "spoons", "of", "sugar."]


def test_picture_is_enlarged_and_printed_on_one_page(signed_in, stack, printed):
    page, person = signed_in(opens=False)
    photo, _ = paper(["Marigold Grocery"], (1080, 1440))
    document_id = add(person, "Photo.jpg", as_jpeg(photo), "image/jpeg")
    opened(page, stack, document_id)
    picture = page.get_by_role("img", name="Photo")
    expect(picture).to_be_visible()
    before = picture.bounding_box()["width"]

    page.get_by_role("button", name="Zoom in").click()

    assert until(lambda: picture.bounding_box()["width"], lambda width: width > before) > before
    assert len(printed(page)) == 1


def test_back_from_a_hit_focuses_the_link_that_led_to_it(signed_in):
    page, person = signed_in()
    for name in ("One.txt", "Two.txt"):
        document_id = add(person, name, f"The wombat of {name}.".encode(), "text/plain")
        person.find("wombat", document_id)
    page.get_by_role("searchbox").fill("wombat")
    link = page.get_by_role("main").get_by_role("link", name="Two")
    link.first.click()
    expect(page.get_by_role("heading", name="Two", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d of 2$"))).to_be_visible()

    page.get_by_role("button", name="Back").click()

    expect(link.first).to_be_focused()
    expect(link.first).to_have_text("Two")
