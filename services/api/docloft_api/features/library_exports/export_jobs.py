"""Exports of the whole library, or of chosen documents, as ZIP archives: the worker makes them (docloft.exports)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from docloft import commands, exports, objects, tables
from docloft.clock import now, timestamp
from docloft.errors import NotFoundError
from docloft.ids import is_id
from docloft.tables.jobs import Job, JobState
from docloft_api import job_starts, links
from docloft_api.identity.people import Person
from docloft_api.links import Link

_RECENT = 50


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One archive. `size` in bytes."""

    name: str
    size: int
    link: Link


@dataclass(frozen=True, slots=True)
class Export:
    """`files` are the archives that are complete; `expires_at` is when they are deleted."""

    job: Job
    files: Sequence[ExportFile]
    expires_at: str


def start(person: Person, ids: Sequence[str] | None, correlation_id: str) -> Job:
    """Starts an export of these documents, or of the whole library. If one of the whole library is already being made,
    returns that one. Raises whatever SQS raises; the job has then failed.
    """
    if ids is not None:
        chosen = list(dict.fromkeys(ids))
        return job_starts.start_bulk(person, chosen, correlation_id, None, commands.registry.EXPORT, is_selection=True)
    for job in tables.jobs.list_newest(person.library_id, before=None, limit=_RECENT):
        if job.kind == commands.registry.EXPORT.name and not job.is_selection and not job.is_over:
            return job
    return job_starts.start(person, commands.registry.EXPORT, None, correlation_id)


def find(person: Person, job_id: str) -> Export:
    """Raises NotFoundError for another kind of job, and for an export that was deleted."""
    job = tables.jobs.find(person.library_id, job_id) if is_id(job_id) else None
    if job is None or job.kind != commands.registry.EXPORT.name:
        raise NotFoundError("There is no such export in this library.")
    expires = datetime.fromisoformat(job.created_at) + timedelta(days=exports.DAYS_KEPT)
    if expires <= now():
        raise NotFoundError("This export was deleted, as every export is after seven days. Make another one.")
    # An unfinished export would be mistaken for a complete one.
    numbers = exports.finished(person.library_id, job_id) if job.state == JobState.DONE else []
    return Export(job, [_file(job, number, len(numbers)) for number in numbers], timestamp(expires))


def _file(job: Job, number: int, count: int) -> ExportFile:
    key = exports.archive_key(job.library_id, job.job_id, number)
    facts = objects.head(key)
    if facts is None:
        raise NotFoundError("This export is being deleted. Make another one.")
    name = f"docloft-{job.created_at[:10]}{f'-{number}-of-{count}' if count > 1 else ''}.zip"
    disposition = objects.content_disposition("attachment", name)
    return ExportFile(name, facts.size, links.to_object(key, content_disposition=disposition))
