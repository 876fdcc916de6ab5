"""Use case: carry out a bulk job, document by document. What is finished is recorded after each batch, so the next
delivery continues there; a document that was already changed has nothing left to change.
"""

from docloft import commands, directory, tables
from docloft.directory import Directory
from docloft.errors import ConflictError, NotFoundError
from docloft.lifecycle import bulk_changes, changes
from docloft.lifecycle.bulk_changes import PURGE, Skip, SkippedError
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft.tables.records import BulkPortion
from docloft_worker import removal
from docloft_worker.job_progress import Progress
from docloft_worker.time_limit import require_time

DONE = "done"
OVER = "already_done"

_BATCH = 25
_PAUSE_SECONDS = 10


def run(library_id: str, job_id: str, until: float) -> str:
    """Returns DONE, or OVER for a job that is finished or was deleted after 30 days. Raises NoTimeLeftError when
    documents are left after `until` (time.monotonic); the next delivery, of five in all, continues.
    """
    progress = Progress(library_id, job_id)
    try:
        job = tables.jobs.find(library_id, job_id)
    except NotFoundError:
        return OVER
    if progress.is_over:
        return OVER
    names = directory.read(library_id)
    portions = sorted(tables.library.list_kind(BulkPortion, library_id, f"{job_id}#"), key=lambda one: one.record_key)
    total = sum(len(portion.document_ids) for portion in portions)
    for portion in portions:
        while int(portion.done) < len(portion.document_ids):
            require_time(until, pause=_PAUSE_SECONDS)
            _advance(job, portion, names, until)
            progress.advance(
                sum(int(one.done) for one in portions), total, sum(len(one.skipped or {}) for one in portions)
            )
    progress.finish()
    return DONE


def _advance(job: Job, portion: BulkPortion, names: Directory, until: float) -> None:
    batch = portion.document_ids[int(portion.done) : int(portion.done) + _BATCH]
    if PURGE in (job.changes or {}):
        codes = {document_id: _purge(job, document_id, until) for document_id in batch}
    else:
        codes = {document_id: _change(job, document_id, names) for document_id in batch}
    portion.skipped = {**(portion.skipped or {}), **{one: code for one, code in codes.items() if code}}
    portion.done = int(portion.done) + len(batch)
    tables.library.replace(portion)


def _purge(job: Job, document_id: str, until: float) -> Skip | None:
    """Also None for a document that no longer exists: an earlier delivery deleted it, or left objects that are deleted
    now.
    """
    require_time(until, pause=_PAUSE_SECONDS)
    try:
        return None if removal.delete(job.library_id, document_id, until) else Skip.NOT_IN_TRASH
    except ConflictError:
        return Skip.BUSY


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
