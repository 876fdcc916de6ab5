"""Starts jobs that change many documents, and reports what they skipped. The worker does the work."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import islice
from typing import Any

from docloft import commands, directory, index_heads, reasons, tables
from docloft.clock import now, timestamp
from docloft.documents.bulk_changes import MOST, PORTION
from docloft.errors import ConflictError, InvalidRequestError, NotFoundError
from docloft.ids import is_id, new_id
from docloft.search import api as search_api
from docloft.tables import transactions
from docloft.tables.jobs import FINAL_STATES, Job, JobState
from docloft.tables.records import BulkPortion
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person

MOST_REPORTED = 1_000

_KEPT = timedelta(days=30)
_SENT_WITHIN = timedelta(minutes=1)
"""A function that ended between writing a job and sending its command has done so for longer than this."""


def choose(person: Person, ids: Sequence[str] | None, query: str | None, zone: str | None) -> list[str]:
    """The ids of the chosen documents, without repetitions: those given, or all that the query matches now. Raises
    InvalidRequestError for more than MOST or for a query without terms, ConflictError while the index is rebuilt.
    """
    if ids is not None:
        return list(dict.fromkeys(ids))
    names = cache(partial(directory.read, person.library_id))
    context = search_api.context_of(zone, lambda field, typed: names().find_ids(field, typed))
    parsed = search_api.parse(query or "", context)
    if parsed.root is None:
        raise InvalidRequestError("This query has no words and no filters; * means everything.", "/query")
    found = search_api.find(person.library_id, parsed, offset=0, limit=MOST, heads=index_heads.find(person.library_id))
    if found.is_damaged:
        raise ConflictError(reasons.INDEX_REBUILDING)
    if found.total > MOST:
        raise InvalidRequestError(f"At most {MOST} documents at once. Narrow the query.", "/query")
    return list(dict.fromkeys(found.document_ids))


def find_started(person: Person, ticket: Ticket | None, correlation_id: str) -> Job | None:
    """The job that an identical request with the same Idempotency-Key started; None if there was none, or if the job
    was deleted after 30 days. Sends the command of the job again if it was not sent, and raises what SQS raises then.
    """
    if ticket is None or ticket.created_id is None:
        return None
    try:
        job = tables.jobs.find(person.library_id, ticket.created_id)
    except NotFoundError:
        return None
    was_refused = job.state == JobState.FAILED and job.reason_code == reasons.NOT_STARTED.code
    if was_refused or (job.state == JobState.QUEUED and job.updated_at < timestamp(now() - _SENT_WITHIN)):
        for name in reasons.NOT_STARTED.attributes:
            setattr(job, name, None)
        job.state, job.updated_at = JobState.QUEUED, timestamp()
        tables.jobs.save(job)
        _send(job, correlation_id)
    return job


def start(
    person: Person, ids: Sequence[str], wanted: Mapping[str, Any], correlation_id: str, ticket: Ticket | None = None
) -> Job:
    """Starts a job that changes these documents; when called again with the same ticket, returns the same job. Raises
    InvalidRequestError for an id that is not a name of the library, and what SQS raises; the job has then failed.
    """
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in wanted.items()}
    _require_names(person, values)
    try:
        return _start(person, ids, correlation_id, ticket, changes=values)
    except transactions.StepRefusedError:
        # An identical request started the job first.
        if ticket and (started := find_started(person, ticket.read(), correlation_id)):
            return started
        raise


def undo(person: Person, job_id: str, correlation_id: str) -> Job:
    """Starts a job that reverts another one, from the history. Raises NotFoundError, also after 30 days, and
    ConflictError for a job that still runs or is no bulk job.
    """
    job = _find(person, job_id)
    if job.state not in FINAL_STATES:
        raise ConflictError(reasons.JOB_RUNNING)
    ids = [one for portion in _portions(job) for one in portion.document_ids]
    return _start(person, ids, correlation_id, None, undoes=job_id, changes=job.changes)


def report(person: Person, job_id: str) -> tuple[Job, list[tuple[str, str]]]:
    """A job, and at most MOST_REPORTED documents that it skipped, with the code of the reason. Raises NotFoundError."""
    job = _find(person, job_id)
    skipped = (pair for portion in _portions(job) for pair in (portion.skipped or {}).items())
    return job, list(islice(skipped, MOST_REPORTED))


def _find(person: Person, job_id: str) -> Job:
    job = tables.jobs.find(person.library_id, job_id) if is_id(job_id) else None
    if job is None or job.kind != commands.registry.BULK.name:
        raise NotFoundError("There is no such job in this library.")
    return job


def _portions(job: Job) -> list[BulkPortion]:
    found = tables.library.list_kind(BulkPortion, job.library_id, f"{job.job_id}#")
    return sorted(found, key=lambda one: one.record_key)


def _require_names(person: Person, values: Mapping[str, Any]) -> None:
    wanted = [
        (field, what, one)
        for field, what in (("sender", "sender"), ("kind", "kind"), ("add_tags", "tag"))
        for one in ([values[field]] if isinstance(values.get(field), str) else values.get(field) or ())
    ]
    names = directory.read(person.library_id) if wanted else None
    for field, what, one in wanted:
        name = names.current(one) if names else None
        if name is None or name.what != what:
            raise InvalidRequestError(
                "There is no such name in this library. Nothing was changed.", f"/changes/{field}"
            )


def _start(person: Person, ids: Sequence[str], correlation_id: str, ticket: Ticket | None, **purpose: Any) -> Job:
    moment = now()
    expires_at = int((moment + _KEPT).timestamp())
    job = Job(
        person.library_id,
        new_id(),
        kind=commands.registry.BULK.name,
        state=JobState.QUEUED,
        done=0,
        total=len(ids),
        skipped=0,
        actor=person.actor,
        created_at=timestamp(moment),
        updated_at=timestamp(moment),
        expires_at=expires_at,
        **purpose,
    )
    for number, begin in enumerate(range(0, len(ids), PORTION)):
        portion = BulkPortion(
            person.library_id,
            BulkPortion.key(job.job_id, number),
            created_at=job.created_at,
            document_ids=list(ids[begin : begin + PORTION]),
            expires_at=expires_at,
        )
        transactions.commit(transactions.Create(portion))
    transactions.commit(transactions.Create(job), *([ticket.record(job.job_id)] if ticket else []))
    _send(job, correlation_id)
    return job


def _send(job: Job, correlation_id: str) -> None:
    try:
        commands.send(commands.registry.BULK, job.library_id, job_id=job.job_id, correlation_id=correlation_id)
    except Exception:
        # The job exists, but no worker will ever run it.
        for name, value in {"state": JobState.FAILED, **reasons.NOT_STARTED.attributes}.items():
            setattr(job, name, value)
        job.updated_at = timestamp()
        tables.jobs.save(job)
        raise
