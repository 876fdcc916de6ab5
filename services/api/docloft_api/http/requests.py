"""A request after it was validated, and the answer to it: what a route receives and returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRequest:
    """A validated request that anyone may make: `query` and `body` as the operation's schemas loaded them. `content` is
    the body of a file sent as it is, and `content_type` its media type.
    """

    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    correlation_id: str
    content: bytes | None = None
    content_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(PublicRequest):
    """A request of a person or a machine. In a list, `query` has `after` in the place of the cursor: where the page
    begins, None for the first one (see Operation.paging).
    """

    person: Person
    if_match: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` in wire form, which the schema declared for `status` serializes. Text is sent unchanged. `version` is that
    of the document in the body, sent as its ETag. `next` is where the next page of a list begins, None after the last
    one; it is sent as `cursor` in the body.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    next: Any = None


Act = Callable[[Request], Answer]
