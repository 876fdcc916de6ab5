"""Routes of jobs."""

from docloft_api.features.job_status import watching
from docloft_api.features.job_status.schemas import JobsQuerySchema, JobsSchema
from docloft_api.http.cursors import ById
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import job
from docloft_api.representations.job import JobSchema


def list_jobs(request: Request) -> Response:
    listing = watching.listing(request.person, **request.query)
    return Response({"jobs": [job.to_wire(one) for one in listing.jobs]}, next=listing.next)


def get_job(request: Request) -> Response:
    return Response(job.to_wire(watching.find(request.person, request.path["job_id"])))


OPERATIONS = (
    Operation(
        "GET",
        "/v1/jobs",
        "List the jobs of the last 30 days, newest first",
        list_jobs,
        {200: JobsSchema},
        Sample(),
        query=JobsQuerySchema,
        paging=ById(),
    ),
    Operation(
        "GET",
        "/v1/jobs/{job_id}",
        "Get a job",
        get_job,
        {200: JobSchema},
        Sample(path={"job_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}),
    ),
)
