"""Public routes: whether the API is up, and its description."""

from functools import cache
from importlib.resources import files

from docloft_api.features.public.schemas import HealthSchema
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import PublicRequest, Response

# Public routes are the cheapest to abuse.
_PUBLIC = Throttle(rate=10, burst=20)


def health(_: PublicRequest) -> Response:
    return Response({"status": "ok"})


def openapi(_: PublicRequest) -> Response:
    return Response(_description())


@cache
def _description() -> str:
    return files("docloft_api").joinpath("openapi.json").read_text(encoding="utf-8")


OPERATIONS = (
    Operation(
        "GET",
        "/v1/health",
        "Check that the API is up",
        health,
        {200: HealthSchema},
        Sample(),
        needs=None,
        throttle=_PUBLIC,
    ),
    Operation(
        "GET",
        "/v1/openapi.json",
        "Get this description",
        openapi,
        {200: None},
        Sample(),
        needs=None,
        throttle=_PUBLIC,
    ),
)
