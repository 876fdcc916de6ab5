"""A file of unknown format, with the properties by which the registry recognises formats. Its content is read only when
it is needed. Runs in the sandbox's child, because even the directory of a ZIP file can be hostile.
"""

import os
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from docloft import reasons
from docloft.errors import Refused
from docloft.formats import ole
from docloft.formats.encodings import SAMPLE_BYTES, byte_order_mark, unmarked_wide

ZIP_SIGNATURE = b"PK\x03\x04"
_ZIP_HEADER = 30
"""The bytes of the first header (APPNOTE 4.3.7). Some of them are zero: no version is above 255."""

_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)

_MEMBER_LIMIT = 1024 * 1024
"""The largest ZIP entry that is read, in bytes: the entries that name the format have a few kilobytes in Office
files."""


class UnknownFile:
    """`head`: the first 64 KB of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.head = file.read(SAMPLE_BYTES)
        self._members: dict[str, bytes | None] = {}

    @cached_property
    def text(self) -> str | None:
        """The beginning as text, read as the worker reads it. None when it is not text in any encoding."""
        # This loads chardet, which only the sandbox's child has.
        from docloft.parsing import text_files  # noqa: PLC0415

        sample, _ = text_files.read_beginning(self.path, SAMPLE_BYTES)
        return text_files.text_of(sample)

    def tail(self, size: int) -> bytes:
        """The last `size` bytes of the file."""
        with self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - size))
            return file.read()

    @property
    def is_zip(self) -> bool:
        return self.head.startswith(ZIP_SIGNATURE) and b"\x00" in self.head[:_ZIP_HEADER]

    @property
    def is_tar(self) -> bool:
        """Whether the first header of a tar archive has its checksum (POSIX.1-2017, pax: ustar Interchange Format): the
        sum of its 512 bytes with the checksum field itself counted as spaces.
        """
        header = self.head[:512]
        field = header[148:156].strip(b" \x00")
        if len(header) < 512 or not header[0] or not field or field.translate(None, b"01234567"):
            return False
        return int(field, 8) == sum(header[:148]) + 8 * 32 + sum(header[156:])

    def zip_member(self, name: str) -> bytes | None:
        """The content of an entry; None when this is not a ZIP file or has no such entry. Raises Refused for a damaged
        ZIP file and for an entry of more than 1 MB.
        """
        if not self.is_zip:
            return None
        if name not in self._members:
            self._members[name] = _member(self._package, name)
        return self._members[name]

    @cached_property
    def zip_names(self) -> frozenset[str]:
        """The names of the entries of a ZIP file; empty for any other file. Raises Refused for a damaged one."""
        return frozenset(self._package.namelist()) if self.is_zip else frozenset()

    @cached_property
    def _package(self) -> zipfile.ZipFile:
        """Opened once: a directory of 100,000 entries takes 0.4 s. Closed with the last reference to it."""
        try:
            return zipfile.ZipFile(self.path)
        except _DAMAGES as error:
            raise Refused(reasons.INCOMPLETE) from error

    @property
    def content_types(self) -> str:
        """Where an Office file says what it is (ECMA-376 part 2, 7.2.3), in lower case; empty for other files."""
        body = self.zip_member("[Content_Types].xml") or b""
        encoding, _ = byte_order_mark(body) or (unmarked_wide(body) or "utf-8", 0)
        return body.decode(encoding, "replace").lower()

    @cached_property
    def ole_entries(self) -> frozenset[str]:
        """The names of the streams and storages of an OLE file; empty for other files."""
        return ole.entries(self.path) if self.head.startswith(ole.SIGNATURE) else frozenset()


def _member(package: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        entry = package.getinfo(name)
        if entry.file_size > _MEMBER_LIMIT:
            raise Refused(reasons.INCOMPLETE)
        with package.open(entry) as opened:
            return opened.read(_MEMBER_LIMIT)
    except KeyError:
        return None
    except _DAMAGES as error:
        raise Refused(reasons.INCOMPLETE) from error
