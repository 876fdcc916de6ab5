"""Files that are embedded in an Office document or an OpenDocument file: whole ones, those in OLE objects, and the
documents that OpenDocument keeps as folders. They are parts of it (docloft.formats.format.Parts).
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from docloft import reasons
from docloft.errors import Refused
from docloft.formats import ole
from docloft.formats.format import ListedPart, Listing, Pieces
from docloft_worker.readers import odf_manifest, ole_objects, ooxml
from docloft_worker.readers.containers import Opened, Readable, continued
from docloft_worker.readers.ole_objects import Embedded
from docloft_worker.readers.packages import MAX_EXPANDED, Package, portable

MAX_OBJECT_BYTES = 32 * 1024 * 1024
"""The most bytes of an OLE object or a folder: it is held in memory, up to three times."""

_MOST_LISTED = 1_000
_MOST_UNPACKED = MAX_EXPANDED
"""The most bytes of objects that are unpacked for their names and sizes."""
_LARGEST = 2**31 - 1

_OFFICE = re.compile(r"(?:.{0,1000}/)?embeddings/[^/]{1,255}", re.IGNORECASE)
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    Refused,
)
_EXTENSIONS = {
    f"application/vnd.oasis.opendocument.{kind}": ending
    for kind, ending in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"), ("graphics", ".odg"))
}
"""By the media types of documents. Formulas and charts, which are folders too, are read with the text around them."""
_OWN_PARTS = frozenset({"mimetype", "layout-cache"})
_FIRST = (1980, 1, 1, 0, 0, 0)


def listing(path: str) -> Listing:
    """Raises Refused for a file that is not a readable package."""
    parts: list[ListedPart] = []
    left_out, left = False, _MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in _entries(archive):
                try:
                    left -= entry.size if entry.is_unpacked else 0
                    if len(parts) == _MOST_LISTED or left < 0:
                        left_out = True
                        break
                    name, size = entry.described()
                except _ERRORS:
                    # One that is damaged or encrypted says nothing about the others.
                    left_out = True
                    continue
                if size:
                    parts.append({"number": entry.number, "name": name, "size": min(size, _LARGEST)})
    except Refused:
        raise
    except _ERRORS as error:
        raise Refused(reasons.DAMAGED_OFFICE) from error
    return {"parts": parts, "left_out": left_out}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    return continued(path, _opened, numbers, offset, most, _ERRORS)


@contextmanager
def _opened(path: str) -> Iterator[Opened]:
    with zipfile.ZipFile(path) as archive:
        entries = {entry.number: entry for entry in _entries(archive)}
        yield lambda number: entries[number].content()


class _Entry:
    """An embedded file at one place in the directory of the package, which is its `number`. `folder` is the one of a
    document that is kept as a folder, with its media type.
    """

    def __init__(self, archive: zipfile.ZipFile, number: int, folder: str = "", media_type: str = "") -> None:
        self._archive = archive
        self._entry = archive.infolist()[number]
        self._folder, self._media_type = folder, media_type
        self.number = number

    @property
    def size(self) -> int:
        if not self._folder:
            return self._entry.file_size
        return sum(one.file_size for one in self._archive.infolist() if one.filename.startswith(self._folder))

    @property
    def is_unpacked(self) -> bool:
        return bool(self._folder) or self._is_object()

    def described(self) -> tuple[str, int]:
        """(its name, its size; 0 for an object without a file). Raises one of _ERRORS."""
        base = posixpath.basename(portable(self._entry.filename))
        if self._folder:
            return f"{self._folder.strip('/')}{_EXTENSIONS[self._media_type]}", self.size
        if not self._is_object():
            return base, self._entry.file_size
        found = self._object()
        if found is None:
            return "", 0
        stem = posixpath.splitext(base)[0]
        return found.name or f"{stem}{found.ending}", len(found.content)

    def content(self) -> Readable:
        """Raises one of _ERRORS."""
        if self._folder:
            return io.BytesIO(self._packed())
        if not self._is_object():
            return self._archive.open(self._entry)
        found = self._object()
        return io.BytesIO(found.content if found else b"")

    def _is_object(self) -> bool:
        with self._archive.open(self._entry) as opened:
            return opened.read(len(ole.SIGNATURE)) == ole.SIGNATURE

    def _object(self) -> Embedded | None:
        return ole_objects.embedded(_read(self._archive, self._entry, MAX_OBJECT_BYTES))

    def _packed(self) -> bytes:
        """The folder as a file of its own. The same folder always makes the same bytes."""
        body = io.BytesIO()
        left = MAX_OBJECT_BYTES
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as target:
            _write(target, "mimetype", self._media_type.encode(), zipfile.ZIP_STORED)
            _write(target, odf_manifest.PART, odf_manifest.written(self._media_type))
            for one in self._archive.infolist():
                name = one.filename.removeprefix(self._folder)
                if one.filename.startswith(self._folder) and not one.is_dir() and name != "mimetype":
                    content = _read(self._archive, one, left)
                    left -= len(content)
                    _write(target, name, content)
        return body.getvalue()


def _write(target: zipfile.ZipFile, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
    target.writestr(zipfile.ZipInfo(name, _FIRST), content, method)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Raises ValueError for more than `most` bytes."""
    with archive.open(entry) as opened:
        body = opened.read(most + 1)
    if len(body) > most:
        raise ValueError("The object is too large.")
    return body


def _entries(archive: zipfile.ZipFile) -> Iterator[_Entry]:
    package = Package(archive)
    if odf_manifest.PART in package.names:
        yield from _opendocument(archive, package)
        return
    # The workbook behind a chart is not a file that someone embedded.
    behind = {
        target for name in package.names if _is_chart(name) for target in ooxml.related(package, name, ("package",))
    }
    for number, one in enumerate(archive.infolist()):
        name = portable(one.filename)
        if _OFFICE.fullmatch(name) and one.file_size and name not in behind:
            yield _Entry(archive, number)


def _is_chart(name: str) -> bool:
    return "/charts/" in name and "/_rels/" not in name and name.endswith(".xml")


def _opendocument(archive: zipfile.ZipFile, package: Package) -> Iterator[_Entry]:
    """OLE objects are files at the top, and other documents are folders there (ISO/IEC 26300-3, 3.16)."""
    types = odf_manifest.types_of(package)
    for number, one in enumerate(archive.infolist()):
        name = one.filename
        folder = f"{name.partition('/')[0]}/"
        if "/" not in name and one.file_size and name not in _OWN_PARTS and not name.endswith((".xml", ".rdf")):
            yield _Entry(archive, number)
        elif name == f"{folder}content.xml" and types.get(folder) in _EXTENSIONS:
            yield _Entry(archive, number, folder, types[folder])
