"""What anybody may ask: whether the API is up, and what it can do."""

from functools import cache
from importlib.resources import files

from docloft_api.http import operations
from docloft_api.http.operations import Operation
from docloft_api.http.routing import Act, Answer, Request


def health(_: Request) -> Answer:
    return Answer({"status": "ok"})


def openapi(_: Request) -> Answer:
    return Answer(_description())


@cache
def _description() -> str:
    """As it was generated at build time (services/api/openapi.py) and packed beside the code."""
    return files("docloft_api").joinpath("openapi.json").read_text(encoding="utf-8")


ROUTES: tuple[tuple[Operation, Act], ...] = ((operations.HEALTH, health), (operations.OPENAPI, openapi))
