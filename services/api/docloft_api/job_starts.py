"""Starts work that takes longer than a request: a job that the worker does and people can watch. The job is written
first, then its command is sent.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from docloft import commands, reasons, tables
from docloft.clock import now, timestamp
from docloft.commands import Action
from docloft.errors import NotFoundError
from docloft.ids import new_id
from docloft.lifecycle.bulk_changes import PORTION
from docloft.tables import transactions
from docloft.tables.jobs import Job, JobState
from docloft.tables.records import BulkPortion
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person

_KEPT = timedelta(days=30)
_SENT_WITHIN = timedelta(minutes=1)
"""If a job has no command after this long, its function ended between writing the job and sending the command."""


def start(person: Person, action: Action, document_id: str | None, correlation_id: str) -> Job:
    """Starts a job about one document, or about the library. If its command cannot be sent, the job fails, and the
    error is raised.
    """
    job = new_job(person, action, document_id=document_id)
    transactions.commit(transactions.Create(job))
    send(job, correlation_id)
    return job


def start_bulk(
    person: Person,
    ids: Sequence[str],
    correlation_id: str,
    ticket: Ticket | None,
    action: Action = commands.registry.BULK,
    **purpose: Any,
) -> Job:
    """Starts a job about these documents, which by default changes them; `purpose` are attributes of the job that say
    how. If the ticket has already started a job, returns that one. Raises whatever SQS raises; the job has then failed.
    """
    job = new_job(person, action, total=len(ids), skipped=0, actor=person.actor, **purpose)
    for number, begin in enumerate(range(0, len(ids), PORTION)):
        portion = BulkPortion(
            person.library_id,
            BulkPortion.key(job.job_id, number),
            created_at=job.created_at,
            document_ids=list(ids[begin : begin + PORTION]),
            expires_at=job.expires_at,
        )
        # Not in a transaction, which costs twice as much: the key has the id of the new job.
        tables.library.replace(portion)
    return start_once(job, ticket, correlation_id)


def start_once(job: Job, ticket: Ticket | None, correlation_id: str) -> Job:
    """Starts this job; with a ticket that has already started one, returns that. Raises whatever SQS raises; the job
    has then failed.
    """
    try:
        transactions.commit(transactions.Create(job), *([ticket.record(job.job_id)] if ticket else []))
    except transactions.StepRefusedError:
        # An identical request started the job first.
        if ticket and (started := find_started(job.library_id, ticket.read(), correlation_id)):
            return started
        raise
    send(job, correlation_id)
    return job


def find_started(library_id: str, ticket: Ticket | None, correlation_id: str) -> Job | None:
    """The job that an identical request with the same Idempotency-Key started; None if there was none, or if the job
    was deleted after 30 days. Sends the command of the job again if it was not sent, and raises whatever SQS raises
    then.
    """
    if ticket is None or ticket.created_id is None:
        return None
    job = _found(library_id, ticket.created_id)
    if job is None:
        return None
    was_refused = job.state == JobState.FAILED and job.reason_code == reasons.NOT_STARTED.code
    if was_refused or (job.state == JobState.QUEUED and job.updated_at < timestamp(now() - _SENT_WITHIN)):
        again = {**dict.fromkeys(reasons.NOT_STARTED.attributes), "state": JobState.QUEUED}
        if tables.jobs.change(job, again, states={job.state}, unless_changed=True):
            send(job, correlation_id)
        else:
            # Its worker has begun after all, or another identical request was faster.
            return _found(library_id, ticket.created_id)
    return job


def _found(library_id: str, job_id: str) -> Job | None:
    try:
        return tables.jobs.find(library_id, job_id)
    except NotFoundError:
        return None


def new_job(person: Person, action: Action, **values: Any) -> Job:
    """A job that is not yet written. `values` are attributes of Job."""
    moment = now()
    written = {"done": 0, "total": 1, **values}
    return Job(
        person.library_id,
        new_id(),
        kind=action.name,
        state=JobState.QUEUED,
        created_at=timestamp(moment),
        updated_at=timestamp(moment),
        expires_at=int((moment + _KEPT).timestamp()),
        **written,
    )


def send(job: Job, correlation_id: str) -> None:
    """Sends the command of a job. If that fails, the job fails, too, and the error is raised."""
    action = commands.registry.ACTIONS[job.kind]
    try:
        commands.send(
            action, job.library_id, document_id=job.document_id, job_id=job.job_id, correlation_id=correlation_id
        )
    except Exception:
        # The job exists, but no worker will ever run it, unless the queue has the command in spite of its error.
        tables.jobs.change(job, {"state": JobState.FAILED, **reasons.NOT_STARTED.attributes}, states={JobState.QUEUED})
        raise
