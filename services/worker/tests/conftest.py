import pytest

from docloft.lifecycle import ocr_progress
from docloft.search import api as search
from docloft_worker import reading
from docloft_worker.ocr_engines import tesseract_engine
from services.worker.tests.documents import received
from services.worker.tests.recognised_scans import Recognition


@pytest.fixture
def path_of(tmp_path):
    """Writes bytes to a file and returns its path as readers expect it."""

    def write(body):
        path = tmp_path / "original"
        path.write_bytes(body)
        return str(path)

    return write


@pytest.fixture
def fresh_indexes(cloud):
    """A bucket and tables, and no index of an earlier test in memory."""
    search.forget()
    yield
    search.forget()


@pytest.fixture
def ocr(monkeypatch):
    """Portions have eight pages, so that a worker can be killed in the middle of one."""
    monkeypatch.setattr(ocr_progress, "PORTION", 8)
    one = Recognition()
    monkeypatch.setattr(tesseract_engine, "sandbox", one)
    return one


@pytest.fixture
def scan(monkeypatch):
    """Makes a document whose reader finds pages without text."""

    def make(pages, unread=None, texts_of=()):
        portion = {
            "pages": [*texts_of, *[""] * (pages - len(texts_of))],
            "total": pages,
            "truncated": False,
            "unread": list(range(len(texts_of), pages) if unread is None else unread),
        }
        monkeypatch.setattr(reading, "read_file", lambda *_: portion)
        monkeypatch.setattr(reading.expansion, "expand", lambda *_, **__: reading.Expansion())
        return received(b"%PDF-", "application/pdf")

    return make
