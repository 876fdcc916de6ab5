"""Routes of jobs."""

from docloft_api import wire
from docloft_api.features.documents import deletion
from docloft_api.http import operations
from docloft_api.http.operations import Operation
from docloft_api.http.routing import Act, Answer, Request


def list_all(request: Request) -> Answer:
    listing = deletion.listing(request.person, **request.query)
    return Answer({"jobs": [wire.job_to_wire(job) for job in listing.jobs], "cursor": listing.cursor})


def get(request: Request) -> Answer:
    return Answer(wire.job_to_wire(deletion.find(request.person, request.path["job_id"])))


ROUTES: tuple[tuple[Operation, Act], ...] = ((operations.LIST_JOBS, list_all), (operations.GET_JOB, get))
