"""A budget for reading foreign files that is counted instead of timed: on every machine, and however often a file is
read, it ends at the same place. Only the sandbox's child imports it.
"""

import os
from typing import IO, cast

_BYTES_A_CALL = 512
"""A call of a reader costs about as much as this many bytes that are unpacked."""


class SpentError(Exception):
    """Nothing is left of the budget."""


class ReadBudget:
    """What may be read in all, counted in calls; `_BYTES_A_CALL` bytes count as one more."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def spend(self, size: int) -> None:
        """Raises SpentError once the budget is used up."""
        self._left -= 1 + size // _BYTES_A_CALL
        if self._left < 0:
            raise SpentError


def metered(file: IO[bytes], budget: ReadBudget) -> IO[bytes]:
    """A file whose reads are paid from a budget, for readers that only read, seek and tell, as Pillow does."""
    return cast("IO[bytes]", _Metered(file, budget))


class _Metered:
    """In a compressed file, a step forward reads what it skips, and a step back reads everything before it again; so
    both are paid.
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
