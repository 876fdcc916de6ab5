"""Progress of a job, as the site shows it: queued, running, then done or failed with a reason."""

from typing import Any

from docloft import tables
from docloft.errors import NotFoundError, Reason
from docloft.tables.jobs import FINAL_STATES, UNFINISHED, Job, JobState


class Progress:
    """Writes to one job record. Does nothing when the command names no job or the record has expired (after 30 days).
    Every call is idempotent. Work that another delivery has finished is left alone.
    """

    def __init__(self, library_id: str, job_id: str | None) -> None:
        self._job = _found(library_id, job_id)

    @property
    def is_over(self) -> bool:
        """Whether an earlier delivery of the command has finished it."""
        return self._job is not None and self._job.state in FINAL_STATES

    def start(self) -> None:
        self._write(state=JobState.RUNNING)

    def advance(self, done: int, total: int, skipped: int | None = None) -> None:
        self._write(state=JobState.RUNNING, done=done, total=total, **({} if skipped is None else {"skipped": skipped}))

    def finish(self) -> None:
        """Sets the job to done, with all of its steps."""
        total = max(int(self._job.total), int(self._job.done), 1) if self._job else 1
        self._write(state=JobState.DONE, done=total, total=total)

    def fail(self, reason: Reason) -> None:
        """Sets the job to failed, which is final. `reason` is shown to people."""
        self._write(state=JobState.FAILED, **reason.attributes)

    def _write(self, **values: Any) -> None:
        if self._job is not None and not tables.jobs.change(self._job, values, states=UNFINISHED):
            self._job = _found(self._job.library_id, self._job.job_id)


def _found(library_id: str, job_id: str | None) -> Job | None:
    if job_id is None:
        return None
    try:
        return tables.jobs.find(library_id, job_id)
    except NotFoundError:
        return None
