"""Starts jobs that change many documents, and reports what they skipped. The worker does the work."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from docloft import commands, directory, reasons, tables
from docloft.errors import ConflictError, InvalidRequestError, NotFoundError
from docloft.ids import is_id
from docloft.lifecycle.bulk_changes import PURGE
from docloft.lifecycle.metadata import CUSTOM_FIELDS
from docloft.search import api as search_api
from docloft.search.api import Query
from docloft.tables.jobs import FINAL_STATES, UNFINISHED, Job, JobState
from docloft.tables.records import BulkPortion
from docloft_api import chosen_documents, given_values, job_starts
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person

MOST_REPORTED = 1_000
_NAMED = ("sender", "kind", "add_tags", CUSTOM_FIELDS)


def choose(person: Person, ids: Sequence[str] | None, query: str | None, zone: str | None) -> list[str]:
    """The ids of the chosen documents, without repetitions: those given, or all that the query matches now. Raises
    InvalidRequestError for more than MOST or for a query without terms, ConflictError while the index is rebuilt.
    """
    if ids is not None:
        return list(dict.fromkeys(ids))
    return chosen_documents.matching(person, _parsed(person, query, zone))


def count(person: Person, ids: Sequence[str] | None, query: str | None, zone: str | None) -> int:
    """How many documents are chosen. Raises whatever `choose` raises."""
    return len(set(ids)) if ids is not None else chosen_documents.count(person, _parsed(person, query, zone))


def start(
    person: Person, ids: Sequence[str], wanted: Mapping[str, Any], correlation_id: str, ticket: Ticket | None = None
) -> Job:
    """Starts a job that changes these documents; when called again with the same ticket, returns the same job. Raises
    InvalidRequestError for an id that is not a name of the library or a value that its field cannot have, and what SQS
    raises; the job has then failed.
    """
    values: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in wanted.items()
    }
    if any(values.get(name) for name in _NAMED):
        names = directory.read(person.library_id)
        _require_names(names, values)
        if given := values.get(CUSTOM_FIELDS):
            values[CUSTOM_FIELDS] = given_values.check(person.library_id, names, given, f"/changes/{CUSTOM_FIELDS}")
    return job_starts.start_bulk(person, ids, correlation_id, ticket, changes=values)


def undo(person: Person, job_id: str, correlation_id: str) -> Job:
    """Starts a job that reverts another one, from the history. A stalled one has then failed, so that it does not go on
    after this. Raises NotFoundError, which includes jobs older than 30 days, and ConflictError for a job that still
    runs, or that deleted documents permanently.
    """
    job = _find(person, job_id)
    if PURGE in (job.changes or {}):
        raise ConflictError(reasons.NOT_UNDONE)
    if stalled := job.stalled_because:
        failed = {"state": JobState.FAILED, **stalled.attributes}
        tables.jobs.change(job, failed, states=UNFINISHED, unless_changed=True)
    if job.state not in FINAL_STATES:
        raise ConflictError(reasons.JOB_RUNNING)
    ids = [one for portion in _portions(job) for one in portion.document_ids]
    return job_starts.start_bulk(person, ids, correlation_id, None, undoes=job_id, changes=job.changes)


def report(person: Person, job_id: str) -> tuple[Job, list[tuple[str, str]]]:
    """A job, and at most MOST_REPORTED documents that it skipped, with the code of the reason. Raises NotFoundError."""
    job = _find(person, job_id)
    skipped = (pair for portion in _portions(job) for pair in (portion.skipped or {}).items())
    return job, list(islice(skipped, MOST_REPORTED))


def _parsed(person: Person, query: str | None, zone: str | None) -> Query:
    context = search_api.context_of(zone, directory.Lookup(person.library_id))
    parsed = search_api.parse(query or "", context)
    if parsed.root is None:
        raise InvalidRequestError("This query has no words and no filters; * means everything.", "/query")
    return parsed


def _find(person: Person, job_id: str) -> Job:
    job = tables.jobs.find(person.library_id, job_id) if is_id(job_id) else None
    if job is None or job.kind != commands.registry.BULK.name:
        raise NotFoundError("There is no such job in this library.")
    return job


def _portions(job: Job) -> list[BulkPortion]:
    found = tables.library.list_kind(BulkPortion, job.library_id, f"{job.job_id}#")
    return sorted(found, key=lambda one: one.record_key)


def _require_names(names: directory.Directory, values: Mapping[str, Any]) -> None:
    wanted = [
        (field, what, one)
        for field, what in (("sender", "sender"), ("kind", "kind"), ("add_tags", "tag"))
        for one in ([values[field]] if isinstance(values.get(field), str) else values.get(field) or ())
    ]
    for field, what, one in wanted:
        name = names.current(one)
        if name is None or name.what != what:
            raise InvalidRequestError(
                "There is no such name in this library. Nothing was changed.", f"/changes/{field}"
            )
