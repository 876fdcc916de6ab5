"""Rebuilds search indexes. The worker does it, with one job for each index."""

import time
from collections.abc import Iterable

from docloft import commands, tables
from docloft.clock import now, timestamp
from docloft.ids import new_id
from docloft.tables.jobs import FINAL_STATES, Job, JobState
from docloft.tables.records import Profile
from operate.stage import Stage, client
from tools.failure import OperatorError
from tools.progress import step

_MINUTES = 60
_KEPT_SECONDS = 30 * 24 * 3600


def reindex(stage: Stage, libraries: Iterable[str] | None = None) -> int:
    """Sends one command for each of these libraries (None: for all), waits until they are done and returns how many.
    Idempotent. Search uses the old index until the new one is complete. Raises OperatorError.
    """
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
    with step(f"Rebuilding the index of {len(jobs)} libraries"):
        for library_id, job_id in jobs:
            while (job := tables.jobs.find(library_id, job_id)).state not in FINAL_STATES:
                if time.monotonic() > deadline:
                    raise OperatorError(f"Not done after {_MINUTES} minutes, and still running: see the log of `work`.")
                time.sleep(0.2)
            if job.state == JobState.FAILED:
                raise OperatorError(f"The index of library {library_id} could not be rebuilt: {job.reason}")
    return len(jobs)


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
