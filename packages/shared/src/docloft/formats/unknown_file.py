"""A file of unknown format, with the properties by which the registry recognises formats. Its content is read only when
it is needed. Runs in the sandbox's child, because even the directory of a ZIP file can be hostile.
"""

import zipfile
from functools import cached_property
from pathlib import Path

from docloft.errors import Refused
from docloft.formats.encodings import SAMPLE_BYTES, byte_order_mark, unmarked_utf16

ZIP_SIGNATURE = b"PK\x03\x04"

_MEMBER_LIMIT = 1024 * 1024
"""The largest ZIP entry that is read, in bytes: the entries that name the format have a few kilobytes in Office
files."""

# Bytes that do not occur in text: controls except tab, line ends, form feed, and the shifts of ISO 2022 (ECMA-35).
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 14, 15, 27})
_MOST_CONTROL = 0.05


class UnknownFile:
    """`head`: the first 64 KB of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.head = file.read(SAMPLE_BYTES)
        self._members: dict[str, bytes | None] = {}

    @cached_property
    def text(self) -> str | None:
        """The head as text, good enough to tell text formats apart. None when it is not text in any encoding."""
        head = self.head
        if mark := byte_order_mark(head):
            encoding, length = mark
            return head[length:].decode(encoding, "ignore")
        if utf16 := unmarked_utf16(head):
            return head.decode(utf16, "ignore")
        controls = len(head) - len(head.translate(None, _CONTROL))
        if b"\x00" in head or controls > len(head) * _MOST_CONTROL:
            return None
        return head.decode("utf-8", "replace")

    @property
    def is_zip(self) -> bool:
        return self.head.startswith(ZIP_SIGNATURE)

    def zip_member(self, name: str) -> bytes | None:
        """The content of an entry; None when this is no ZIP file or has no such entry. Raises Refused for a damaged
        ZIP file and for an entry of more than 1 MB.
        """
        if not self.is_zip:
            return None
        if name not in self._members:
            self._members[name] = _member(self.path, name)
        return self._members[name]

    @property
    def content_types(self) -> str:
        """Where an Office file says what it is (ECMA-376 part 2, 7.2.3), in lower case; empty for other files."""
        return (self.zip_member("[Content_Types].xml") or b"").decode("utf-8", "replace").lower()


def _member(path: Path, name: str) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as package:
            entry = package.getinfo(name)
            if entry.file_size > _MEMBER_LIMIT:
                raise Refused("This Office document is damaged: its table of contents is far too large.")
            with package.open(entry) as opened:
                return opened.read(_MEMBER_LIMIT)
    except KeyError:
        return None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused(
            "This file is damaged: its end is missing or its parts do not fit together. Get a complete copy of it."
        ) from error
