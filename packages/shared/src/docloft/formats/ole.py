"""OLE compound files ([MS-CFB]): Office documents from before 2007, Outlook messages, and password-protected documents
of newer Office versions.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ENCRYPTED = "EncryptedPackage"
"""The stream that contains an encrypted document ([MS-OFFCRYPTO] 2.3.4)."""

_MOST_ENTRIES = 4096
"""Directory entries that are read: documents have a few dozen, messages with attachments some hundred."""

_HEADER_ENTRIES = 109
_ENTRY_BYTES = 128
_STORAGE, _STREAM = 1, 2
_LAST_SECTOR = 0xFFFFFFFA


def has_signature(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SIGNATURE)) == SIGNATURE


def is_encrypted(path: Path) -> bool:
    """Whether an OLE file contains a document that needs a password."""
    return ENCRYPTED in entries(path)


def entries(path: Path) -> frozenset[str]:
    """The names of all streams and storages, at any depth. Empty for other files and for damaged ones."""
    try:
        with path.open("rb") as file:
            return frozenset(_names(file))
    except (struct.error, OSError, ValueError):
        return frozenset()


def _names(file: BinaryIO) -> Iterator[str]:
    header = file.read(512)
    if not header.startswith(SIGNATURE):
        return
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in {9, 12}:
        return
    size = 1 << shift
    (sector,) = struct.unpack_from("<I", header, 48)
    tables = struct.unpack_from(f"<{_HEADER_ENTRIES}I", header, 76)
    for _ in range(_MOST_ENTRIES * _ENTRY_BYTES // size):
        if sector >= _LAST_SECTOR:
            return
        file.seek((sector + 1) * size)
        entries_of_sector = file.read(size)
        for at in range(0, len(entries_of_sector) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", entries_of_sector, at + 64)
            if kind in {_STORAGE, _STREAM} and 4 <= length <= 64:
                yield entries_of_sector[at : at + length - 2].decode("utf-16-le", "replace")
        sector = _next(file, tables, sector, size)


def _next(file: BinaryIO, tables: tuple[int, ...], sector: int, size: int) -> int:
    """The sector after this one, from the allocation table. The header lists the first 109 sectors of that table, which
    is enough for 7 MB of small sectors; a directory behind them is not followed.
    """
    table, at = divmod(sector, size // 4)
    if table >= len(tables) or tables[table] >= _LAST_SECTOR:
        return _LAST_SECTOR
    file.seek((tables[table] + 1) * size + at * 4)
    (following,) = struct.unpack("<I", file.read(4))
    return int(following)
