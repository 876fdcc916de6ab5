"""The pages that a library may have recognised in a day (UTC). A page of a document is taken once, however often the
document is read.
"""

import random
import time
from collections.abc import Collection
from datetime import timedelta

from docloft import page_ranges, reasons, tables
from docloft.clock import now, timestamp
from docloft.errors import ConflictError
from docloft.tables import transactions
from docloft.tables.records import RecognitionDay, RecognitionGrant
from docloft.tables.transactions import Create, Revise, StepRefusedError

REMEMBERED = timedelta(days=40)
"""How long the pages that a document has taken are remembered. By then they are recognised, or given up."""

_ATTEMPTS = 8


def take(library_id: str, document_id: str, pages: Collection[int], *, limit: int) -> set[int]:
    """Takes these pages, counted from 0, in order, until the library has taken `limit` today. Returns those that may be
    recognised, including those that were taken earlier. Idempotent, and safe for several callers at once. Raises
    ConflictError after eight attempts.
    """
    for attempt in range(_ATTEMPTS):
        grant = tables.library.find(RecognitionGrant, library_id, RecognitionGrant.key(document_id))
        before = page_ranges.parse(grant.pages) if grant else set()
        known, new = before & set(pages), sorted(set(pages) - before)
        day = tables.library.find(RecognitionDay, library_id, RecognitionDay.KEY)
        taken = int(day.pages) if day and day.day == timestamp()[:10] else 0
        granted = new[: max(0, limit - taken)]
        if not granted:
            return known
        try:
            transactions.commit(
                _counted(library_id, day, taken + len(granted)),
                _granted(library_id, document_id, grant, before | set(granted)),
            )
        except StepRefusedError:
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter, not a secret
            continue
        return known | set(granted)
    raise ConflictError(reasons.TOO_BUSY)


def _counted(library_id: str, before: RecognitionDay | None, pages: int) -> Create | Revise:
    written = timestamp()
    day = RecognitionDay(library_id, RecognitionDay.KEY, created_at=written, day=written[:10], pages=pages)
    # Written with each change: on a new day, the number of pages may be that of the day before.
    return Revise(day, "created_at", before.created_at) if before else Create(day)


def _granted(
    library_id: str, document_id: str, before: RecognitionGrant | None, pages: Collection[int]
) -> Create | Revise:
    grant = RecognitionGrant(
        library_id,
        RecognitionGrant.key(document_id),
        created_at=timestamp(),
        pages=page_ranges.write(pages),
        expires_at=int((now() + REMEMBERED).timestamp()),
    )
    return Revise(grant, "pages", before.pages) if before else Create(grant)
