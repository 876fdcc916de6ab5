"""Use case: recognise pages that are pictures (OCR). The pages of each call of an engine are stored at once, so a
killed worker loses only those of one call; the document's text is rewritten a bounded number of times meanwhile
(documents.ocr_progress). Every function may run twice, late, and in parallel with another one for the same document.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from docloft import commands, formats, metrics, objects, page_ranges, recognised_pages, tables, texts
from docloft.errors import NotFoundError, Refused
from docloft.formats.format import Viewer
from docloft.lifecycle import ocr_progress
from docloft.lifecycle.states import State
from docloft.metrics import Metric
from docloft.recognised_pages import RecognisedPage
from docloft.tables.documents import Document
from docloft_worker import ocr_engines
from docloft_worker.ocr_engines import Engine
from docloft_worker.recognised_text import Pages, record
from docloft_worker.time_limit import NoTimeLeftError

GONE = "gone"
OVER = "already_done"
RECOGNISED = "recognised"
REQUESTED = "requested"

_AFTER_UNTIL_SECONDS = 40
"""How long after `until` a call may end: Lambda stops the function 50 s after it."""


def recognise_portion(library_id: str, document_id: str, first: int, last: int, *, until: float) -> str:
    """Recognises the pages from `first` to `last` that are left, and returns RECOGNISED, OVER (none of them is left) or
    GONE (the document was deleted). Raises NoTimeLeftError when pages are left at the end of the time; the next
    delivery continues.
    """
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return GONE
    wanted = {page for page in ocr_progress.pending(document) if first <= page <= last}
    if document.state != State.READY or not wanted:
        return OVER
    known = wanted & recognised_pages.stored(library_id, document.content_id)
    if known and not record(document, recognised_pages.load_many(library_id, document.content_id, known)):
        return GONE
    left = wanted - known
    if left:
        with _original(document) as path:
            for pages in recognise(document, path, left, int(document.pages or 1), until):
                if not record(document, pages):
                    return GONE
                left -= set(pages)
    if left:
        raise NoTimeLeftError
    return RECOGNISED


def request(library_id: str, document_id: str) -> str:
    """Sends commands for the pages that are left. Returns REQUESTED, OVER or GONE."""
    try:
        document = tables.documents.find(library_id, document_id)
    except NotFoundError:
        return GONE
    pages = ocr_progress.pending(document)
    send(document, pages)
    return REQUESTED if pages else OVER


def send(document: Document, pages: Collection[int]) -> None:
    """One command for each portion. A command that gets lost is sent again by the sweep."""
    for portion in ocr_progress.portions(pages):
        commands.send(
            commands.registry.RECOGNISE_PAGES,
            document.library_id,
            document_id=document.document_id,
            pages=portion,
        )


def recognise(document: Document, path: Path | None, pages: Iterable[int], total: int, until: float) -> Iterator[Pages]:
    """Yields pages once they are stored, some at a time, until time runs out. A page that stops the child even on
    its own is stored as lost, and so is every page when there is no file. `total`: how many pages the document has.
    """
    engine = ocr_engines.chosen()
    left = sorted(pages)
    most = len(left)
    while left and time.monotonic() < until - start_seconds(engine):
        asked = left[:most]
        try:
            found = engine.recognise(document, path, asked, total) if path else {}
        except Refused:
            found = {}
        if not found and len(asked) > 1 and path:
            most = 1
            continue
        if not found:
            found = {asked[0]: RecognisedPage("", is_lost=True)}
        if is_text(document):
            found = {number: _pasted(document, page) for number, page in found.items()}
        for number, page in found.items():
            recognised_pages.store(document.library_id, document.content_id, number, page)
            left.remove(number)
        metrics.count(Metric.PAGES_RECOGNISED, len(found))
        yield found


def is_text(document: Document) -> bool:
    """Whether the recognised pages of a document are pictures in a text (docloft_worker.readers.document_pictures)."""
    found = formats.find(document.media_type)
    return found is not None and found.viewer == Viewer.TEXT


def _pasted(document: Document, page: RecognisedPage) -> RecognisedPage:
    """The page of a picture in a text. Its words have no place that could be shown. In a document with other
    words, a picture that cannot be read is a photo, and no text counts as missing.
    """
    if not page.is_unreadable:
        return replace(page, words=())
    return RecognisedPage("", is_unreadable=not _has_own_words(document))


def _has_own_words(document: Document) -> bool:
    text = texts.load(document.library_id, document.content_id)
    if text is None:
        return False
    pictures = ocr_progress.pending(document) | page_ranges.parse(text.recognised)
    return any(page.strip() for number, page in enumerate(text.pages) if number not in pictures)


def start_seconds(engine: Engine) -> int:
    """No call is begun later than this before `until`."""
    return engine.WALL_SECONDS - _AFTER_UNTIL_SECONDS


@contextmanager
def _original(document: Document) -> Iterator[Path | None]:
    """A copy of the original; None when it is gone."""
    with TemporaryDirectory(prefix="docloft-recognise-") as scratch:
        path = Path(scratch) / "original"
        try:
            objects.download(objects.original_key(document.library_id, document.content_id), path)
        except NotFoundError:
            yield None
        else:
            yield path
