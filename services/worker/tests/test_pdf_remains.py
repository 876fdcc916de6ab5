"""PDFs whose end is missing: their pages are read as far as they go."""

import io
import time

import pikepdf
import pytest

from docloft.errors import Refused
from docloft.parsing import pdf_files, pdf_remains
from services.worker.tests.originals import pdf

PAGES = [f"page {number} of a letter" for number in range(8)]


def for_the_web(**options):
    body = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(*PAGES))) as document:
        document.save(body, linearize=True, **options)
    return body.getvalue()


def words(tmp_path, body):
    path = tmp_path / "cut.pdf"
    path.write_bytes(body)
    document, is_repaired = pdf_files.opened(path)
    try:
        assert is_repaired
        return [page.get_textpage().get_text_range().strip() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("share", [0.4, 0.6, 0.8])
def test_pages_of_an_interrupted_download_are_kept_in_their_order(tmp_path, share):
    whole = for_the_web()

    found = [text for text in words(tmp_path, whole[: int(len(whole) * share)]) if text]

    assert found
    assert found == PAGES[: len(found)]


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4\n1 0 obj\n<< /Type /Pages /Kids [] >>\nendobj\n",
        b"%PDF-1.4\n1 0 obj\n<< /Type /Page >>\nendobj\ntrailer << /Encrypt 2 0 R >>",
        b"%PDF-1.4\n",
    ],
    ids=["no page", "encrypted", "nothing"],
)
def test_file_without_readable_pages_is_refused(tmp_path, body):
    assert pdf_remains.gathered(body) is None
    with pytest.raises(Refused):
        words(tmp_path, body)


def test_many_objects_take_linear_time():
    started = time.process_time()

    pdf_remains.gathered(b"1 0 obj << /Type /Pages " * 200_000)

    assert time.process_time() - started < 3
