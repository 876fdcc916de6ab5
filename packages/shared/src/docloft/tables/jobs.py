"""The `jobs` table: library_id + job_id (a ULID, so jobs list newest first)."""

from enum import StrEnum

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.models import Model

from docloft.clock import timestamp
from docloft.errors import NotFoundError
from docloft.settings import settings
from docloft.tables import connection


class JobState(StrEnum):
    """In order: queued, running, then done or failed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


FINAL_STATES = frozenset({JobState.DONE, JobState.FAILED})
"""States that a job never leaves."""


class Job(Model):
    """Work a person can watch. Deleted 30 days after it was created (TTL)."""

    class Meta(connection.Meta):
        table_name = settings().jobs_table

    library_id = UnicodeAttribute(hash_key=True)
    job_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    done = NumberAttribute(default=0)
    total = NumberAttribute(default=1)
    document_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    """The English sentence of `reason_code` with `reason_values` (docloft.reasons). Old jobs have only this."""
    reason_code = UnicodeAttribute(null=True)
    reason_values = JSONAttribute(null=True)
    changes = JSONAttribute(null=True)
    """What a bulk job changes (docloft.documents.bulk_changes)."""
    actor = UnicodeAttribute(null=True)
    """Who started a bulk job, for the history."""
    undoes = UnicodeAttribute(null=True)
    """The bulk job that this one reverts."""
    skipped = NumberAttribute(null=True)
    """How many documents a bulk job did not change."""
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    expires_at = NumberAttribute()


def find(library_id: str, job_id: str) -> Job:
    """Strongly consistent. Raises NotFoundError."""
    try:
        return Job.get(library_id, job_id, consistent_read=True)
    except DoesNotExist as error:
        raise NotFoundError("There is no such job in this library.") from error


def list_newest(library_id: str, *, before: str | None, limit: int, kind: str | None = None) -> list[Job]:
    """At most `limit` jobs older than the id `before`, newest first; with `kind`, only those of that kind, for which
    all jobs of the library may be read. Strongly consistent.
    """
    older = Job.job_id < before if before else None
    chosen = Job.kind == kind if kind else None
    found = Job.query(library_id, older, chosen, scan_index_forward=False, limit=limit, consistent_read=True)
    return list(found)


def save(job: Job) -> None:
    """Overwrites the record: for a job that one command at a time carries out."""
    job.save()


def advance(library_id: str, job_id: str, *, done: int, total: int, is_over: bool) -> None:
    """Records the progress of a job that several commands carry out side by side, and its end. Does nothing when the
    record says more already, has ended or expired. Idempotent.
    """
    values = {
        "state": JobState.DONE if is_over else JobState.RUNNING,
        "done": done,
        "total": total,
        "updated_at": timestamp(),
    }
    still_running = Job.state.is_in(JobState.QUEUED, JobState.RUNNING)
    try:
        Job(library_id, job_id).update(
            actions=[getattr(Job, name).set(value) for name, value in values.items()],
            condition=still_running & (Job.done <= done),
        )
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
