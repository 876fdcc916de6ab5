"""What a route receives and returns: a validated request and its response."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRequest:
    """A validated request that anyone may make. `query` and `body` are what the operation's schemas loaded. When the
    body is a file, `content` is its bytes, and `body` describes it (see Operation.describe).
    """

    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    correlation_id: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(PublicRequest):
    """A request of a person or a machine. For a list, `query` has `after` instead of the cursor: the place where the
    page begins, None for the first page (see Operation.paging). `ticket` is None without an
    Idempotency-Key.
    """

    person: Person
    if_match: str | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """`body` is serialized by the schema that the operation declares for `status`; text is sent unchanged. `version` is
    the version of the document in the body and is sent as its ETag. `next` is where the next page of a list begins,
    None for the last page; it is sent as `cursor` in the body.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    next: Any = None


Handler = Callable[[Request], Response]
