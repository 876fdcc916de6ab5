"""A request after it was validated, and the answer to it: what a route receives and returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True)
class Request:
    """A validated request: `query` and `body` as the operation's schemas loaded them. `content` is the body of a file
    sent as it is, and `content_type` its media type.
    """

    caller: Person | None
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    correlation_id: str
    content: bytes | None = None
    content_type: str = ""

    @property
    def person(self) -> Person:
        """The caller. Raises LookupError in a public operation, which has none."""
        if self.caller is None:
            raise LookupError("A public operation has no person.")
        return self.caller

    @property
    def if_match(self) -> str | None:
        return self.headers.get("If-Match")

    @property
    def idempotency_key(self) -> str | None:
        return self.headers.get("Idempotency-Key")


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` in wire form, which the schema declared for `status` serializes. Text is sent unchanged."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[Request], Answer]
