"""Work on a document or a library that takes longer than a request: a job that the worker does and people can watch."""

from datetime import timedelta

from docloft import commands, reasons, tables
from docloft.clock import now, timestamp
from docloft.commands import Action
from docloft.ids import new_id
from docloft.tables import transactions
from docloft.tables.jobs import Job, JobState
from docloft_api.identity.people import Person

_KEPT = timedelta(days=30)


def start(person: Person, action: Action, document_id: str | None, correlation_id: str) -> Job:
    """Makes a job and sends its command. If that fails, the job fails, too, and the error is raised."""
    moment = now()
    job = Job(
        person.library_id,
        new_id(),
        kind=action.name,
        state=JobState.QUEUED,
        done=0,
        total=1,
        document_id=document_id,
        created_at=timestamp(moment),
        updated_at=timestamp(moment),
        expires_at=int((moment + _KEPT).timestamp()),
    )
    transactions.commit(transactions.Create(job))
    try:
        commands.send(
            action, person.library_id, document_id=document_id, job_id=job.job_id, correlation_id=correlation_id
        )
    except Exception:
        # The job exists, but no worker will ever run it.
        for name, value in {"state": JobState.FAILED, **reasons.NOT_STARTED.attributes}.items():
            setattr(job, name, value)
        job.updated_at = timestamp()
        tables.jobs.save(job)
        raise
    return job
