"""An answer in time, or none: below API Gateway's 29 seconds a person hears from us, not from the gateway."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from docloft_api.errors import DeadlineError

LONGEST_SECONDS = 25.0
"""API Gateway gives up after 29 s (AWS: integration timeout); the rest is left for the error response."""

RESERVE_SECONDS = 2.0
"""Less than this left of the function's own time, and nothing is begun."""


@contextmanager
def kept(remaining_seconds: float) -> Iterator[None]:
    """Raises DeadlineError at once when too little time remains, otherwise as soon as it is used up, wherever the
    main thread stands then. Off the main thread only the first holds: signals reach no other.
    """
    budget = min(LONGEST_SECONDS, remaining_seconds - RESERVE_SECONDS)
    if budget <= 0:
        raise DeadlineError
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _over)
    signal.setitimer(signal.ITIMER_REAL, budget)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _over(_number: int, _frame: FrameType | None) -> None:
    raise DeadlineError
