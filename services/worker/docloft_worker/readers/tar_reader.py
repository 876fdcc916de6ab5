"""Tar archives, plain or compressed with gzip, and single files compressed with gzip (RFC 1952)."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Any

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.format import ListedPart, Listing, Pieces
from docloft.parsing.text_files import decode
from docloft_worker.readers import Portion, containers
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.text_reader import as_pages

MAX_MEMBERS = 10_000
MAX_EXPANDED = 512 * 1024 * 1024
"""Bytes that are unpacked to find the members: what follows is left out. Unpacking takes 2 s."""

_ERRORS = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)
_CHUNK = 1024 * 1024
_LARGEST = 2**31 - 1


def read(path: str) -> Portion:
    """The names of its files, one per line. Raises Refused for an archive that is damaged from its beginning."""
    files, is_cut = _files(path)
    return as_pages(clean("\n".join(name for _, name, _ in files)), cut=is_cut)


def listing(path: str) -> Listing:
    files, is_cut = _files(path)
    # Entries without content do not become documents.
    parts: list[ListedPart] = [{"number": number, "name": name, "size": size} for number, name, size in files if size]
    return {"parts": parts, "left_out": is_cut}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    return containers.continued(path, _members, numbers, offset, most, _ERRORS)


@contextmanager
def _members(path: str) -> Iterator[containers.Opened]:
    """Opens the members in their order."""
    with _opened(path) as source:
        if not _is_tar(source):
            yield lambda _number: _Readable(source)
            return
        with tarfile.open(fileobj=source, mode="r:") as archive:
            members = enumerate(archive)

            def opened(wanted: int) -> IO[bytes]:
                for number, member in members:
                    if number == wanted and (found := archive.extractfile(member)):
                        return found
                raise EOFError

            yield opened


def _files(path: str) -> tuple[list[tuple[int, str, int]], bool]:
    """(number, name and size of each file, whether there are others)."""
    found: list[tuple[int, str, int]] = []
    try:
        with _opened(path) as source:
            if not _is_tar(source):
                return _single(path, source)
            with tarfile.open(fileobj=source, mode="r:") as archive:
                for number, member in enumerate(archive):
                    if number == MAX_MEMBERS or member.offset_data > MAX_EXPANDED:
                        return found, True
                    # Links could name any file, and devices have no content.
                    if member.isreg() and not member.issparse():
                        found.append((number, _readable(member.name), min(member.size, _LARGEST)))
    except _ERRORS as error:
        if not found:
            raise Refused(reasons.DAMAGED_ARCHIVE) from error
        return found, True
    return found, False


def _single(path: str, source: IO[bytes]) -> tuple[list[tuple[int, str, int]], bool]:
    """Lists a compressed file that is not a tar archive."""
    if not _is_packed(path):
        raise Refused(reasons.DAMAGED_ARCHIVE)
    size, readable = 0, _Readable(source)
    while size <= MAX_EXPANDED and (chunk := readable.read(_CHUNK)):
        size += len(chunk)
    return ([(0, _inner_name(path), size)], readable.is_cut) if size <= MAX_EXPANDED else ([], True)


class _Readable:
    """The readable part of a compressed file, which may be cut or damaged. Raises if there is none."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._is_begun = self.is_cut = False

    def read(self, size: int, /) -> bytes:
        try:
            # Reading more than one buffer would lose all of it if a later one is damaged.
            found: bytes = self._source.read1(size)
        except _ERRORS:
            if not self._is_begun:
                raise
            self.is_cut = True
            return b""
        self._is_begun = self._is_begun or bool(found)
        return found


def _inner_name(path: str) -> str:
    """The original name, if the header of a gzip file has it (RFC 1952, 2.3.1), or an empty one."""
    with open(path, "rb") as file:  # noqa: PTH123 - the path is a string
        header = file.read(1024)
    flags, at = header[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(header[at : at + 2], "little")
    name = header[at:].partition(b"\x00")[0] if flags & 8 else b""
    return PurePosixPath(decode(name)).name


def _readable(name: str) -> str:
    """The name in the encoding it is likely to be in: tarfile decodes bytes that are not UTF-8 as surrogates."""
    return decode(name.encode("utf-8", "surrogateescape"))


def _is_tar(source: IO[bytes]) -> bool:
    """Whether the file begins with a tar header whose checksum is correct."""
    head = source.read(512)
    source.seek(0)
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    with gzip.open(path) if _is_packed(path) else open(path, "rb") as file:  # noqa: PTH123 - the path is a string
        yield file  # type: ignore[misc]


def _is_packed(path: str) -> bool:
    with open(path, "rb") as file:  # noqa: PTH123 - the path is a string
        return file.read(2) == b"\x1f\x8b"
