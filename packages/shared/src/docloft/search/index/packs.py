"""Packs: the objects in S3 that contain the index's files, several in one uncompressed tar. Never rewritten."""

import hashlib
import tarfile
from base64 import b64encode
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import BinaryIO

from xxhash import xxh3_128

from docloft import objects
from docloft.search.index.manifest import DamagedIndexError, Pack

MAX_BYTES = 48 * 1024 * 1024
"""A pack is closed when it reaches this size; a single file may make it larger. A pack is sent from memory."""
_ATTEMPTS = 2


def group(folder: Path, names: Iterable[str]) -> list[list[str]]:
    """Divides the folder's files into packs of about MAX_BYTES, keeping their order."""
    groups: list[list[str]] = []
    room = 0
    for name in names:
        size = (folder / name).stat().st_size
        if not groups or size > room:
            groups.append([])
            room = MAX_BYTES
        groups[-1].append(name)
        room -= size
    return groups


def upload(name: str, key: str, folder: Path, members: list[str]) -> Pack:
    """Writes these files of the folder to S3 as one pack."""
    file = folder / f"{name}.tar"
    with tarfile.open(file, "w", format=tarfile.USTAR_FORMAT) as tar:
        for member in members:
            entry = tarfile.TarInfo(member)
            entry.size = (folder / member).stat().st_size
            with (folder / member).open("rb") as source:
                tar.addfile(entry, source)
    body = file.read_bytes()
    file.unlink()
    objects.write(key, body, "application/x-tar")
    sizes = {member: (folder / member).stat().st_size for member in members}
    return Pack(name, len(body), _encoded(hashlib.sha256(body).digest()), sizes, _encoded(xxh3_128(body).digest()))


def download(pack: Pack, key: str, folder: Path, wanted: Collection[str]) -> None:
    """Extracts the wanted files of a pack into the folder while it arrives. Raises DamagedIndexError when two downloads
    of the pack have the wrong bytes, NotFoundError when there is no such pack.
    """
    if not any(_is_extracted(pack, key, folder, wanted) for _ in range(_ATTEMPTS)):
        raise DamagedIndexError


def _is_extracted(pack: Pack, key: str, folder: Path, wanted: Collection[str]) -> bool:
    """False when the bytes are not those of the pack; the folder is then as it was."""
    # If this pack was overwritten with another, skip that pack's files: another thread may be extracting them.
    unpacker = _Unpacker(folder, pack.files.keys() & set(wanted))
    try:
        checksum = objects.receive(key, unpacker.write, xxh3_128 if pack.xxh3 else hashlib.sha256)
        if checksum != (pack.xxh3 or pack.sha256) or unpacker.size != pack.size:
            return False
        unpacker.finish()
    except tarfile.HeaderError:
        return False
    finally:
        unpacker.close()
    return True


def _encoded(digest: bytes) -> str:
    return b64encode(digest).decode()


class _Unpacker:
    """Writes files of a tar while its bytes arrive, under other names until `finish`. `size`: the bytes so far."""

    def __init__(self, folder: Path, wanted: Collection[str]) -> None:
        self.size = 0
        self._folder = folder
        self._wanted = wanted
        self._header = b""
        self._file: BinaryIO | None = None
        self._names: list[str] = []
        self._content = 0
        """How many bytes of the current file are still to come."""
        self._padding = 0

    def write(self, part: bytes) -> None:
        """Raises tarfile.HeaderError for a file that is not a tar archive."""
        self.size += len(part)
        at = 0
        while at < len(part):
            if self._content:
                content = memoryview(part)[at : at + self._content]
                if self._file:
                    self._file.write(content)
                self._content -= len(content)
                at += len(content)
            elif self._padding:
                skipped = min(self._padding, len(part) - at)
                self._padding -= skipped
                at += skipped
            else:
                missing = part[at : at + tarfile.BLOCKSIZE - len(self._header)]
                self._header += missing
                at += len(missing)
                if len(self._header) == tarfile.BLOCKSIZE:
                    self._begin(self._header)
                    self._header = b""

    def finish(self) -> None:
        """Replaces the files. Not truncated: the engine may have one mapped into memory, and reading past its new end
        would be a bus error.
        """
        self._close_file()
        while self._names:
            name = self._names.pop()
            self._unfinished(name).replace(self._folder / name)

    def close(self) -> None:
        """Deletes what is not finished."""
        self._close_file()
        for name in self._names:
            self._unfinished(name).unlink(missing_ok=True)

    def _begin(self, header: bytes) -> None:
        self._close_file()
        if not header.strip(tarfile.NUL):
            # The blocks at the end.
            return
        member = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
        if member.size < 0:
            raise tarfile.HeaderError("A file with a negative size.")
        self._content = member.size
        self._padding = -member.size % tarfile.BLOCKSIZE
        if member.name in self._wanted:
            self._names.append(member.name)
            self._file = self._unfinished(member.name).open("wb")

    def _close_file(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _unfinished(self, name: str) -> Path:
        return self._folder / f"{name}.part"
