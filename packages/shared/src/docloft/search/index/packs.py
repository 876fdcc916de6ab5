"""Packs: the objects in S3 that contain the index's files, several in one uncompressed tar. Never rewritten."""

import hashlib
import shutil
import tarfile
from base64 import b64encode
from collections.abc import Collection, Iterable
from pathlib import Path

from docloft import objects
from docloft.search.index.manifest import DamagedIndexError, Pack

MAX_BYTES = 48 * 1024 * 1024
"""A pack is closed when it reaches this size; a single file may make it larger. A pack is sent from memory."""


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
    return Pack(name, len(body), b64encode(hashlib.sha256(body).digest()).decode(), sizes)


def download(pack: Pack, key: str, folder: Path, wanted: Collection[str]) -> None:
    """Extracts the wanted files of a pack into the folder. Raises DamagedIndexError when two downloads of the
    pack have the wrong bytes, NotFoundError when there is no such pack.
    """
    file = folder / f"{pack.name}.tar"
    for attempt in range(2):
        digest = objects.download(key, file)
        if digest == pack.sha256 and file.stat().st_size == pack.size:
            break
        if attempt:
            file.unlink()
            raise DamagedIndexError
    with tarfile.open(file) as tar:
        for member in tar:
            source = tar.extractfile(member)
            if member.name in wanted and source is not None:
                # Replaced, not truncated: the engine may have the file mapped into memory, and reading past its new end
                # would be a bus error.
                (folder / member.name).unlink(missing_ok=True)
                with (folder / member.name).open("wb") as target:
                    shutil.copyfileobj(source, target, 1024 * 1024)
    file.unlink()
