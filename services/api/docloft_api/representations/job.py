"""A job in responses."""

from typing import Any

from marshmallow import Schema, fields, validate

from docloft.commands import registry
from docloft.tables.jobs import Job, JobState
from docloft_api.http.requests import Response
from docloft_api.representations import changes_schema
from docloft_api.representations.changes_schema import BulkChangesSchema


class JobSchema(Schema):
    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(registry.job_kinds()))
    state = fields.String(
        required=True,
        validate=validate.OneOf([state.value for state in JobState]),
        metadata={
            "description": "A job without progress for six hours counts as `failed`, with the code `stalled`. It is "
            "`running` again if it goes on after all."
        },
    )
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    document_id = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it failed, in English. Null if it has not."}
    )
    reason_code = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The same for programs. Null in jobs of releases that did not have it yet."},
    )
    reason_values = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "The values in the sentence, by name."},
    )
    skipped = fields.Integer(
        required=True, metadata={"description": "Documents that a bulk job did not change: GET /v1/bulk/{job_id}."}
    )
    undoes = fields.String(
        required=True, allow_none=True, metadata={"description": "The bulk job that this one reverts."}
    )
    changes = fields.Nested(
        BulkChangesSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "What a bulk job changes, in the form of the request that starts one. Null in other jobs."
        },
    )
    is_selection = fields.Boolean(
        required=True, metadata={"description": "An export contains chosen documents, not the whole library."}
    )
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})


class JobStartedSchema(Schema):
    job = fields.Nested(JobSchema, required=True)


def to_wire(job: Job) -> dict[str, Any]:
    """The job as JobSchema describes it."""
    stalled = job.stalled_because
    return {
        "id": job.job_id,
        "kind": job.kind,
        "state": JobState.FAILED if stalled else job.state,
        "done": int(job.done),
        "total": int(job.total),
        "document_id": job.document_id,
        "reason": stalled or job.reason,
        "reason_code": stalled.code if stalled else job.reason_code,
        "reason_values": (stalled.values if stalled else job.reason_values) or {},
        "skipped": int(job.skipped or 0),
        "undoes": job.undoes,
        "changes": None if job.changes is None else changes_schema.from_job(job.changes),
        "is_selection": bool(job.is_selection),
        "created_at": job.created_at,
        "updated_at": job.updated_at,
    }


def response(started: Job, *, followed_at: str = "/v1/jobs", **others: Any) -> Response:
    """The response to a request that started a job: the job, and `others` beside it in the body."""
    return Response({"job": to_wire(started), **others}, 202, {"Location": f"{followed_at}/{started.job_id}"})
