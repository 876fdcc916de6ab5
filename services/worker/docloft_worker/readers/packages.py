"""ZIP packages of XML parts: Office Open XML (ECMA-376 part 2), OpenDocument and EPUB. Limits apply to the bytes
actually unpacked, not to the sizes in the ZIP directory. Text that was read before a limit or a damaged place is kept.
"""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from xml.parsers.expat import ExpatError

from docloft import reasons
from docloft.errors import Cause, Refused
from docloft.formats import ole
from docloft.lifecycle.gaps import Gap
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, document_pictures, xml_elements
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.document_pictures import Archive
from docloft_worker.readers.paging import split

MAX_MEMBERS = 20_000
"""The most entries in the ZIP directory; Word writes a few dozen, and a few hundred for a hundred images."""

MAX_EXPANDED = 100 * 1024 * 1024
"""The most bytes read from all parts together: a million words make about 50 MB."""

MAX_SECONDS = 5.0
"""The most processor time for one file. The sandbox stops its child after 8 s, and the text would be lost."""

FEW_CHARACTERS = 100
SCAN_BYTES = 50 * 1024
"""With fewer characters of text and a picture of at least this size that cannot be recognised, the picture is likely to
be what people search for: a scan that was pasted as a metafile.
"""
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".emf", ".wmf")
_PREVIEWS = ("docProps/", "Thumbnails/")

_CHUNK = 64 * 1024
_LONGEST_REFERENCE = 12
# Characters that XML cannot have (XML 1.0, 2.2). Some programs write them anyway, and others read them.
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_BLANKS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_REFERENCE = re.compile(
    rb"&#(?:0{0,4}(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0{0,4}(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]));",
    re.IGNORECASE,
)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError)


class TooDeepError(Exception):
    """Elements are nested deeper than a handler accepts."""


class EnoughError(Exception):
    """Raised by a handler that needs nothing more from a part. `complete`: nothing that it wanted is missing."""

    def __init__(self, *, complete: bool = False) -> None:
        super().__init__()
        self.complete = complete


class Handler(Protocol):
    """Receives the elements of a part. Names are `namespace local-name`, as expat writes them."""

    def start(self, element: str, attributes: dict[str, str]) -> None: ...
    def end(self, element: str) -> None: ...
    def characters(self, text: str) -> None: ...


class Package:
    """One open package. Counts how much may still be expanded. `gaps` collects what is missing so far, `failure` is
    the reason to refuse the file if it has no text at all.
    """

    def __init__(self, archive: Archive) -> None:
        if len(archive.infolist()) > MAX_MEMBERS:
            raise Refused(reasons.LARGE_OFFICE)
        self._archive = archive
        self._written = {portable(name): name for name in archive.namelist()}
        self.names = self._written.keys()
        self.left = MAX_EXPANDED
        self.until = time.process_time() + MAX_SECONDS
        self.gaps: set[Gap] = set()
        self.failure: Refused | None = None

    def parse(self, part: str, handler: Handler) -> None:
        """Reads a part as XML; nothing if there is no such part. Raises Refused for a password and for entities."""
        if part not in self.names:
            return
        parser = xml_elements.parser(handler.start, handler.end, handler.characters)
        try:
            for chunk in _permitted(self._chunks(part)):
                parser.Parse(chunk, False)  # noqa: FBT003 - expat accepts it by position only
                if time.process_time() > self.until:
                    self._miss(Gap.TEXT_CUT, Refused(reasons.LARGE_OFFICE, Cause.TOO_HEAVY))
                    return
            parser.Parse(b"", True)  # noqa: FBT003
        except EnoughError as enough:
            if not enough.complete:
                self.gaps.add(Gap.TEXT_CUT)
        except _Spent:
            self._miss(Gap.TEXT_CUT, Refused(reasons.LARGE_OFFICE))
        except (ExpatError, TooDeepError, *_UNREADABLE):
            self.miss_page()

    def content(self, part: str, most: int) -> bytes:
        """At most `most` bytes of a part; empty if there is no such part or it cannot be read."""
        body = bytearray()
        try:
            for chunk in self._chunks(part) if part in self.names else ():
                body += chunk
                if len(body) > most:
                    self.gaps.add(Gap.TEXT_CUT)
                    break
        except _Spent:
            self._miss(Gap.TEXT_CUT, Refused(reasons.LARGE_OFFICE))
        except _UNREADABLE:
            self.miss_page()
        return bytes(body[:most])

    def expanded_size(self, ending: str) -> int:
        """The total size of all parts with this ending according to the directory; no more bytes are unpacked."""
        return sum(one.file_size for one in self._archive.infolist() if one.filename.lower().endswith(ending))

    def portion(self, pages: list[str]) -> Portion:
        """The result for these pages (sheets, slides, chapters), of which long ones are split. Raises Refused when
        there is no text because the package could not be read.
        """
        cleaned = [clean(page).strip() for page in pages]
        if self.failure and not any(cleaned):
            raise self.failure
        pictures = document_pictures.of_package(self._archive)
        if sum(map(len, cleaned)) < FEW_CHARACTERS and not pictures.found and self._has_scan():
            self.gaps.add(Gap.NO_OCR)
        kept: list[str] = []
        left = MAX_CHARACTERS
        for page in cleaned:
            kept.extend(split(page[:left]))
            left -= min(left, len(page))
            if left == 0:
                break
        cut = sum(map(len, cleaned)) > MAX_CHARACTERS
        found: Portion = {"pages": kept or [""], "total": len(kept) or 1, "truncated": cut or Gap.TEXT_CUT in self.gaps}
        if self.gaps:
            found["partial"] = [gap.value for gap in self.gaps]
        return document_pictures.with_pages(found, pictures)

    def miss_page(self) -> None:
        """Records a page that is damaged, so that it is not read."""
        self._miss(Gap.PAGES_DAMAGED, Refused(reasons.DAMAGED_OFFICE))

    def _has_scan(self) -> bool:
        return any(
            one.file_size >= SCAN_BYTES
            and one.filename.lower().endswith(_PICTURES)
            and not one.filename.startswith(_PREVIEWS)
            for one in self._archive.infolist()
        )

    def _chunks(self, part: str) -> Iterator[bytes]:
        try:
            member = self._archive.open(self._written[part])
        except RuntimeError as error:  # what zipfile raises for an encrypted member
            if isinstance(error, NotImplementedError):
                raise
            raise locked() from error
        with member:
            while chunk := member.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise _Spent
                yield chunk

    def _miss(self, gap: Gap, failure: Refused) -> None:
        self.gaps.add(gap)
        self.failure = self.failure or failure


def portable(name: str) -> str:
    """Old programs of Windows write backslashes (.NET before 4.6.1)."""
    return name.replace("\\", "/").lstrip("/")


def _permitted(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A part with spaces in place of characters that are not permitted in XML."""
    left, is_wide = b"", None
    for chunk in chunks:
        body = left + chunk
        if is_wide is None:
            is_wide = b"\x00" in body[:4] or body.startswith((b"\xff\xfe", b"\xfe\xff"))
        if is_wide:
            left = b""
            yield body
            continue
        # A reference may be cut.
        cut = body.rfind(b"&", max(0, len(body) - _LONGEST_REFERENCE))
        body, left = (body, b"") if cut < 0 else (body[:cut], body[cut:])
        body = body.translate(_BLANKS)
        yield _REFERENCE.sub(b" ", body) if b"&#" in body else body
    yield left


def locked() -> Refused:
    return Refused(reasons.LOCKED)


class _Spent(Exception):  # noqa: N818 - not an error of the caller
    """More than MAX_EXPANDED bytes."""


@contextmanager
def opened(path: str) -> Iterator[Package]:
    """Raises Refused for a file that is not a readable package, and for errors inside the `with` block. An encrypted
    Office document is an OLE file ([MS-OFFCRYPTO] 2.3.4).
    """
    if ole.has_signature(Path(path)) and ole.is_encrypted(Path(path)):
        raise locked()
    try:
        with zipfile.ZipFile(path) as archive:
            yield Package(archive)
    except _UNREADABLE as error:
        raise Refused(reasons.DAMAGED_OFFICE) from error


@contextmanager
def nested(body: bytes, outer: Package) -> Iterator[Package | None]:
    """A package that is a part of another one and counts against its limits; None if it cannot be opened."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except _UNREADABLE:
        yield None
        return
    with archive:
        inner = Package(archive)
        inner.left, inner.until = outer.left, outer.until
        yield inner
        outer.left = inner.left
        outer.gaps |= inner.gaps
