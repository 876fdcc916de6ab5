"""Photos and scans: their words are found, and are marked and selected where they are on the picture."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.scans import as_jpeg, as_pdf, paper

PHONE = {"width": 390, "height": 844}


def share(mark, picture):
    """Where a mark is on a picture, as `paper` returns places."""
    inner, outer = mark.bounding_box(), picture.bounding_box()
    left, top = (inner["x"] - outer["x"]) / outer["width"], (inner["y"] - outer["y"]) / outer["height"]
    return left, top, left + inner["width"] / outer["width"], top + inner["height"] / outer["height"]


def is_on(mark, picture, box):
    expect(mark).to_be_visible()
    expect(picture).to_be_visible()
    assert share(mark, picture) == pytest.approx(box, abs=0.02)


def found(page, person, word, document_id, title):
    """Searches for a word once it can be found, and opens the document."""
    person.find(word, document_id)
    page.get_by_role("searchbox").fill(word)
    hit = page.get_by_role("main").get_by_role("listitem").filter(has_text=title)
    expect(hit.locator("mark").first).to_have_text(word)
    hit.get_by_role("link").first.click()


def test_photo_of_a_receipt_is_found_on_a_phone_and_its_words_are_marked(signed_in):
    page, person = signed_in(viewport=PHONE)
    receipt, boxes = paper(["Marigold Grocery", "Chanterelles", "12.40 EUR", "Thank you"], (1080, 1440))
    photo = receipt.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=(90, 80, 70))

    document_id = person.drop("IMG 0412.jpg", as_jpeg(photo))
    found(page, person, "Chanterelles", document_id, "IMG 0412")

    is_on(page.locator(".word-layer mark"), page.get_by_role("img", name="IMG 0412"), boxes["Chanterelles"])


def test_words_of_a_long_scan_are_found_marked_and_selected(signed_in):
    page, person = signed_in()
    words = ["Juniper", "Cobblestone", "Lighthouse", "Watermelon"]
    papers = [paper([f"Page number {number}", word, "The end"]) for number, word in enumerate(words)]

    document_id = person.drop("Scan.pdf", as_pdf([image for image, _ in papers]))
    found(page, person, "Watermelon", document_id, "Scan")

    sheet = page.locator("[data-page='4']")
    is_on(sheet.locator(".word-layer mark"), sheet.locator("canvas"), papers[3][1]["Watermelon"])
    sheet.locator(".word-layer").select_text()
    selected = page.evaluate("String(getSelection())").split("\n")
    assert [line.strip() for line in selected if line.strip()] == ["Page number 3", "Watermelon", "The end"]
