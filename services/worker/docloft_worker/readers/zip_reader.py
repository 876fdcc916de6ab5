"""ZIP archives (PKWARE APPNOTE). Names of entries without the UTF-8 flag are in UTF-8 anyway (macOS) or in code page
437.
"""

import zipfile
import zlib
from typing import IO

from docloft import reasons
from docloft.errors import Cause, Refused
from docloft.formats.format import ListedPart, Listing, Pieces
from docloft_worker.readers import Portion
from docloft_worker.readers.containers import collected
from docloft_worker.readers.text_reader import as_pages

LOCKED = reasons.LOCKED_ARCHIVE
DAMAGED = "This archive is damaged: its end is missing or its parts do not fit together. Get a complete copy of it."

_ENCRYPTED = 0x1
_UTF8 = 0x800
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def read(path: str) -> Portion:
    """The names of its files, one a line. Raises Refused for an archive that is damaged or encrypted as a whole."""
    files = [entry for entry in _entries(path) if not entry.is_dir()]
    if files and all(entry.flag_bits & _ENCRYPTED for entry in files):
        raise Refused(LOCKED, Cause.LOCKED)
    return as_pages("\n".join(name_of(entry) for entry in files), cut=False)


def listing(path: str) -> Listing:
    files = [(number, entry) for number, entry in enumerate(_entries(path)) if not entry.is_dir()]
    readable = [(number, entry) for number, entry in files if _is_readable(entry)]
    parts: list[ListedPart] = [
        {"number": number, "name": name_of(entry), "size": min(entry.file_size, 2**31 - 1)}
        for number, entry in readable
    ]
    return {"parts": parts, "left_out": len(readable) < len(files)}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()

        def opened(number: int) -> IO[bytes]:
            return archive.open(entries[number])

        return collected(numbers, opened, offset, most, _ERRORS)


def name_of(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except ValueError:
        return entry.filename


def _is_readable(entry: zipfile.ZipInfo) -> bool:
    return not entry.flag_bits & _ENCRYPTED and entry.compress_type in _METHODS


def _entries(path: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except _ERRORS as error:
        raise Refused(DAMAGED) from error
