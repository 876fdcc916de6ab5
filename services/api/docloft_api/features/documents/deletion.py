"""Work that outlasts a request: begun here, carried out by the worker, watched by people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from docloft import commands, tables
from docloft.documents import states
from docloft.errors import ConflictError, NotFoundError
from docloft.identity import is_id, new_id, now, timestamp
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft_api.features.documents import edits
from docloft_api.http import cursors, preconditions
from docloft_api.identity.people import Person

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Listing:
    jobs: Sequence[Job]
    cursor: str | None


def find(person: Person, job_id: str) -> Job:
    """Raises NotFoundError."""
    if not is_id(job_id):
        raise NotFoundError("There is no such job in this library.")
    return tables.jobs.find(person.library_id, job_id)


def listing(person: Person, *, limit: int, cursor: str | None = None) -> Listing:
    found = tables.jobs.list_newest(person.library_id, before=cursors.decode(cursor), limit=limit + 1)
    kept = found[:limit]
    return Listing(kept, cursors.encode(kept[-1].job_id) if len(found) > limit else None)


def purge(person: Person, document_id: str, if_match: str | None, correlation_id: str) -> Job:
    """Begins deleting a document for ever. Asked again before it is done, it answers another job that finds nothing
    left to do. Raises NotFoundError, PreconditionFailedError, and ConflictError for what is not in the trash.
    """
    document = edits.find(person, document_id)
    preconditions.require(document, if_match)
    _require_purgeable(document)
    job = _begun(person, "purge", document_id)
    try:
        commands.send(
            commands.registry.PURGE,
            person.library_id,
            document_id=document_id,
            job_id=job.job_id,
            correlation_id=correlation_id,
        )
    except Exception:
        # The job is there and nobody will ever do it: say so, then let the fault be a fault.
        job.state, job.reason, job.updated_at = "failed", "It could not be begun. Nothing was deleted.", timestamp()
        tables.jobs.save(job)
        raise
    return job


def _require_purgeable(document: Document) -> None:
    if not states.may_be_purged(document.state, document.trashed_at):
        raise ConflictError("Only what is in the trash is deleted for ever: put it there first. Nothing was changed.")


def _begun(person: Person, kind: str, document_id: str | None) -> Job:
    moment = now()
    job = Job(
        person.library_id,
        new_id(),
        kind=kind,
        state="queued",
        done=0,
        total=1,
        document_id=document_id,
        created_at=timestamp(moment),
        updated_at=timestamp(moment),
        expires_at=int((moment + KEPT).timestamp()),
    )
    transactions.commit(transactions.Create(job))
    return job
