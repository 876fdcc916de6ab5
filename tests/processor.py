"""Processor time of this process and of everything that it started, running or ended. Elapsed time says little about a
suite whose tests wait for a stage or run beside others.

From /proc. Elsewhere only children that have ended and were waited for are counted.
"""

import ctypes
import os
import resource
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
"""linux/prctl.h"""
_USER, _CHILDREN_SYSTEM = 11, 14
"""The fields utime, stime, cutime and cstime of /proc/<pid>/stat, counted from the state (man proc_pid_stat)."""


def adopt_orphans() -> None:
    """Makes this process the parent of descendants whose own parent ends, such as the emulator, so that `seconds`
    counts them.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def seconds() -> float:
    """User and system time so far."""
    stats = dict(_stats())
    if not stats:
        return sum(
            used.ru_utime + used.ru_stime
            for used in (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
    children = defaultdict(list)
    for pid, (parent, _) in stats.items():
        children[parent].append(pid)
    found = [os.getpid()]
    for pid in found:
        found += children[pid]
    return sum(stats[pid][1] for pid in found if pid in stats) / os.sysconf("SC_CLK_TCK")


class ByTier:
    """Divides the processor time of this process among tiers that run one after another. Starting up counts for the
    first one.
    """

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._tier = ""
        self._since = 0.0

    def enter(self, tier: str) -> None:
        """To be called before each test, and with "" at the end."""
        if tier == self._tier:
            return
        now = seconds()
        if self._tier:
            self.spent[self._tier] = self.spent.get(self._tier, 0) + now - self._since
            self._since = now
        self._tier = tier


def _stats() -> list[tuple[int, tuple[int, int]]]:
    """The id of each process of this machine, its parent, and its processor time in clock ticks with that of the
    children it waited for.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # The name before these fields is in parentheses and may contain any character.
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
            found.append((int(folder.name), (int(fields[1]), sum(map(int, fields[_USER : _CHILDREN_SYSTEM + 1])))))
    return found
