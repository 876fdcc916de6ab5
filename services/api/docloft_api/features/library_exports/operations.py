"""Routes of exports."""

from docloft.roles import Role
from docloft_api.features.library_exports import export_jobs
from docloft_api.features.library_exports.schemas import ExportSchema, StartExportSchema
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response
from docloft_api.representations import job
from docloft_api.representations.job import JobStartedSchema


def start_export(request: Request) -> Response:
    started = export_jobs.start(request.person, request.body.get("ids"), request.correlation_id)
    return job.response(started, followed_at="/v1/exports")


def get_export(request: Request) -> Response:
    found = export_jobs.find(request.person, request.path["job_id"])
    files = [
        {"name": one.name, "size": one.size, "url": one.link.url, "url_expires_at": one.link.expires_at}
        for one in found.files
    ]
    return Response({"job": job.to_wire(found.job), "files": files, "expires_at": found.expires_at})


OPERATIONS = (
    Operation(
        "POST",
        "/v1/exports",
        "Export all originals, or those of chosen documents, with everything known about them, as ZIP archives; "
        "returns the job, or the one of a full export that is already running",
        start_export,
        {202: JobStartedSchema},
        Sample(),
        needs=Role.EDITOR,
        body=StartExportSchema,
        requires_body=False,
        response_headers={202: ("Location",)},
        throttle=Throttle(rate=2, burst=5),
    ),
    Operation(
        "GET",
        "/v1/exports/{job_id}",
        "Get an export with links to its archives, valid for 15 minutes; it is deleted seven days after it was started",
        get_export,
        {200: ExportSchema},
        # The job of the samples is not an export.
        Sample(path={"job_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}, status=404),
    ),
)
