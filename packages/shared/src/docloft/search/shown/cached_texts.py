"""Texts of hits, fetched in parallel and cached in the scratch space."""

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from docloft import objects, texts
from docloft.errors import NotFoundError
from docloft.search.index.scratch import LruCache, make_folder
from docloft.texts import Text

_BUDGET = 96 * 1024 * 1024
_THREADS = 12

_shelf: "LruCache[_File]" = LruCache(_BUDGET)


class _File:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = path.stat().st_size

    def size(self) -> int:
        return self._size

    def clear(self) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)


def prefetch(library_id: str, versions: Iterable[tuple[str, int]]) -> None:
    """Caches the texts of these documents, given as (id, version)."""
    missing = [(name, version) for name, version in versions if _shelf.get(_key(library_id, name, version)) is None]
    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(lambda one: _body(library_id, *one), missing):
            pass


def load(library_id: str, document_id: str, version: int) -> Text | None:
    """The text of a document; None when it has none or it cannot be decoded. The version identifies the text: a
    document that is read again gets a new version.
    """
    body = _body(library_id, document_id, version)
    try:
        return texts.decode(body) if body else None
    except (ValueError, KeyError, OSError, EOFError):
        return None


def forget() -> None:
    """Drops every cached text of this process (for tests)."""
    _shelf.clear()


def _key(library_id: str, document_id: str, version: int) -> str:
    return f"{library_id}/{document_id}/{version}"


def _body(library_id: str, document_id: str, version: int) -> bytes:
    key = _key(library_id, document_id, version)
    kept = _shelf.get(key)
    if kept is not None:
        try:
            return kept.path.read_bytes()
        except FileNotFoundError:
            pass
    try:
        body, _ = objects.read(objects.text_key(library_id, document_id))
    except NotFoundError:
        body = b""
    path = make_folder("texts") / "text"
    path.write_bytes(body)
    _shelf.put(key, _File(path))
    return body
