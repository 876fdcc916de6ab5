"""OLE compound files and their streams, with olefile."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import olefile

from docloft import reasons
from docloft.errors import Refused

MAX_BYTES = 100 * 1024 * 1024
"""The most bytes of one stream."""


class Streams:
    def __init__(self, file: "olefile.OleFileIO[str]") -> None:
        self._file = file

    def read(self, name: str) -> bytes:
        """The stream with this name at the top; empty if there is none."""
        if not self._file.exists(name):
            return b""
        body: bytes = self._file.openstream(name).read(MAX_BYTES)
        return body


@contextmanager
def opened(path: str) -> Iterator[Streams]:
    """Raises Refused for a damaged file, even for errors inside the `with` block."""
    with compound_file(path, Refused(reasons.DAMAGED_OFFICE)) as file:
        yield Streams(file)


@contextmanager
def compound_file(source: str | BytesIO, damaged: Exception) -> Iterator["olefile.OleFileIO[str]"]:
    """Opens a path or bytes. Raises `damaged` for a damaged file, even for errors inside the `with` block, except
    Refused and MemoryError.
    """
    try:
        with olefile.OleFileIO(source) as file:
            yield file
    except (Refused, MemoryError):
        raise
    except Exception as error:  # olefile raises almost anything for a damaged file
        raise damaged from error
