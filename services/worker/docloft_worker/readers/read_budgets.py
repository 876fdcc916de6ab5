"""A budget for reading untrusted files that is counted, not timed, so that reading ends at the same place on every
machine and however often a file is read. Only the sandbox's child imports it.
"""

import os
from typing import IO, cast

_BYTES_A_CALL = 512
"""A call costs about as much time as unpacking this many bytes."""


class SpentError(Exception):
    """Nothing is left of the budget."""


class ReadBudget:
    """How much may be read in all, counted in calls; every `_BYTES_A_CALL` bytes count as another call."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def spend(self, size: int) -> None:
        """Raises SpentError once the budget is used up."""
        self._left -= 1 + size // _BYTES_A_CALL
        if self._left < 0:
            raise SpentError


def metered(file: IO[bytes], budget: ReadBudget) -> IO[bytes]:
    """The file, with its reads charged to a budget. For readers that only read, seek and tell, as Pillow does."""
    return cast("IO[bytes]", _Metered(file, budget))


class _Metered:
    """Seeking is charged too: in a compressed file, seeking forward reads what it skips, and seeking back reads
    everything before it again.
    """

    def __init__(self, file: IO[bytes], budget: ReadBudget) -> None:
        self._file, self._budget = file, budget

    def read(self, size: int = -1, /) -> bytes:
        found = self._file.read(size)
        self._budget.spend(len(found))
        return found

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        before = self._file.tell()
        after = self._file.seek(offset, whence)
        self._budget.spend(after - before if after >= before else after)
        return after

    def tell(self) -> int:
        return self._file.tell()
