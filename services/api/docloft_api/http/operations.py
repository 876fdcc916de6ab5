"""How a route is declared. Everything else about it is derived from the declaration: the resolver's route, validation,
the gateway's event and throttling, the sample event and the OpenAPI description.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from marshmallow import Schema

from docloft.roles import Role
from docloft_api.http import bodies, problems
from docloft_api.http.cursors import Paging
from docloft_api.http.problems import Problem
from docloft_api.http.requests import Handler
from docloft_api.identity.people import Person


class Throttle(NamedTuple):
    """Requests a second to one method, from all callers together, and the burst above it (AWS: method throttling)."""

    rate: int
    burst: int


DEFAULT_THROTTLE = Throttle(rate=500, burst=1000)


@dataclass(frozen=True, slots=True)
class Sample:
    """Example values of a request, for the event in services/api/events. `content` is a body that is not JSON.

    status: of the response in a library that has everything the samples name (test_events.py makes it), if it is not
    the first of the operation's `responses`. status_if_empty: in an empty library, if it is not that first one, or 404
    for a path with an id.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    status_if_empty: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    handler: the function that serves it; its name is the operation's name. In a public operation it takes a
    PublicRequest. responses: status to the schema of the body; None for a body that is described elsewhere. sample:
    example values. `make check` reports an operation without a sample. needs: the lowest role that may call it. None:
    anyone may, unless `keyed`. keyed: only machines with an API key may call it, not people who signed in. takes_bytes:
    media types of a body that is a file; it is passed on unchanged. describe: makes the body from such a file, its
    media type and the query, as if JSON had announced the file. requires_body: whether a request must have a body;
    without one, it is an empty object. refuse: records an invalid request of a machine, whose
    caller, file name in the query (if any) and media type it is given. paging: how a list continues. None if it is not
    a list or has only one page. problems: problems besides those that every operation of its kind has (see
    `possible_problems`).
    """

    method: str
    path: str
    summary: str
    handler: Handler
    responses: Mapping[int, type[Schema] | None]
    sample: Sample | None = None
    needs: Role | None = Role.VIEWER
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    requires_body: bool = True
    paging: Paging | None = None
    problems: tuple[Problem, ...] = ()
    if_match: bool = False
    idempotency_key: bool = False
    keyed: bool = False
    takes_bytes: tuple[str, ...] = ()
    describe: Callable[[bytes, str, Mapping[str, Any]], dict[str, Any]] | None = None
    refuse: Callable[[Person, str | None, str], None] | None = None
    response_headers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    throttle: Throttle = DEFAULT_THROTTLE

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def is_public(self) -> bool:
        return self.needs is None and not self.keyed

    def matches(self, path: str) -> bool:
        return _pattern(self.path).fullmatch(path) is not None

    @property
    def max_body_bytes(self) -> int:
        """An operation that takes files limits their size itself, to record which one was refused."""
        return bodies.LAMBDA_BYTES if self.takes_bytes else bodies.MAX_BODY_BYTES

    @property
    def possible_problems(self) -> tuple[Problem, ...]:
        """Every problem that the operation may return, sorted by status."""
        found = [problems.INTERNAL_ERROR, problems.TRY_AGAIN, problems.TOO_MANY_REQUESTS, *self.problems]
        if self.needs is not None:
            # 404: the caller is not a member of the library. 403: the role is too low, or it is a drop key.
            found += [problems.UNAUTHORIZED, problems.NOT_FOUND, problems.FORBIDDEN]
        if self.keyed:
            found += [problems.UNAUTHORIZED]
        if self.query or self.body or self.if_match:
            found += [problems.INVALID_REQUEST]
        if self.body:
            found += [problems.UNSUPPORTED_MEDIA_TYPE, problems.TOO_LARGE]
        if self.if_match:
            found += [problems.PRECONDITION_FAILED]
        if self.idempotency_key:
            found += [problems.IDEMPOTENCY_KEY_REUSED]
        return tuple(sorted(set(found), key=lambda problem: problem.status))


def find(operations: Iterable[Operation], method: str, path: str) -> Operation | None:
    """The operation that serves a request, or None."""
    return next((one for one in operations if one.method == method and one.matches(path)), None)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)) + "/*")
