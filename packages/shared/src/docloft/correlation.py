"""The correlation id: one id in the log lines of everything that one request causes.

The site makes it and sends it as the header `Correlation-Id`. A document keeps the id of the last request that changed
it, as `correlation_id`, and so does the table's stream; commands carry it too. S3 events have none: their handler takes
the document's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("correlation_id", default="")


@contextmanager
def scope(correlation_id: str = "") -> Iterator[None]:
    """One unit of work. The id is reset at its end, so the next event does not inherit it."""
    token = _current.set(correlation_id)
    try:
        yield
    finally:
        _current.reset(token)


def follow(correlation_id: str | None) -> None:
    """Sets the id until the scope ends. None or empty changes nothing."""
    if correlation_id:
        _current.set(correlation_id)


def current() -> str:
    """The id of the request that caused this work; empty when none is known."""
    return _current.get()
