"""Use case: make the searchable PDF of a document. It is stored beside the original, which is not changed, and deleted
after a day (the bucket's lifecycle).
"""

from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory

from docloft import objects, reasons, recognised_pages, tables
from docloft.errors import NotFoundError, Refused
from docloft.sandbox import Sandbox
from docloft.tables.documents import Document
from docloft_worker.job_progress import Progress
from docloft_worker.recognition import SearchablePdf

TARGET = "docloft_worker.recognition.searchable_pdf:make"

MADE = "made"
OVER = "already_done"
REFUSED = "refused"
GONE = "gone"

MAX_BYTES = 25_000_000
"""Limit for the original and for the PDF. The PDF is returned in base64 and has to fit into a function of 512 MB."""

MAX_WORDS = 150_000
"""In all pages together: 300 full pages."""

_MEMORY_BYTES = 350 * 1024 * 1024


def make(library_id: str, document_id: str, job_id: str | None) -> str:
    """Returns MADE, OVER (the job has ended), REFUSED (the job says why) or GONE. Idempotent: the same words make the
    same pages.
    """
    progress = Progress(library_id, job_id)
    if progress.is_over:
        return OVER
    progress.start()
    try:
        document = tables.documents.find(library_id, document_id)
        body = _made(document)
        tables.documents.find(library_id, document_id)
    except NotFoundError:
        progress.fail(reasons.DELETED)
        return GONE
    except Refused as refusal:
        progress.fail(refusal.reason)
        return REFUSED
    objects.write(objects.searchable_key(library_id, document.content_id), body, "application/pdf")
    progress.finish()
    return MADE


def _made(document: Document) -> bytes:
    if document.size > MAX_BYTES:
        raise Refused(reasons.LARGE_PDF)
    pages = _words(document)
    if not pages:
        raise Refused(reasons.NO_WORDS)
    sandbox = Sandbox(
        memory_bytes=_MEMORY_BYTES,
        cpu_seconds=25,
        wall_seconds=90,
        result_bytes=MAX_BYTES // 3 * 4 + 1000,
        exclusive=True,
    )
    with TemporaryDirectory(prefix="docloft-searchable-") as scratch:
        path = Path(scratch) / "original"
        objects.download(objects.original_key(document.library_id, document.content_id), path)
        try:
            made = sandbox.call(TARGET, {"path": str(path), "pages": pages}, SearchablePdf)
        finally:
            # This child is large and seldom needed.
            sandbox.close()
    return b64decode(made["pdf"])


def _words(document: Document) -> dict[str, dict[str, object]]:
    """The arguments of TARGET for the pages with words, by their numbers. Raises Refused for more than MAX_WORDS,
    without loading further pages.
    """
    pages: dict[str, dict[str, object]] = {}
    count = 0
    numbers = recognised_pages.stored(document.library_id, document.content_id)
    for number, page in recognised_pages.load_each(document.library_id, document.content_id, numbers):
        count += len(page.words)
        if count > MAX_WORDS:
            raise Refused(reasons.LARGE_PDF)
        if page.words:
            pages[str(number)] = {"angle": page.angle, "words": page.words}
    return pages
