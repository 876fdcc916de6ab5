"""Files that are embedded in an Office document as OLE objects ([MS-OLEDS]): a compound file around a packaged file of
any kind, around the document of another program, or around one in a newer format.
"""

import io
import struct
import zipfile
from typing import NamedTuple

import olefile

from docloft.formats import ole
from docloft_worker.readers import ole_streams

_NATIVE = "\x01Ole10Native"
_WHOLE = {
    "WordDocument": ".doc",
    "Workbook": ".xls",
    "Book": ".xls",
    "PowerPoint Document": ".ppt",
    "VisioDocument": ".vsd",
    "__properties_version1.0": ".msg",
}
"""Streams of a document that is its own compound file."""
_WRAPPED = ("Package", "EmbeddedOdf", "CONTENTS")
"""Streams with a whole file of another format: of newer Office, of LibreOffice, and of other programs."""
_NO_FILES = frozenset({"Equation Native", "MSGraph.Chart.8"})
_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_OPENDOCUMENT = {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp", "graphics": ".odg"}
_MOST_NAME = 1_000
_MOST_TYPE = 100
_EMBEDDED = 2


class Embedded(NamedTuple):
    """`name` is empty when the object does not say it; `ending` is then the extension for the content, if known."""

    content: bytes
    name: str = ""
    ending: str = ""


def embedded(body: bytes) -> Embedded | None:
    """The file in an OLE object; None when there is none, as in an equation or a link to a file. Raises ValueError for
    an object that cannot be read.
    """
    if not body.startswith(ole.SIGNATURE):
        return Embedded(body) if body else None
    with ole_streams.compound_file(io.BytesIO(body), ValueError("The object is damaged.")) as file:
        return _of(file, body)


def _of(file: "olefile.OleFileIO[str]", body: bytes) -> Embedded | None:
    names = {"/".join(path) for path in file.listdir()}
    if _NATIVE in names:
        return packaged(file.openstream(_NATIVE).read())
    for stream in _WRAPPED:
        found = file.openstream(stream).read() if stream in names else b""
        if found:
            return Embedded(found, ending=_ending(found))
    for stream, ending in _WHOLE.items():
        if stream in names:
            return Embedded(body, ending=ending)
    # Only a preview and what the program needs to show it: the object is a link.
    has_content = any(not name.startswith(("\x01", "\x02", "\x03")) for name in names)
    return Embedded(body) if has_content and _NO_FILES.isdisjoint(names) else None


def packaged(stream: bytes) -> Embedded | None:
    """The file of an OLE package (the stream Ole10Native). None for a link, which has no content. Programs that
    embed their own data write only its size before it. Raises ValueError for a damaged package.
    """
    try:
        size, kind = struct.unpack_from("<IH", stream)
        if kind != _EMBEDDED:
            content = stream[4 : 4 + size]
            return Embedded(content) if content else None
        label, at = _string(stream, 6)
        path, at = _string(stream, at)
        (is_link,) = struct.unpack_from("<H", stream, at)
        if is_link:
            return None
        (length,) = struct.unpack_from("<I", stream, at + 4)
        at += 8 + length
        (length,) = struct.unpack_from("<I", stream, at)
    except struct.error as error:
        raise ValueError("The package is cut.") from error
    content = stream[at + 4 : at + 4 + length]
    if len(content) < length:
        raise ValueError("The package is cut.")
    name = (
        _unicode_name(stream, at + 4 + length) or label.decode("cp1252", "replace") or path.decode("cp1252", "replace")
    )
    # Windows writes the whole path of the file that was inserted.
    return Embedded(content, name.replace("\\", "/").rpartition("/")[2]) if content else None


def _string(stream: bytes, at: int) -> tuple[bytes, int]:
    """(the characters up to the next zero byte, the place after it). Raises struct.error if there is none."""
    end = stream.find(b"\x00", at, at + _MOST_NAME)
    if end < 0:
        raise struct.error
    return stream[at:end], end + 1


def _unicode_name(stream: bytes, at: int) -> str:
    """Newer versions of Windows write the names again, in Unicode, behind the content: the path of the copy, then the
    label.
    """
    found = ""
    try:
        for _ in range(2):
            (length,) = struct.unpack_from("<I", stream, at)
            if length > _MOST_NAME:
                return ""
            found = stream[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace").rstrip("\x00")
            at += 4 + 2 * length
    except struct.error:
        return ""
    return found


def _ending(body: bytes) -> str:
    """The file extension for the content of an object that has no name."""
    if body.startswith(b"%PDF-"):
        return ".pdf"
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as written:
                    kind = written.read(_MOST_TYPE).decode("ascii", "replace")
                return _OPENDOCUMENT.get(kind.strip().rpartition(".")[2], "")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return ""
    return next((ending for folder, ending in _FOLDERS.items() if any(one.startswith(folder) for one in names)), "")
