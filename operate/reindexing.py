"""Rebuilds search indexes. The worker does it, with one job for each index."""

import time
from collections.abc import Iterable
from datetime import datetime

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.ids import new_id
from docloft.tables.jobs import FINAL_STATES, Job, JobState
from docloft.tables.records import Profile
from operate import failure_log
from operate.stage import Stage, client
from tools.failure import OperatorError
from tools.progress import step

_MINUTES = 60
_CHECK_SECONDS = 10.0
"""How often the log is searched for failures."""
_KEPT_SECONDS = 30 * 24 * 3600


def reindex(stage: Stage, libraries: Iterable[str] | None = None) -> int:
    """Sends one command for each of these libraries (None: for all), waits until they are done and returns how many.
    Idempotent. Search uses the old index until the new one is complete. Raises OperatorError when a rebuild fails,
    which is noticed within seconds, or makes no progress for an hour.
    """
    began = now()
    chosen = sorted(set(libraries)) if libraries is not None else every_library(stage)
    jobs = []
    for library_id in chosen:
        moment = timestamp()
        job = Job(library_id, new_id(), kind="reindex", state=JobState.QUEUED, created_at=moment, updated_at=moment)
        job.expires_at = int(now().timestamp()) + _KEPT_SECONDS
        tables.jobs.save(job)
        commands.send(commands.registry.REINDEX, library_id, job_id=job.job_id, correlation_id=new_id())
        jobs.append((library_id, job.job_id))
    deadline = time.monotonic() + _MINUTES * 60
    checked_at = time.monotonic()
    with step(f"Rebuilding the index of {len(jobs)} libraries"):
        for library_id, job_id in jobs:
            done = 0
            while (job := tables.jobs.find(library_id, job_id)).state not in FINAL_STATES:
                if job.done > done:
                    done, deadline = int(job.done), time.monotonic() + _MINUTES * 60
                if time.monotonic() > deadline:
                    raise OperatorError(
                        f"No progress for {_MINUTES} minutes, and no failure was logged. Does the worker run? "
                        f"{stage.command('doctor')}"
                    )
                if time.monotonic() - checked_at >= _CHECK_SECONDS:
                    _raise_failure(stage, jobs, began)
                    checked_at = time.monotonic()
                time.sleep(0.2)
            if job.state == JobState.FAILED:
                raise OperatorError(f"The index of library {library_id} could not be rebuilt: {job.reason}")
    return len(jobs)


def _raise_failure(stage: Stage, jobs: list[tuple[str, str]], since: datetime) -> None:
    """Raises OperatorError when the worker logged a failure of one of these jobs. The job itself stays `running`, since
    its command is delivered again or is in the dead letters.
    """
    failures = failure_log.failures_of_jobs(stage, since)
    for library_id, job_id in jobs:
        if (failure := failures.get(job_id)) is not None:
            raise OperatorError(
                f"The index of library {library_id} could not be rebuilt: {failure.text}. Fix the cause "
                f"(docs/operating.md, Failed commands), then run {stage.command('reindex')} again."
            )


def every_library(stage: Stage) -> list[str]:
    """Scans the table: only operators need every library."""
    pages = (
        client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=stage.table("library"),
            FilterExpression="record_key = :profile",
            ExpressionAttributeValues={":profile": {"S": Profile.KEY}},
            ProjectionExpression="library_id",
        )
    )
    return sorted(item["library_id"]["S"] for page in pages for item in page["Items"])
