"""Use case: carry out a bulk job, a batch of documents at a time. What is finished is recorded after each batch, so the
next delivery continues there; a document that was already changed has nothing left to change.

A large job has up to four lanes, each with a command and a share of the portions of its own. The portions were written
before the job started: none are added, and their progress only increases, so the commands end.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from docloft import commands, directory, faults, tables
from docloft.directory import Directory
from docloft.errors import ConflictError, FaultCause, NotFoundError
from docloft.lifecycle import bulk_changes, changes
from docloft.lifecycle.bulk_changes import LANES, PORTION, PURGE, Skip, SkippedError
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft.tables.jobs import UNFINISHED, Job
from docloft.tables.records import BulkPortion
from docloft_worker import removal
from docloft_worker.job_progress import Progress
from docloft_worker.time_limit import NoTimeLeftError, require_time

DONE = "done"
OVER = "already_done"
DIVIDED = "divided"

_UNDIVIDED = 2
"""Portions of a job that one command does: 1,000 documents, in less than a minute."""
_RECENT = 50
"""Jobs among which others that run are looked for."""
_BATCH = 25
_PACE = 30
"""Documents that one command changes in a second. A library is one partition of DynamoDB, which takes 1,000 write units
a second (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html). A document of
up to 2 KB needs 4, so three large jobs, with seven lanes, need 840. Beyond that, writes are throttled and done later.
"""
_SLICE_SECONDS = 60.0
"""How long a lane works before its command returns to the queue. Documents that wait there then get its worker."""
_PAUSE_SECONDS = 10
_THROTTLED_PAUSE_SECONDS = 120
"""After a delivery that could not do anything. Only a limited number of such deliveries is made (docloft.commands)."""


def run(library_id: str, job_id: str, until: float, number: int | None = None) -> str:
    """Without a number, does a small job, or divides a large one into lanes and requests each of them; with one, does
    that lane. Returns DONE, DIVIDED, or OVER for a job that is finished or was deleted after 30 days. Raises
    NoTimeLeftError when documents are left after `until` (time.monotonic), or after a lane's minute; the next delivery
    continues. Also raises it, with a pause, when AWS throttles the writes.
    """
    progress = Progress(library_id, job_id)
    try:
        job = tables.jobs.find(library_id, job_id)
    except NotFoundError:
        return OVER
    if progress.is_over:
        return OVER
    portions = _portions(job)
    if number is None and len(portions) > _UNDIVIDED:
        for lane in range(1, _lanes(job) + 1):
            commands.send(commands.registry.BULK, library_id, job_id=job_id, number=lane)
        return DIVIDED
    names = directory.read(library_id)
    if number is not None:
        portions, until = portions[number - 1 :: int(job.lanes or LANES)], min(until, time.monotonic() + _SLICE_SECONDS)
    pace = _Pace()
    with _continued_later(job, portions):
        for portion in portions:
            if not _is_finished(portion):
                _finish(job, portion, names, until, pace)
        _report_end(job, progress)
    return DONE


@contextmanager
def _continued_later(job: Job, portions: Sequence[BulkPortion]) -> Iterator[None]:
    """Says in a NoTimeLeftError whether some of these portions advanced. Raises one when AWS throttles a call: the
    message would otherwise be invisible for half an hour, as after a fault.
    """
    before, keys = _done(portions), {one.record_key for one in portions}
    try:
        yield
    except NoTimeLeftError as error:
        error.has_advanced = _done(portions) > before
        raise
    except Exception as error:
        if faults.cause_of(error) is not FaultCause.THROTTLED:
            raise
        stopped = NoTimeLeftError(_PAUSE_SECONDS)
        # Read again, because what was throttled may be the write of a portion. Reading may be throttled, too.
        with suppress(Exception):
            stopped.has_advanced = _done(one for one in _portions(job) if one.record_key in keys) > before
        if not stopped.has_advanced:
            stopped.pause = _THROTTLED_PAUSE_SECONDS
        raise stopped from error


def _lanes(job: Job) -> int:
    """In how many lanes a job is done: LANES divided by the number of large ones of the library that run now. The job
    has the number, because the next delivery may find another one.
    """
    if not job.lanes:
        recent = tables.jobs.list_newest(job.library_id, before=None, limit=_RECENT)
        others = [one for one in recent if _is_large(one) and not one.is_over and one.job_id != job.job_id]
        tables.jobs.change(job, {"lanes": max(1, LANES // (1 + len(others)))}, states=UNFINISHED)
    return int(job.lanes or LANES)


def _is_large(job: Job) -> bool:
    return job.kind == commands.registry.BULK.name and job.total > _UNDIVIDED * PORTION


class _Pace:
    """Limits a command to _PACE documents a second."""

    def __init__(self) -> None:
        self._began = self._free = 0.0

    def wait(self) -> None:
        """To be called before each batch."""
        time.sleep(max(0.0, self._free - time.perf_counter()))
        self._began = time.perf_counter()

    def note(self, documents: int) -> None:
        """To be called after a batch, with its size."""
        self._free = self._began + documents / _PACE


def _finish(job: Job, portion: BulkPortion, names: Directory, until: float, pace: _Pace) -> None:
    """What other lanes have done is read once for each portion, because portions are large."""
    portions = _portions(job)
    others = [one for one in portions if one.record_key != portion.record_key]
    done, skipped = _done(others), sum(len(one.skipped or {}) for one in others)
    total = sum(len(one.document_ids) for one in portions)
    while not _is_finished(portion):
        require_time(until, pause=_PAUSE_SECONDS)
        pace.wait()
        before = int(portion.done)
        _advance(job, portion, names, until)
        pace.note(int(portion.done) - before)
        tables.jobs.advance(
            job.library_id,
            job.job_id,
            done=done + int(portion.done),
            total=total,
            skipped=skipped + len(portion.skipped or {}),
            is_over=False,
        )


def _report_end(job: Job, progress: Progress) -> None:
    """The last lane that ends sees all portions finished, and ends the job."""
    portions = _portions(job)
    if not all(map(_is_finished, portions)):
        return
    if not portions:
        progress.finish()
        return
    total = sum(len(one.document_ids) for one in portions)
    skipped = sum(len(one.skipped or {}) for one in portions)
    tables.jobs.advance(job.library_id, job.job_id, done=total, total=total, skipped=skipped, is_over=True)


def _portions(job: Job) -> list[BulkPortion]:
    found = tables.library.list_kind(BulkPortion, job.library_id, f"{job.job_id}#")
    return sorted(found, key=lambda one: one.record_key)


def _done(portions: Iterable[BulkPortion]) -> int:
    return sum(int(one.done) for one in portions)


def _is_finished(portion: BulkPortion) -> bool:
    return int(portion.done) >= len(portion.document_ids)


def _advance(job: Job, portion: BulkPortion, names: Directory, until: float) -> None:
    batch = portion.document_ids[int(portion.done) : int(portion.done) + _BATCH]
    if PURGE in (job.changes or {}):
        codes = {document_id: _purge(job, document_id, until) for document_id in batch}
    else:
        codes = _change_together(job, batch, names)
        codes |= {document_id: _change(job, document_id, names) for document_id in batch if document_id not in codes}
    portion.skipped = {**(portion.skipped or {}), **{one: code for one, code in codes.items() if code}}
    portion.done = int(portion.done) + len(batch)
    if portion.advance():
        return
    # Another delivery of the command was faster: what it recorded is kept, and this one continues there.
    if found := tables.library.find(BulkPortion, job.library_id, portion.record_key):
        portion.done, portion.skipped = found.done, found.skipped
    else:
        portion.done = len(portion.document_ids)


def _purge(job: Job, document_id: str, until: float) -> Skip | None:
    """Also None for a document that no longer exists: an earlier delivery deleted it, or left objects that are deleted
    now.
    """
    require_time(until, pause=_PAUSE_SECONDS)
    try:
        return None if removal.delete(job.library_id, document_id, until) else Skip.NOT_IN_TRASH
    except ConflictError:
        return Skip.BUSY


def _change_together(job: Job, batch: Sequence[str], names: Directory) -> dict[str, Skip | None]:
    """Changes as many documents of a batch as possible in one transaction. Returns those that are finished, as
    `_change` does. Moving to the trash is done one by one: whether a part may leave it depends on others of the batch.
    """
    if bulk_changes.moves_to_trash(job):
        return {}
    skipped: dict[str, Skip] = {}

    def decide(document: Document) -> changes.Change | None:
        try:
            return bulk_changes.change_of(job, document, names)
        except SkippedError as error:
            skipped[document.document_id] = error.code
            return None

    done = changes.amend_together(job.library_id, batch, decide, actor=str(job.actor))
    return {document_id: skipped.get(document_id) for document_id in done}


def _change(job: Job, document_id: str, names: Directory) -> Skip | None:
    """Returns why the document was not changed; None when it was, or had nothing left to change."""

    def decide(document: Document) -> changes.Change | None:
        return bulk_changes.change_of(job, document, names)

    try:
        document, change = changes.amend(job.library_id, document_id, decide, actor=str(job.actor))
    except NotFoundError:
        return Skip.NOT_FOUND
    except SkippedError as skipped:
        return skipped.code
    except ConflictError:
        return Skip.BUSY
    # Even when an earlier delivery changed it, because its command may be lost.
    if document.children and bulk_changes.moves_to_trash(job):
        commands.send(commands.registry.ALIGN_PARTS, job.library_id, document_id=document_id)
    if change is not None and document.state == State.RECEIVED:
        # If it gets lost, the sweep sends it again.
        commands.send(commands.registry.READ, job.library_id, document_id=document_id)
    return None
