"""The time limit of an invocation, as a value of time.monotonic. Work that would exceed it is not started."""

import time


class NoTimeLeftError(Exception):
    """Lambda would stop the function in the middle, or the command makes room for others. The record is reported as
    failed, and delivered again after `pause` seconds. `has_advanced`: this delivery has done a part of work that has an
    end, so the command may be delivered as often as it needs.
    """

    def __init__(self, pause: int = 0) -> None:
        super().__init__()
        self.pause = pause
        self.has_advanced = False


def require_time(until: float, seconds: float = 0, *, pause: int = 0) -> None:
    """Raises NoTimeLeftError with this `pause` when fewer than `seconds` are left."""
    if until - time.monotonic() < seconds:
        raise NoTimeLeftError(pause)
