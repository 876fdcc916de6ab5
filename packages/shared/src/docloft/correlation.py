"""The correlation id: one id in the log lines of everything that one request causes.

The site creates it and sends it in the header `Correlation-Id`. A document keeps the id of the last request that
changed it, as `correlation_id`, and the table's stream contains it; commands carry it too. S3 events have none, so
their handler uses the document's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("correlation_id", default="")


@contextmanager
def scope(correlation_id: str = "") -> Iterator[None]:
    """A context for one unit of work. At its end, the id is reset, so that the next event does not inherit it."""
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
