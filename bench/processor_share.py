"""Limits the functions of the running local stage to the processor share that Lambda gives them.

AWS gives one whole processor at 1,769 MB, and proportionally less with less memory (Lambda developer guide, "Configure
Lambda function memory"): 0.29 of one at 512 MB. Each function process, with the child that parses files, gets that
share for itself: by a control group where that is allowed, otherwise by stopping it whenever it has used up its share.
All functions that `make bench` measures have 512 MB; a test checks that.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bench import cgroups

WHOLE = 1769
"""Megabytes of a function that has a whole processor."""
SHARE = 512 / WHOLE
_PERIOD_SECONDS = 0.02
_ENDED = (FileNotFoundError, ProcessLookupError)


@contextmanager
def held(emulator: int, share: float = SHARE) -> Iterator[str]:
    """Limits each child process of the emulator, including those that start later, until the block ends. Yields the
    means.
    """
    ended = threading.Event()
    with ExitStack() as after, cgroups.limited(cores=share) as allowed:
        hold = _hold_in_groups if allowed else _hold_by_stopping
        holder = threading.Thread(target=hold, args=(emulator, share, ended, after))
        holder.start()
        try:
            yield "control groups" if allowed else "stopping"
        finally:
            ended.set()
            holder.join()


def _hold_in_groups(emulator: int, share: float, ended: threading.Event, after: ExitStack) -> None:
    groups: dict[int, cgroups.Group] = {}
    while not ended.wait(_PERIOD_SECONDS):
        for function in children(emulator):
            if function not in groups and (group := after.enter_context(cgroups.limited(cores=share))):
                groups[function] = group
                for process in (function, *children(function)):
                    group.add(process)


def _hold_by_stopping(emulator: int, share: float, ended: threading.Event, _after: ExitStack) -> None:
    used: dict[int, float] = {}
    allowance: dict[int, float] = {}
    while not ended.wait(_PERIOD_SECONDS):
        for function in children(emulator):
            processes = [function, *children(function)]
            now = sum(map(processor_seconds, processes))
            spent = now - used.get(function, now)
            used[function] = now
            # What is not used in one period is lost, as with a quota.
            left = allowance.get(function, 0.0) - spent + share * _PERIOD_SECONDS
            allowance[function] = min(left, share * _PERIOD_SECONDS)
            _signal(processes, signal.SIGCONT if left > 0 else signal.SIGSTOP)
    for function in used:
        _signal([function, *children(function)], signal.SIGCONT)


def _signal(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def children(process: int) -> list[int]:
    """Process ids. Empty for a process that has ended."""
    found: list[int] = []
    with suppress(*_ENDED):
        for task in list(Path(f"/proc/{process}/task").iterdir()):
            with suppress(*_ENDED):
                found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def processor_seconds(process: int) -> float:
    """Processor time of all threads of a process; 0 if it has ended."""
    total = 0
    with suppress(*_ENDED):
        for task in list(Path(f"/proc/{process}/task").iterdir()):
            with suppress(*_ENDED):
                total += int((task / "schedstat").read_text(encoding="ascii").split()[0])
    return total / 1e9
