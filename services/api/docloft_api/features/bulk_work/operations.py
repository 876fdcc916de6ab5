"""Routes of bulk work: one change of many documents, and its undo."""

from docloft.lifecycle.bulk_changes import PURGE
from docloft.roles import Role
from docloft.tables.jobs import Job
from docloft_api import job_starts
from docloft_api.features.bulk_work import starting
from docloft_api.features.bulk_work.schemas import BulkReportSchema, BulkSchema, StartBulkSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import job

_SAMPLE_PATH = {"job_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def start_bulk(request: Request) -> Response:
    body, person, ticket = request.body, request.person, request.ticket
    if PURGE in body["changes"]:
        person.require(Role.OWNER)
    if (repeated := job_starts.find_started(person.library_id, ticket, request.correlation_id)) is not None:
        return _started(repeated)
    chosen = (body.get("ids"), body.get("query"), body["zone"])
    if body["dry_run"]:
        return Response({"total": starting.count(person, *chosen), "job": None})
    ids = starting.choose(person, *chosen)
    return _started(starting.start(person, ids, body["changes"], request.correlation_id, ticket))


def undo_bulk(request: Request) -> Response:
    return _started(starting.undo(request.person, request.path["job_id"], request.correlation_id))


def _started(started: Job) -> Response:
    return job.response(started, total=int(started.total))


def get_bulk(request: Request) -> Response:
    found, skipped = starting.report(request.person, request.path["job_id"])
    return Response(
        {
            "job": job.to_wire(found),
            "skipped": [{"document_id": document_id, "code": code} for document_id, code in skipped],
        }
    )


OPERATIONS = (
    Operation(
        "POST",
        "/v1/bulk",
        "Change many documents, chosen by ids or by a query; returns the job, or only the number in a dry run",
        start_bulk,
        {200: BulkSchema, 202: BulkSchema},
        Sample(body={"query": "type:pdf", "changes": {"in_trash": True}, "dry_run": True}),
        needs=Role.EDITOR,
        body=StartBulkSchema,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=5, burst=10),
    ),
    Operation(
        "GET",
        "/v1/bulk/{job_id}",
        "Get a bulk job with the documents that it skipped, and why",
        get_bulk,
        {200: BulkReportSchema},
        Sample(path=_SAMPLE_PATH),
    ),
    Operation(
        "POST",
        "/v1/bulk/{job_id}/undo",
        "Revert a bulk job of the last 30 days; documents changed by a person since are skipped",
        undo_bulk,
        {202: BulkSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=5, burst=10),
    ),
)
