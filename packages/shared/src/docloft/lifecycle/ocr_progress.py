"""Recognition of a document's pages (OCR): the pages that are left, their portions, and the attributes that change. No
I/O.

A document becomes ready with the text that its file contains. Recognition continues while it is ready: `ocr_pending`
has the pages that are left, and `ocr_pages_done` of `ocr_pages_total` are finished. `ocr_parked` has the pages that
exceed the library's daily budget. Page numbers count from 0.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from docloft import page_ranges
from docloft.clock import now
from docloft.lifecycle import gaps
from docloft.lifecycle.changes import Change
from docloft.lifecycle.gaps import Gap
from docloft.tables.documents import Document

PORTION = 3
"""The most pages of one command. At 512 MB a page takes about 10 s, so a function finishes a batch of three commands
within its 300 s. Even if a page takes 30 s, few commands are postponed, which uses up one of five deliveries each time
(tests/contract/test_recognition_backlog.py).
"""

MAX_ATTEMPTS = 4
"""How often in a row the sweep requests the remaining pages. If no page is finished in between, they are given up."""

START_BY = timedelta(minutes=10)
"""If no page is finished by then, the sweep requests the remaining pages again."""

_REWRITES = 16
"""How often the text of a long document is written while its pages are recognised: each time, it is indexed again."""


def pending(document: Document) -> set[int]:
    return page_ranges.parse(document.ocr_pending)


def portions(pages: Collection[int]) -> list[tuple[int, int]]:
    """Splits pages into groups of at most PORTION, each as its first and last page."""
    ordered = sorted(pages)
    groups = [ordered[start : start + PORTION] for start in range(0, len(ordered), PORTION)]
    return [(group[0], group[-1]) for group in groups]


def planned(pages: Collection[int], parked: Collection[int], done: int = 0) -> dict[str, Any]:
    """The attributes of a document with `pages` still to be recognised and `parked` set aside. `done` other pages are
    already recognised.
    """
    total = len(pages) + done
    return {
        "ocr_pages_total": total or None,
        "ocr_pages_done": done if total else None,
        "ocr_pending": page_ranges.write(pages),
        "ocr_parked": page_ranges.write(parked),
    }


def finished(document: Document, pages: Collection[int], missing: Sequence[Gap] = ()) -> dict[str, Any]:
    """Attributes after these pages have been finished; `missing` says what their text lacks."""
    left = pending(document) - set(pages)
    values: dict[str, Any] = {
        "ocr_pending": page_ranges.write(left),
        "ocr_pages_done": int(document.ocr_pages_total or 0) - len(left),
        "attempts": 0,
    }
    if missing:
        values["partial"] = gaps.in_order([*document.partial, *missing])
    return values


def needs_text(document: Document, done: int, left: Any) -> bool:
    """Whether to write the document's text when `done` pages are finished and `left` are not: for the first pages, the
    last ones, and a few times in between.
    """
    before = int(document.ocr_pages_done or 0)
    step = max(PORTION, -(-int(document.ocr_pages_total or 0) // _REWRITES))
    return before == 0 or not left or before // step != done // step


def due(document_left: Any) -> Any:
    """When the sweep must check a document with these pages left."""
    return now() + START_BY if document_left else None


def released(document: Document) -> Change | None:
    """Continues with the parked pages, whatever the budget; None when there are none."""
    if not document.ocr_parked:
        return None
    parked = page_ranges.parse(document.ocr_parked)
    values = {
        "ocr_pages_total": int(document.ocr_pages_total or 0) + len(parked),
        "ocr_pages_done": int(document.ocr_pages_done or 0),
        "ocr_pending": page_ranges.write(pending(document) | parked),
        "ocr_parked": None,
        "partial": [code for code in document.partial if code != Gap.OCR_PARKED],
        "attempts": 0,
    }
    return Change("recognition_released", values, due=now() + START_BY)


def requested_again(document: Document) -> Change | None:
    """The sweep's change after it has requested the remaining pages of an overdue document, or has given them up."""
    if not document.ocr_pending:
        return None
    attempts = int(document.attempts) + 1
    if attempts > MAX_ATTEMPTS:
        left = sorted(pending(document))
        return Change("recognition_given_up", finished(document, left, [Gap.PAGES_LOST]), is_settled=True)
    return Change("recognition_requested", {"attempts": attempts}, due=now() + START_BY)
