"""The `jobs` table: library_id + job_id (a ULID, so jobs list newest first)."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.models import Model

from docloft import reasons
from docloft.clock import now, timestamp
from docloft.errors import NotFoundError, Reason
from docloft.settings import settings
from docloft.tables import connection


class JobState(StrEnum):
    """In order: queued, running, then done or failed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


FINAL_STATES = frozenset({JobState.DONE, JobState.FAILED})
"""States that a job never leaves, unless its command was never sent (reasons.NOT_STARTED) and is sent after all."""

UNFINISHED = frozenset(JobState) - FINAL_STATES

STALLED_AFTER = timedelta(hours=6)
"""Without progress. Five deliveries of a command that is killed each time take two and a half hours."""


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
    """What a bulk job changes (docloft.lifecycle.bulk_changes)."""
    actor = UnicodeAttribute(null=True)
    """Who started a bulk job, for the history."""
    undoes = UnicodeAttribute(null=True)
    """The bulk job that this one reverts."""
    outline = JSONAttribute(null=True)
    """The documents that an assembling job makes (docloft.lifecycle.assembly)."""
    is_selection = BooleanAttribute(null=True)
    """An export is of the documents in its portions (docloft.tables.records.BulkPortion), not of the whole library."""
    skipped = NumberAttribute(null=True)
    """How many documents a bulk job did not change."""
    lanes = NumberAttribute(null=True)
    """How many commands do a large bulk job."""
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    expires_at = NumberAttribute()

    @property
    def is_stalled(self) -> bool:
        """Whether its command is probably in the dead letters. It is not recorded: sent again, the command continues,
        and the job is running again.
        """
        return self.state in UNFINISHED and datetime.fromisoformat(self.updated_at) + STALLED_AFTER < now()

    @property
    def stalled_because(self) -> Reason | None:
        """Why a job that is stalled did not end; None for others."""
        if not self.is_stalled:
            return None
        done, total = int(self.done), int(self.total)
        return reasons.STALLED.having(done=done, total=total) if total else reasons.NOT_STARTED

    @property
    def is_over(self) -> bool:
        return self.state in FINAL_STATES or self.is_stalled


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
    """Overwrites the record: for a job that no command carries out yet."""
    job.save()


def change(job: Job, values: Mapping[str, Any], *, states: Collection[str], unless_changed: bool = False) -> bool:
    """Writes these attributes (None removes one) and `updated_at` of a job that is in one of `states`; with
    `unless_changed`, only if it was not written since it was read. `job` has the new values then. Returns False, and
    changes neither, when the condition is not met or the record has expired.
    """
    values = {**values, "updated_at": timestamp()}
    condition = Job.state.is_in(*sorted(states))
    if unless_changed:
        condition &= Job.updated_at == job.updated_at
    actions = [
        getattr(Job, name).remove() if value is None else getattr(Job, name).set(value)
        for name, value in values.items()
    ]
    try:
        Job(job.library_id, job.job_id).update(actions=actions, condition=condition)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    for name, value in values.items():
        setattr(job, name, value)
    return True


def advance(library_id: str, job_id: str, *, done: int, total: int, is_over: bool, skipped: int | None = None) -> None:
    """Records the progress of a job that several commands carry out in parallel, and its end. Does nothing if the
    job is already further along, has ended or expired. Idempotent.
    """
    values = {
        "state": JobState.DONE if is_over else JobState.RUNNING,
        "done": done,
        "total": total,
        "updated_at": timestamp(),
        **({} if skipped is None else {"skipped": skipped}),
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
