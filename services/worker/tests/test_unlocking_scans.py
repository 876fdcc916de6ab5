"""Scans that are locked: some of their pages are recognised each time their owner types the password."""

import io
import time

import pikepdf
import pytest

from docloft import recognised_pages, texts
from docloft.lifecycle.gaps import Gap
from docloft_worker import ocr_engines, reading
from services.worker.tests import scans
from services.worker.tests.documents import received, reload
from services.worker.tests.locked_files import PASSWORD, unlock
from tests.fixtures import LIBRARY
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")


class Recognition:
    """Replaces the child: every page has one word."""

    def call(self, _target, arguments, _shape):
        return {
            "pages": [
                {"number": number, "text": f"page{number}", "words": [], "width": 8, "height": 8, "angle": 0}
                | {"confidence": 90, "language": "eng", "unreadable": False}
                for number in arguments["pages"][:3]
            ]
        }

    def close(self):
        """Nothing runs."""


@pytest.fixture
def locked_scan(monkeypatch):
    monkeypatch.setattr(ocr_engines.tesseract_engine, "sandbox", Recognition())
    monkeypatch.setattr(reading, "_AT_ONCE_UNLOCKED", 2)
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(scans.scanned_pdf(*[scans.letter("words")] * 5))) as scan:
        scan.save(body, encryption=pikepdf.Encryption(owner="o", user=PASSWORD))
    document = received(body.getvalue(), media_type="application/pdf")
    reading.read(LIBRARY, document.document_id, until=time.monotonic() + 200)
    return document


def test_pages_of_a_locked_scan_are_recognised_some_for_each_time_the_password_is_typed(locked_scan):
    shown = []
    for _ in range(3):
        assert unlock(locked_scan, PASSWORD) == "ready"
        after = reload(locked_scan)
        shown.append((after.ocr_pages_done, after.partial, after.ocr_pending))

    assert shown == [(2, [Gap.OCR_LOCKED], None), (4, [Gap.OCR_LOCKED], None), (5, [], None)]
    assert recognised_pages.stored(LIBRARY, locked_scan.document_id) == set(range(5))
    assert present(texts.load(LIBRARY, locked_scan.document_id)).pages == tuple(f"page{number}" for number in range(5))
    assert unlock(locked_scan, PASSWORD) == "already_done"


def test_pages_of_a_locked_scan_count_towards_the_budget_of_the_day(locked_scan, monkeypatch):
    monkeypatch.setattr(reading.ocr_budget, "take", lambda _library, _document, pages, *, limit: set(pages[:1]))

    assert unlock(locked_scan, PASSWORD) == "ready"

    assert (reload(locked_scan).ocr_pages_done, reload(locked_scan).partial) == (1, [Gap.OCR_LOCKED])
