"""ZIP archives (PKWARE APPNOTE). Names of entries without the UTF-8 flag are in UTF-8 anyway (macOS) or in code page
437. Encrypted entries are read with pyzipper (MIT): the cipher of the APPNOTE, and AES as WinZip writes it.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pyzipper

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.format import ListedPart, Listing, Pieces
from docloft_worker.readers import Portion
from docloft_worker.readers.containers import Opened, continued
from docloft_worker.readers.text_reader import as_pages

_ENCRYPTED = 0x1
_STRONG = 0x40
"""Entries that only the program of PKWARE can decrypt."""
_UTF8 = 0x800
_AES = 99
"""The method of an entry whose real one is in an extra field (WinZip: AES encryption information)."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_MOST_LISTED = 10_000
"""Twenty times as many as become documents (docloft.lifecycle.parts.MAX_PARTS): the first ones may be left out."""
_MOST_TRIED = 3
"""Encrypted entries that a password is tried on: they may have several passwords."""
_CHECKED_BYTES = 1024 * 1024
_CHUNK = 64 * 1024
_ERRORS = (
    zipfile.BadZipFile,
    pyzipper.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def read(path: str, password: str | None = None) -> Portion:
    """The names of its files, one per line. Raises Refused for an archive that is damaged or encrypted as a whole, and
    for a wrong password.
    """
    files = [entry for entry in _entries(path) if not entry.is_dir()]
    encrypted = [entry for entry in files if entry.flag_bits & _ENCRYPTED]
    if password is not None:
        _require_password(path, encrypted, password)
    elif files and len(encrypted) == len(files):
        raise Refused(reasons.LOCKED_ARCHIVE)
    return as_pages("\n".join(name_of(entry) for entry in files), cut=False)


def listing(path: str, password: str | None = None) -> Listing:
    # Folders and other entries without content do not become documents.
    files = [(number, entry) for number, entry in enumerate(_entries(path)) if entry.file_size]
    readable = [(number, entry) for number, entry in files if _is_readable(entry, password)]
    parts: list[ListedPart] = [
        {"number": number, "name": name_of(entry), "size": min(entry.file_size, 2**31 - 1)}
        for number, entry in readable[:_MOST_LISTED]
    ]
    return {"parts": parts, "left_out": len(parts) < len(files)}


def pieces(path: str, numbers: list[int], offset: int, most: int, password: str | None = None) -> Pieces:
    return continued(path, partial(_members, password=password), numbers, offset, most, _ERRORS)


@contextmanager
def _members(path: str, password: str | None) -> Iterator[Opened]:
    kind: Any = zipfile.ZipFile if password is None else pyzipper.AESZipFile
    with kind(path) as archive:
        entries = archive.infolist()

        def opened(number: int) -> Any:
            entry = entries[number]
            if password is not None and entry.flag_bits & _ENCRYPTED:
                return _unlocked(archive, entry, password)
            return archive.open(entry)

        yield opened


def name_of(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except ValueError:
        return entry.filename


def _is_readable(entry: zipfile.ZipInfo, password: str | None) -> bool:
    if entry.flag_bits & _ENCRYPTED:
        known = entry.compress_type in _METHODS or entry.compress_type == _AES
        return password is not None and known and not entry.flag_bits & _STRONG
    return entry.compress_type in _METHODS


def _require_password(path: str, encrypted: list[zipfile.ZipInfo], password: str) -> None:
    """Raises Refused when the password opens none of the smallest of these entries."""
    if encrypted and all(entry.flag_bits & _STRONG for entry in encrypted):
        raise Refused(reasons.UNKNOWN_ENCRYPTION)
    with pyzipper.AESZipFile(path) as archive:
        for entry in sorted(encrypted, key=lambda entry: entry.compress_size)[:_MOST_TRIED]:
            with suppress(*_ERRORS), _unlocked(archive, entry.orig_filename, password) as opened:
                # The header verifies only a byte or two; the checksum at the end verifies the whole password.
                while opened.read(_CHUNK) and opened.tell() < _CHECKED_BYTES:
                    pass
                return
    raise Refused(reasons.WRONG_PASSWORD)


def _unlocked(archive: Any, entry: Any, password: str) -> Any:
    """Opens an encrypted entry. Programs encode the password as UTF-8, older ones on Windows one byte a character.
    Raises RuntimeError when neither opens it.
    """
    first, second = password.encode(), password.encode("latin-1", "replace")
    try:
        return archive.open(entry, pwd=first)
    except RuntimeError:
        if first == second:
            raise
        return archive.open(entry, pwd=second)


def _entries(path: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except _ERRORS as error:
        raise Refused(reasons.INCOMPLETE) from error
