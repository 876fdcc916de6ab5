"""Paths in an export that any file system accepts: `2025/City Power/2025-03-12 Invoice.pdf`."""

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from pathvalidate import sanitize_filename

from docloft.tables.documents import Document
from docloft.tables.records import FileVersion

TRASH = "Trash"
VERSIONS = "Earlier versions"
_FOLDER_LIMIT = 60
_NAME_LIMIT = 120
"""In characters. With the shortest drive and folder, a path stays below the 260 that Windows allows."""
_NAME_BYTES = 200
"""Linux allows 255; the rest is for what makes a name unique."""


class Paths:
    """Gives each document a path that no other one has, even on file systems that ignore case."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_folded(path) for path in taken}

    def of(self, document: Document, sender: str | None) -> str:
        """By the year of the document's date, or of the day when it was added, and by its sender if it has one.
        Documents in the trash are in a folder of their own.
        """
        day = document.document_date or document.created_at[:10]
        folders = [TRASH] if document.trashed_at else []
        folders += [day[:4], *([_clean(sender, _FOLDER_LIMIT)] if sender else [])]
        extension = PurePosixPath(document.file_name).suffix
        extension = extension if 1 < len(extension) <= 11 and extension[1:].isalnum() else ""
        stem = _clean(f"{day} {document.title.removesuffix(extension)}", _NAME_LIMIT)
        path, number = "/".join([*folders, stem + extension]), 1
        while _folded(path) in self._taken:
            number += 1
            path = "/".join([*folders, f"{stem} ({number}){extension}"])
        self._taken.add(_folded(path))
        return path

    def of_version(self, path: str, version: FileVersion) -> str:
        """The path of an earlier file of the document that has `path`, in the folder VERSIONS."""
        before = PurePosixPath(path)
        extension = PurePosixPath(version.file_name).suffix
        extension = extension if 1 < len(extension) <= 11 and extension[1:].isalnum() else ""
        made = f"{VERSIONS}/{before.with_suffix('') if before.suffix else before} - {int(version.number)}{extension}"
        number = 1
        while _folded(made) in self._taken:
            number += 1
            made = f"{VERSIONS}/{before} - {int(version.number)} ({number}){extension}"
        self._taken.add(_folded(made))
        return made


def _clean(name: str, limit: int) -> str:
    composed = unicodedata.normalize("NFC", name)
    safe = sanitize_filename(composed, replacement_text="_", platform="universal")[:limit]
    cut = safe.encode()[:_NAME_BYTES].decode(errors="ignore")
    # Windows removes dots and spaces at the end, so two names might become the same.
    return cut.strip(" .") or "_"


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())
