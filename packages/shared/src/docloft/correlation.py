"""One id for everything that follows from one click: the site makes it, the API takes it over, a document keeps the one
of the click that changed it last, and whoever works on that document says it in each log line.

It travels in a header (`Correlation-Id`), on the card (`correlation_id`), in a command, and from the card into the
stream. Events of S3 carry none: whoever handles one takes it from the card.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("correlation_id", default="")


@contextmanager
def scope(correlation_id: str = "") -> Iterator[None]:
    """One piece of work: what it follows is forgotten at its end, so that the next event does not inherit it."""
    token = _current.set(correlation_id)
    try:
        yield
    finally:
        _current.reset(token)


def follow(correlation_id: str | None) -> None:
    """From here on, until the scope ends, this is what the work belongs to. None or empty changes nothing."""
    if correlation_id:
        _current.set(correlation_id)


def current() -> str:
    """Empty when nobody's click is known."""
    return _current.get()
