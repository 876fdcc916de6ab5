"""Rebuild the search index of every library: for an operator, when an index is lost or its layout changed. A job each,
carried out by the worker as any other.
"""

import time

from local import deploying
from local.errors import CannotError
from local.progress import step
from local.settings import environment

_MINUTES = 30


def reindex() -> int:
    """Sends one command a library and waits until all are done; answers how many. Idempotent. Raises CannotError."""
    outputs = deploying.outputs_now()
    if not outputs or "storage" not in deploying.stacks():
        raise CannotError("Docloft does not run here. Run: make run")
    _name_resources(outputs)
    # Table names are bound when the models are first imported.
    from docloft import models, work  # noqa: PLC0415
    from docloft.identity import new_id, now, timestamp  # noqa: PLC0415

    jobs = []
    for library_id in _libraries(outputs["tables"]["library"]):
        moment = timestamp()
        job = models.Job(library_id, new_id(), kind="reindex", state="queued", created_at=moment, updated_at=moment)
        job.expires_at = int(now().timestamp()) + 30 * 24 * 3600
        models.save_job(job)
        work.send(work.Command(work.Action.REINDEX, library_id, job_id=job.job_id))
        jobs.append((library_id, job.job_id))
    deadline = time.monotonic() + _MINUTES * 60
    with step(f"Rebuilding the index of {len(jobs)} libraries"):
        for library_id, job_id in jobs:
            while (job := models.find_job(library_id, job_id)).state not in {"done", "failed"}:
                if time.monotonic() > deadline:
                    raise CannotError(f"Not done after {_MINUTES} minutes; it goes on. Look at the log of `work`.")
                time.sleep(0.2)
            if job.state == "failed":
                raise CannotError(f"The index of library {library_id} could not be rebuilt: {job.reason}")
    return len(jobs)


def _libraries(table: str) -> list[str]:
    """All of them. A scan, and the only one: nothing but this verb ever asks for every library."""
    pages = (
        deploying.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=table,
            FilterExpression="record_key = :profile",
            ExpressionAttributeValues={":profile": {"S": "profile#"}},
            ProjectionExpression="library_id",
        )
    )
    return sorted(item["library_id"]["S"] for page in pages for item in page["Items"])


def _name_resources(outputs: dict[str, object]) -> None:
    import os  # noqa: PLC0415 - written here, read by docloft.settings

    tables = outputs["tables"]
    assert isinstance(tables, dict)  # noqa: S101 - written by deploying.write_outputs
    os.environ.update(environment())
    os.environ.update({f"{name.upper()}_TABLE": table for name, table in tables.items()})
    os.environ["FILES_BUCKET"] = str(outputs["files_bucket"])
    os.environ["WORK_QUEUE_URL"] = str(outputs["work_queue_url"])
