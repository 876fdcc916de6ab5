"""Processor time of calls, in tests of how it grows. Such a test compares two times in up to ROUNDS rounds, and passes
with the first one that is as expected: what else the machine does makes some calls slower, and none faster.
"""

import time
from collections.abc import Callable

ROUNDS = range(5)


def spent(call: Callable[[], object]) -> float:
    """Seconds of processor time that a call takes in this process."""
    started = time.process_time()
    call()
    return time.process_time() - started
