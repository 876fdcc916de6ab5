"""The function's scratch space (Lambda: /tmp, 512 MB, kept between the calls of one warm instance): a cache of indexes
and texts, the least recently used evicted first. If it is lost, its content is downloaded again.
"""

import os
import shutil
import tempfile
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from docloft.ids import new_id


class Evictable(Protocol):
    """An entry of a cache: its size, in the unit of the cache's budget, and how to delete it."""

    def size(self) -> int: ...

    def clear(self) -> None: ...


_Kept = TypeVar("_Kept", bound=Evictable)


class LruCache(Generic[_Kept]):
    """Cached entries by key, within a budget, usually of bytes. The newest is always kept, even if it is too large."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._total = 0
        self._lock = Lock()

    def get(self, key: str) -> _Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def take(self, key: str) -> _Kept | None:
        """Removes an entry without deleting its files; `put` it back after use."""
        with self._lock:
            self._total -= self._sizes.pop(key, 0)
            return self._kept.pop(key, None)

    def put(self, key: str, entry: _Kept) -> None:
        """Adds or replaces an entry. Call it again after an entry has grown."""
        with self._lock:
            replaced = self._kept.get(key)
            if replaced is not None and replaced is not entry:
                replaced.clear()
            self._kept[key] = entry
            self._kept.move_to_end(key)
            size = entry.size()
            self._total += size - self._sizes.get(key, 0)
            self._sizes[key] = size
            while self._total > self.budget and len(self._kept) > 1:
                oldest, evicted = self._kept.popitem(last=False)
                self._total -= self._sizes.pop(oldest)
                evicted.clear()

    def clear(self) -> None:
        with self._lock:
            for kept in self._kept.values():
                kept.clear()
            self._kept.clear()
            self._sizes.clear()
            self._total = 0


def make_folder(kind: str) -> Path:
    """A new empty folder."""
    made = _root() / kind / new_id()
    made.mkdir(parents=True)
    return made


@cache
def _root() -> Path:
    """The folder of this process. Folders of processes that ended are deleted."""
    place = Path(tempfile.gettempdir()) / "docloft-search"
    place.mkdir(exist_ok=True)
    for folder in place.iterdir():
        if folder.name == str(os.getpid()) or not _alive(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    mine = place / str(os.getpid())
    mine.mkdir(exist_ok=True)
    return mine


def _alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
