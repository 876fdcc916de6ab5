"""Limits on processes by control groups of Linux, version 1 or 2 (cgroups(7)), as Lambda limits functions."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from os import getpid
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_PERIOD_MICROSECONDS = 20_000
"""Period of the processor quota, as in Lambda (measured by others: about 20 ms)."""
_numbers = count()


@dataclass(frozen=True, slots=True)
class Group:
    """One group, in one folder for each kind of limit (version 1) or in one for all (version 2)."""

    folders: tuple[Path, ...]

    def add(self, pid: int) -> None:
        """Moves a process into the group. Its later children start there. Ignores one that has ended."""
        with suppress(ProcessLookupError):
            for folder in self.folders:
                (folder / "cgroup.procs").write_text(str(pid), encoding="ascii")

    def kills(self) -> int:
        """How many processes were killed because the group's memory was used up."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with suppress(FileNotFoundError):
                    counts = dict(line.split() for line in (folder / name).read_text(encoding="ascii").splitlines())
                    return int(counts.get("oom_kill", 0))
        return 0


@contextmanager
def limited(*, memory_bytes: int | None = None, cores: float | None = None) -> Iterator[Group | None]:
    """Yields a group with these limits, or None where control groups are not allowed (without root, or on macOS).
    Processes that are still in it when the block ends continue without limits.
    """
    name = f"docloft-{getpid()}-{next(_numbers)}"
    folders: list[Path] = []
    try:
        group = _made(name, folders, memory_bytes, cores)
    except OSError:
        group = None
    try:
        yield group
    finally:
        for folder in folders:
            with suppress(OSError):
                for pid in (folder / "cgroup.procs").read_text(encoding="ascii").split():
                    with suppress(ProcessLookupError):
                        (folder.parent / "cgroup.procs").write_text(pid, encoding="ascii")
                folder.rmdir()


def _made(name: str, folders: list[Path], memory_bytes: int | None, cores: float | None) -> Group:
    """Appends each folder to `folders` as soon as it exists. Raises OSError."""
    quota = int((cores or 0) * _PERIOD_MICROSECONDS)
    if (_ROOT / "cgroup.controllers").exists():
        (_ROOT / "cgroup.subtree_control").write_text("+memory +cpu", encoding="ascii")
        files = {"memory.max": memory_bytes, "memory.swap.max": 0 if memory_bytes else None}
        limits = {_ROOT / name: files | {"cpu.max": f"{quota} {_PERIOD_MICROSECONDS}" if cores else None}}
    else:
        limits = {
            _ROOT / "memory" / name: {"memory.limit_in_bytes": memory_bytes, "memory.swappiness": 0},
            _ROOT / "cpu" / name: {"cpu.cfs_period_us": _PERIOD_MICROSECONDS, "cpu.cfs_quota_us": quota or None},
        }
    for folder, values in limits.items():
        folder.mkdir()
        folders.append(folder)
        for file, value in values.items():
            if value is not None:
                (folder / file).write_text(str(value), encoding="ascii")
    return Group(tuple(folders))
