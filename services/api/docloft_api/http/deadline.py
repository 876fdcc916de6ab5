"""Stops a request before API Gateway's limit of 29 seconds, so that the caller gets our error and not the gateway's."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from docloft_api.request_errors import DeadlineError

LONGEST_SECONDS = 25.0
"""API Gateway times out after 29 s (AWS: integration timeout); the rest is left for the error response."""

RESERVE_SECONDS = 2.0
"""Seconds. When the function has less time left than this, no work is started."""


@contextmanager
def enforced(remaining_seconds: float) -> Iterator[None]:
    """Raises DeadlineError immediately when too little time remains, otherwise in the main thread as soon as the time
    is used up. In other threads only the first check is made, because signals reach only the main thread.
    """
    budget = min(LONGEST_SECONDS, remaining_seconds - RESERVE_SECONDS)
    if budget <= 0:
        raise DeadlineError
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _expire)
    signal.setitimer(signal.ITIMER_REAL, budget)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _expire(_number: int, _frame: FrameType | None) -> None:
    raise DeadlineError
