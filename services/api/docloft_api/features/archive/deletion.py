"""Permanent deletion: started here, done by the worker, shown to people as a job."""

from datetime import timedelta

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.documents import states
from docloft.errors import ConflictError
from docloft.ids import new_id
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.jobs import Job, JobState
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents

_KEPT = timedelta(days=30)


def start(person: Person, document_id: str, if_match: str | None, correlation_id: str) -> Job:
    """Starts the permanent deletion of a document. A second call before the document is deleted returns another job,
    which then has nothing to do. Raises NotFoundError, PreconditionFailedError, and ConflictError for an archived
    document that is not in the trash.
    """
    document = documents.find(person, document_id)
    preconditions.require(document, if_match)
    _require_purgeable(document)
    job = _new_job(person, "purge", document_id)
    try:
        commands.send(
            commands.registry.PURGE,
            person.library_id,
            document_id=document_id,
            job_id=job.job_id,
            correlation_id=correlation_id,
        )
    except Exception:
        # The job exists, but no worker will ever run it.
        job.state, job.reason, job.updated_at = (
            JobState.FAILED,
            "It could not be started. Nothing was deleted.",
            timestamp(),
        )
        tables.jobs.save(job)
        raise
    return job


def _require_purgeable(document: Document) -> None:
    if not states.may_be_purged(document.state, document.trashed_at):
        raise ConflictError("Only documents in the trash can be deleted permanently. Nothing was changed.")


def _new_job(person: Person, kind: str, document_id: str | None) -> Job:
    moment = now()
    job = Job(
        person.library_id,
        new_id(),
        kind=kind,
        state=JobState.QUEUED,
        done=0,
        total=1,
        document_id=document_id,
        created_at=timestamp(moment),
        updated_at=timestamp(moment),
        expires_at=int((moment + _KEPT).timestamp()),
    )
    transactions.commit(transactions.Create(job))
    return job
