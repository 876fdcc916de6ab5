"""Use case: recognise pages that are pictures (OCR). The pages of each call into the sandbox are stored at once, so a
killed worker loses only those of one call; the document's text is rewritten a bounded number of times meanwhile
(documents.ocr_progress). Every function may run twice, late, and side by side with another one for the same document.

Longer than most modules: it also checks what the child returns, because only the callers of a target know its shape.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import commands, metrics, objects, page_ranges, recognised_pages, tables, texts
from docloft.documents import changes, gaps, ocr_progress
from docloft.documents.changes import Change
from docloft.documents.gaps import Gap
from docloft.documents.states import State
from docloft.errors import NotFoundError, Refused
from docloft.metrics import Metric
from docloft.recognised_pages import RecognisedPage, Word
from docloft.sandbox import Sandbox
from docloft.search import vocabulary
from docloft.tables.documents import Document
from docloft.tables.records import Profile
from docloft.texts import MAX_CHARACTERS, Text
from docloft_worker import language
from docloft_worker import recognition as shapes
from docloft_worker.facts import suggest
from docloft_worker.leases import ACTOR
from docloft_worker.recognition import model_folder, models
from docloft_worker.recognition.choice import better
from docloft_worker.time_limit import NoTimeLeftError

TARGET = "docloft_worker.recognition.pages:recognise"

GONE = "gone"
OVER = "already_done"
RECOGNISED = "recognised"
REQUESTED = "requested"

# Limits for one call, which begins no page after 12 s of processor time. With 512 MB, Lambda gives about 0.29 of a
# processor: 28 s take 97 s.
_CPU_SECONDS = 28
_WALL_SECONDS = 100
_MEMORY_BYTES = 350 * 1024 * 1024
_RESULT_BYTES = 16 * 1024 * 1024

_START_SECONDS = 60
"""No call is begun later than this before the end of the time, which is 50 s before Lambda's limit: it may take
_WALL_SECONDS."""

_MAX_WORDS = 20_000
_MAX_WORD = 500
_WHOLE = 10_000

Pages = Mapping[int, RecognisedPage]
"""By their numbers, counted from 0."""

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES,
    cpu_seconds=_CPU_SECONDS,
    wall_seconds=_WALL_SECONDS,
    result_bytes=_RESULT_BYTES,
    exclusive=True,
)


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
    known = wanted & recognised_pages.stored(library_id, document_id)
    if known and not record(document, recognised_pages.load_many(library_id, document_id, known)):
        return GONE
    left = wanted - known
    if left:
        with _original(document) as path:
            for pages in recognise(document, path, left, until):
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


def recognise(document: Document, path: Path | None, pages: Iterable[int], until: float) -> Iterator[Pages]:
    """Yields pages once they are stored, some at a time, until the time is over. A page that stops the child even on
    its own is stored as lost, and so is every page when there is no file.
    """
    left = sorted(pages)
    most = len(left)
    while left and time.monotonic() < until - _START_SECONDS:
        asked = left[:most]
        try:
            found = _call(path, asked, document) if path else {}
        except Refused:
            found = {}
        if not found and len(asked) > 1 and path:
            most = 1
            continue
        if not found:
            found = {asked[0]: RecognisedPage("", is_lost=True)}
        for number, page in found.items():
            recognised_pages.store(document.library_id, document.document_id, number, page)
            left.remove(number)
        metrics.count(Metric.PAGES_RECOGNISED, len(found))
        yield found


def record(document: Document, pages: Pages) -> bool:
    """Records pages that are stored, and writes the document's text when it is due. Returns False when the document was
    deleted; then what was stored is deleted too.
    """
    library_id, document_id = document.library_id, document.document_id
    gaps_found = gaps_of(pages.values())
    text: Text | None = None
    missing: set[int] | None = None
    """The pages that were left when `text` was requested."""
    is_due = False

    def decide(current: Document) -> Change | None:
        nonlocal is_due, missing
        is_due = False
        before = ocr_progress.pending(current)
        left = before - set(pages)
        if current.state != State.READY or left == before:
            return None
        values = ocr_progress.finished(current, pages, gaps_found)
        # The last text must have the pages that others finished in the meantime.
        if ocr_progress.needs_text(current, values["ocr_pages_done"], left) and (
            text is None or (not left and missing != left)
        ):
            is_due, missing = True, left
            return None
        if text is not None:
            values |= _text_values(current, text, values.get("partial", current.partial))
        facts = {"pages": len(pages)}
        return Change("pages_recognised", values, due=ocr_progress.due(left), facts=facts, is_settled=not left)

    try:
        changes.amend(library_id, document_id, decide, actor=ACTOR)
        while is_due:
            text = write_text(document)
            changes.amend(library_id, document_id, decide, actor=ACTOR)
    except NotFoundError:
        # Deleted permanently in the meantime: what was stored afterwards would never be deleted.
        objects.remove_permanently(objects.text_key(library_id, document_id))
        objects.remove_permanently(objects.recognised_prefix(library_id, document_id))
        return False
    return True


def gaps_of(pages: Iterable[RecognisedPage]) -> list[Gap]:
    """What is missing from the text of these pages."""
    found = list(pages)
    lost = [Gap.PAGES_LOST] if any(page.is_lost for page in found) else []
    return lost + ([Gap.NO_OCR] if any(page.is_unreadable for page in found) else [])


def write_text(document: Document) -> Text:
    """Adds the stored pages to the document's text, and returns it. Pages that it has already are not loaded again."""
    library_id, document_id = document.library_id, document.document_id

    def decide(text: Text | None) -> Text:
        before = text or Text(())
        new = recognised_pages.stored(library_id, document_id) - page_ranges.parse(before.recognised)
        return merged(before, recognised_pages.load_many(library_id, document_id, new), int(document.pages or 1))

    return texts.change(library_id, document_id, decide, vocabulary.make)


def merged(text: Text, found: Pages, total: int) -> Text:
    """The text of a document of `total` pages with recognised pages in their places. Of two texts of a page, the
    better one is kept.
    """
    if not found:
        return text
    pages = [*text.pages, *[""] * (max(total, *(number + 1 for number in found)) - len(text.pages))]
    room = MAX_CHARACTERS - text.characters
    recognised, truncated = page_ranges.parse(text.recognised), text.truncated
    for number, page in found.items():
        recognised.add(number)
        best = better(pages[number], page.text, page.confidence)
        kept = best[: max(0, room + len(pages[number]))]
        truncated = truncated or len(kept) < len(best)
        room += len(pages[number]) - len(kept)
        pages[number] = kept
    spoken = language.detect(pages)
    suggestions = suggest(pages, spoken, known=text.suggestions)
    return Text(tuple(pages), spoken, truncated, page_ranges.write(recognised), suggestions)


def _text_values(document: Document, text: Text, partial: Sequence[str]) -> dict[str, Any]:
    cut = [Gap.TEXT_CUT] if text.truncated and Gap.TEXT_CUT not in partial else []
    return {
        "has_text": any(page.strip() for page in text.pages),
        "language": text.language,
        "text_revision": int(document.text_revision or 0) + 1,
        "partial": gaps.in_order([*partial, *cut]),
    }


def _call(path: Path, pages: Sequence[int], document: Document) -> dict[int, RecognisedPage]:
    folder = model_folder.path()
    profile = tables.library.find(Profile, document.library_id, Profile.KEY)
    chosen = (profile.ocr_languages if profile else None) or ()
    languages = languages_of(document, models.installed(folder), chosen)
    arguments = {"path": str(path), "pages": list(pages), "languages": languages, "folder": str(folder)}
    found = sandbox.call(TARGET, arguments, shapes.Recognised)
    return {page["number"]: _page_of(page) for page in found["pages"] if page["number"] in pages}


def languages_of(document: Document, installed: Sequence[str], chosen: Collection[str]) -> list[str]:
    """The codes of the models to choose from, the likely one first: that of the language of the text that is known, or
    English. Those that the library has chosen, or all if none of them is installed.
    """
    likely = models.of_code(document.language) or "eng"
    wanted = [code for code in installed if code in chosen] or list(installed)
    return sorted(wanted, key=lambda code: code != likely)


def _page_of(found: shapes.RecognisedPage) -> RecognisedPage:
    """Keeps only words whose boxes are on the page: the child read foreign bytes."""
    words = [word for one in found["words"][:_MAX_WORDS] if (word := _word_of(one)) is not None]
    return RecognisedPage(
        found["text"],
        words,
        found["width"],
        found["height"],
        found["angle"],
        found["confidence"],
        is_unreadable=found["unreadable"],
    )


def _word_of(found: Sequence[int | str]) -> Word | None:
    match found:
        case [int(x), int(y), int(width), int(height), str(word)] if (
            0 <= x <= x + width <= _WHOLE and 0 <= y <= y + height <= _WHOLE and 0 < len(word) <= _MAX_WORD
        ):
            return x, y, width, height, word
        case _:
            return None


@contextmanager
def _original(document: Document) -> Iterator[Path | None]:
    """A copy of the original; None when it is gone."""
    with TemporaryDirectory(prefix="docloft-recognise-") as scratch:
        path = Path(scratch) / "original"
        try:
            objects.download(objects.original_key(document.library_id, document.document_id), path)
        except NotFoundError:
            yield None
        else:
            yield path
