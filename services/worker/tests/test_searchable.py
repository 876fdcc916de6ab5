"""Searchable PDFs: the recognised words as invisible text where they are, and the job that makes one."""

from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from docloft import objects, reasons, recognised_pages, tables
from docloft.lifecycle import changes
from docloft.recognised_pages import RecognisedPage
from docloft_worker import searchable
from docloft_worker.recognition import searchable_pdf
from services.worker.tests.documents import make_job, received, reload
from tests.fixtures import LIBRARY
from tests.recording import recording

WORDS = ((1000, 2000, 3000, 400, "Größe"), (5000, 2000, 800, 400, "12€"))


def pdf(path, rotation=0, crop=None):
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(400, 600))
        page.obj.Rotate = rotation
        if crop:
            page.obj.CropBox = crop
        document.save(path)
    return path


def opened(made, path):
    path.write_bytes(searchable.b64decode(made["pdf"]))
    return pypdfium2.PdfDocument(path)


def on_display(page, word):
    """The box of a word as shares of the displayed page."""
    layer = page.get_textpage()
    first = layer.get_text_range().index(word)
    boxes = [layer.get_charbox(first + number, loose=True) for number in range(len(word))]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    x0, y0, x1, y1 = page.get_cropbox()
    left, right, bottom, top = (
        (left - x0) / (x1 - x0),
        (right - x0) / (x1 - x0),
        (bottom - y0) / (y1 - y0),
        (top - y0) / (y1 - y0),
    )
    match page.get_rotation():
        case 90:
            return bottom, left, top, right
        case 180:
            return 1 - right, bottom, 1 - left, top
        case 270:
            return 1 - top, 1 - right, 1 - bottom, 1 - left
        case _:
            return left, 1 - top, right, 1 - bottom


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [50, 100, 350, 500]])
def test_words_are_where_they_were_recognised(tmp_path, rotation, crop):
    path = pdf(tmp_path / "original", rotation, crop)

    made = searchable_pdf.make(str(path), {"0": {"angle": 0, "words": WORDS}})

    page = opened(made, tmp_path / "made")[0]
    assert page.get_textpage().get_text_range().split() == ["Größe", "12€"]
    assert on_display(page, "Größe") == pytest.approx((0.1, 0.2, 0.4, 0.24), abs=0.02)
    assert on_display(page, "12€") == pytest.approx((0.5, 0.2, 0.58, 0.24), abs=0.02)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_words_can_be_read(tmp_path, angle):
    made = searchable_pdf.make(str(pdf(tmp_path / "original")), {"0": {"angle": angle, "words": WORDS[:1]}})

    page = opened(made, tmp_path / "made")[0]
    assert page.get_textpage().get_text_range().strip() == "Größe"
    assert on_display(page, "Größe") == pytest.approx((0.1, 0.2, 0.4, 0.24), abs=0.03)


def test_text_is_invisible(tmp_path):
    path = pdf(tmp_path / "original")
    made = searchable_pdf.make(str(path), {"0": {"angle": 0, "words": WORDS}})

    assert opened(made, tmp_path / "made")[0].render().to_pil().getextrema() == ((255, 255),) * 3


def test_photo_becomes_a_page_as_it_is_displayed(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1200, 800), "white").save(tmp_path / "photo", "JPEG", exif=exif, dpi=(150, 150))

    made = searchable_pdf.make(str(tmp_path / "photo"), {"0": {"angle": 0, "words": WORDS}})

    page = opened(made, tmp_path / "made")[0]
    assert page.get_size() == (384, 576)
    assert on_display(page, "Größe") == pytest.approx((0.1, 0.2, 0.4, 0.24), abs=0.02)


@pytest.fixture
def scan(cloud, tmp_path):
    document = received(pdf(tmp_path / "scan").read_bytes(), "application/pdf")
    recognised_pages.store(LIBRARY, document.document_id, 0, RecognisedPage("Größe 12€", WORDS))
    return document


def made(document, job):
    return searchable.make(LIBRARY, document.document_id, job.job_id)


def job_of(job):
    found = tables.jobs.find(LIBRARY, job.job_id)
    return found.state, found.reason


def test_job_stores_the_pdf_and_leaves_the_original(scan, tmp_path):
    job = make_job("make_searchable", document_id=scan.document_id)

    assert [made(scan, job), made(scan, job)] == [searchable.MADE, searchable.OVER]

    assert job_of(job) == ("done", None)
    body, _ = objects.read(objects.searchable_key(LIBRARY, scan.document_id))
    assert pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range().split() == ["Größe", "12€"]
    assert objects.read(objects.original_key(LIBRARY, scan.document_id))[0] == (tmp_path / "scan").read_bytes()


def test_document_without_recognised_pages_is_refused(scan):
    objects.remove_permanently(objects.recognised_prefix(LIBRARY, scan.document_id))
    job = make_job("make_searchable", document_id=scan.document_id)

    assert made(scan, job) == searchable.REFUSED
    assert job_of(job) == ("failed", reasons.NO_WORDS)


@pytest.mark.parametrize("limit", ["MAX_BYTES", "MAX_WORDS"])
def test_document_that_is_too_large_is_refused(scan, monkeypatch, limit):
    monkeypatch.setattr(searchable, limit, 1)
    job = make_job("make_searchable", document_id=scan.document_id)

    assert made(scan, job) == searchable.REFUSED
    assert job_of(job) == ("failed", reasons.LARGE_PDF)


def test_scan_with_too_many_words_is_not_loaded_whole(scan, monkeypatch):
    for number in range(40):
        recognised_pages.store(LIBRARY, scan.document_id, number, RecognisedPage("Größe 12€", WORDS))
    load = recognised_pages.load
    loaded: list[Any] = []
    monkeypatch.setattr(recognised_pages, "load", recording(loaded, load))
    monkeypatch.setattr(searchable, "MAX_WORDS", 10)

    assert made(scan, make_job("make_searchable", document_id=scan.document_id)) == searchable.REFUSED
    assert len(loaded) < 20


def test_many_pages_are_loaded_for_their_text_without_words(scan):
    recognised_pages.store(LIBRARY, scan.document_id, 1, RecognisedPage("Größe 12€", WORDS, confidence=80))

    (page,) = recognised_pages.load_many(LIBRARY, scan.document_id, [1, 99]).values()

    assert page == RecognisedPage("Größe 12€", confidence=80)


def test_deleted_document_ends_its_job(scan):
    job = make_job("make_searchable", document_id=scan.document_id)
    changes.erase(reload(scan), actor="test")

    assert made(scan, job) == searchable.GONE
    assert job_of(job) == ("failed", reasons.DELETED)
