"""Records recognised pages, and makes the document's text from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docloft import objects, page_ranges, recognised_pages, texts
from docloft.errors import NotFoundError
from docloft.lifecycle import changes, gaps, ocr_progress
from docloft.lifecycle.changes import Change
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft.recognised_pages import RecognisedPage
from docloft.search import api as search
from docloft.tables.documents import Document
from docloft.texts import MAX_CHARACTERS, Text
from docloft_worker import family, language, lookalikes
from docloft_worker.arrival import Arrival
from docloft_worker.facts import suggest
from docloft_worker.leases import ACTOR
from docloft_worker.recognition.choice import better

Pages = Mapping[int, RecognisedPage]
"""By their numbers, counted from 0."""


def record(document: Document, pages: Pages) -> bool:
    """Records pages that are stored, and writes the document's text when it is due. Returns False when the document was
    deleted; everything that was stored is then deleted, too.
    """
    library_id, document_id, content_id = document.library_id, document.document_id, document.content_id
    gaps_found = gaps_of(pages.values())
    text: Text | None = None
    missing: set[int] | None = None
    """The pages that were left when `text` was requested."""
    is_due = False
    arrival = Arrival(library_id)

    def decide(current: Document) -> Change | None:
        nonlocal is_due, missing
        is_due = False
        before = ocr_progress.pending(current)
        left = before - set(pages)
        # Pages of a file that was replaced in the meantime no longer belong to the document.
        if current.state != State.READY or current.content_id != content_id or left == before:
            return None
        values = ocr_progress.finished(current, pages, gaps_found)
        # The final text must include the pages that other workers finished in the meantime.
        if ocr_progress.needs_text(current, values["ocr_pages_done"], left) and (
            text is None or (not left and missing != left)
        ):
            is_due, missing = True, left
            return None
        if text is not None:
            values |= _text_values(current, text, values.get("partial", current.partial))
        facts = {"pages": len(pages)}
        change = Change("pages_recognised", values, due=ocr_progress.due(left), facts=facts, is_settled=not left)
        return change if left else arrival.extended(change, current, text or texts.load(library_id, content_id))

    try:
        amended = changes.amend(library_id, document_id, decide, actor=ACTOR)
        while is_due:
            text = write_text(document)
            if not missing:
                lookalikes.record(library_id, document_id, text.pages)
            amended = changes.amend(library_id, document_id, decide, actor=ACTOR)
        if amended.change and amended.document.children and amended.document.trashed_at:
            # A rule has moved it to the trash.
            family.align(library_id, document_id)
    except NotFoundError:
        # Deleted permanently in the meantime: what was stored afterwards would never be deleted.
        objects.remove_permanently(objects.text_key(library_id, content_id))
        objects.remove_permanently(objects.recognised_prefix(library_id, content_id))
        lookalikes.forget(library_id, document_id)
        return False
    return True


def gaps_of(pages: Iterable[RecognisedPage]) -> list[Gap]:
    """What is missing from the text of these pages."""
    found = list(pages)
    lost = [Gap.PAGES_LOST] if any(page.is_lost for page in found) else []
    return lost + ([Gap.NO_OCR] if any(page.is_unreadable for page in found) else [])


def write_text(document: Document) -> Text:
    """Adds the stored pages to the document's text, and returns it. Pages that the text already has are not loaded
    again.
    """
    library_id, content_id = document.library_id, document.content_id

    def decide(text: Text | None) -> Text:
        before = text or Text(())
        new = recognised_pages.stored(library_id, content_id) - page_ranges.parse(before.recognised)
        return merged(before, recognised_pages.load_many(library_id, content_id, new), int(document.pages or 1))

    return texts.change(library_id, content_id, decide, search.make_vocabulary)


def merged(text: Text, found: Pages, total: int) -> Text:
    """The text of a document of `total` pages with recognised pages in their places. If a page has two texts, the
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
