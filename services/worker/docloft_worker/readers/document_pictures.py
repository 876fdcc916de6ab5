"""Pictures in documents that have no pages of their own: pasted scans, photos on slides, illustrations of books. Those
that are large enough for text are the last pages of the document, to be recognised like scanned pages. Only the
sandbox's child imports it.
"""

import os
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple, Protocol
from urllib.parse import unquote_to_bytes

from PIL import Image

from docloft.lifecycle.gaps import Gap
from docloft.parsing.image_files import ERRORS, FORMATS
from docloft_worker.readers import Portion, mime
from docloft_worker.readers.mime import Source
from docloft_worker.readers.read_budgets import ReadBudget, SpentError, metered

MAX_PICTURES = 200
"""The most pictures of one document. Each takes as long as a scanned page, and a book may have a thousand."""

MAX_BYTES = 32 * 1024 * 1024
"""The most bytes of one picture, which is held in memory."""

FEWEST_PIXELS, SHORTEST_SIDE = 50_000, 60
"""Smaller pictures are icons, buttons and most logos."""

_MOST_EXAMINED = 2_000
_READ_CALLS = 500_000
"""The budget for the headers of all pictures of one document, about two seconds. It is counted, not timed: pictures are
numbered as pages, so every later reading must find the same ones."""

_ENDINGS = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".dib", ".gif", ".webp", ".heic", ".avif"}
)
_FOLDERS = frozenset({"media", "pictures"})
_PREVIEWS = ("docprops/", "thumbnails/", "objectreplacements/")
_NUMBER = re.compile(r"(\d{1,9})")
_ZIP, _RTF, _PDF = b"PK\x03\x04", b"{\\rtf", b"%PDF-"
_HEADER_WITHIN = 1024
_TAIL = 2048
_UNREADABLE = (*ERRORS, zipfile.BadZipFile, zlib.error, NotImplementedError)

# An address (RFC 2397), or an element of Word 2003, a flat package or flat OpenDocument.
_ADDRESS = re.compile(
    rb"data:image/[a-z0-9+.-]{1,20}(?:;[a-z-]{1,20}=[^;,\"'<>]{0,255}){0,5};base64,"
    rb"|<office:binary-data>|<(?:w:binData|pkg:binaryData)(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)
_ADDRESS_END = re.compile(rb"[\"')<>]")
_PICTURE = re.compile(rb"\\(?:png|jpeg)blip(?![a-z])")
_DIGITS = re.compile(rb"[0-9a-fA-F][0-9a-fA-F \r\n]{100}[0-9a-fA-F \r\n]*")
_SPACE = b" \t\r\n"

Opened = Callable[[], IO[bytes]]


class Archive(Protocol):
    """The methods of a ZIP file that are used here."""

    def infolist(self) -> list[zipfile.ZipInfo]: ...
    def namelist(self) -> list[str]: ...
    def open(self, name: Any, /) -> IO[bytes]: ...


class Pictures(NamedTuple):
    """`left_out`: there are others, which are too many or too large."""

    found: list[Opened]
    left_out: bool


@contextmanager
def opened(path: str) -> Iterator[Pictures | None]:
    """The pictures of a document; None for a PDF, which has pages, and for an empty file."""
    with Path(path).open("rb") as file:
        head = file.read(_HEADER_WITHIN)
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
        tail = file.read()
    if head.startswith(_ZIP) and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield of_package(archive)
    elif not head or _PDF in head or b"startxref" in tail:
        yield None
    else:
        with mime.mapped(path) as body:
            yield _of_text(body)


def with_pictures(portion: Portion, path: str) -> Portion:
    """A portion that is a whole text, with a page for each picture in it."""
    with opened(path) as pictures:
        return with_pages(portion, pictures) if pictures else portion


def of_package(archive: Archive) -> Pictures:
    """Each picture once, in the order of the numbers in their names: programs number them in the order in which they
    are inserted.
    """
    entries = [one for one in archive.infolist() if _is_picture(one.filename.replace("\\", "/").lower())]
    ordered = sorted(entries, key=lambda one: _place(one.filename))
    return _large(((one.CRC, one.file_size), one.file_size, partial(archive.open, one)) for one in ordered)


def with_pages(portion: Portion, pictures: Pictures) -> Portion:
    """A portion that is a whole document, with a page for each of its pictures."""
    if pictures.left_out:
        portion["partial"] = [*portion.get("partial", ()), Gap.NO_OCR]
    if not pictures.found:
        return portion
    pages = portion["pages"] if any(page.strip() for page in portion["pages"]) else []
    total = len(pages) + len(pictures.found)
    pages = [*pages, *("" for _ in pictures.found)]
    return {**portion, "pages": pages, "total": total, "unread": [*range(total - len(pictures.found), total)]}


def is_large(file: IO[bytes]) -> bool:
    """Whether this is a picture that may show text, by its header. Raises whatever a damaged container raises."""
    with suppress(*ERRORS), Image.open(file, formats=FORMATS) as image:
        return min(image.size) >= SHORTEST_SIDE and image.width * image.height >= FEWEST_PIXELS
    return False


def _of_text(body: Source) -> Pictures:
    """The pictures that are written in the addresses of a web page or a Markdown text, or in an RTF document."""
    is_rich = body[: len(_RTF)] == _RTF
    places = _in_rich_text(body) if is_rich else addresses(body)
    decoded = _from_digits if is_rich else _from_address
    return _large(
        (hash(body[start : min(end, start + MAX_BYTES)]), end - start, partial(decoded, body, start, end))
        for start, end in places
    )


def _large(candidates: Iterable[tuple[Hashable, int, Opened]]) -> Pictures:
    """Those candidates (what is the same for equal ones, their bytes, how to open them) that are pictures large enough
    for text, each once.
    """
    budget = ReadBudget(_READ_CALLS)
    found: list[Opened] = []
    seen: set[Hashable] = set()
    left_out = False
    for identity, size, open_one in candidates:
        if identity in seen:
            continue
        if len(seen) == _MOST_EXAMINED or len(found) == MAX_PICTURES:
            return Pictures(found, left_out=True)
        seen.add(identity)
        if size > MAX_BYTES:
            left_out = True
            continue
        try:
            with suppress(*_UNREADABLE), open_one() as file:
                if is_large(metered(file, budget)):
                    found.append(open_one)
        except SpentError:
            return Pictures(found, left_out=True)
    return Pictures(found, left_out)


def _is_picture(name: str) -> bool:
    """By its ending, or by its folder: some programs write "image1.tmp"."""
    path = PurePosixPath(name)
    return (path.suffix in _ENDINGS or path.parent.name in _FOLDERS) and not name.startswith(_PREVIEWS)


def _place(name: str) -> list[tuple[int, str]]:
    """Sorts "image10" behind "image9"."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(name)]


def addresses(body: Source) -> Iterator[tuple[int, int]]:
    """Where the data of each address begins and ends. An address without an end goes to the next one, so that a text
    full of beginnings takes no longer.
    """
    starts = ((match.start(), match.end()) for match in _ADDRESS.finditer(body))
    for (_, start), (following, _) in pairwise(chain(starts, [(len(body), 0)])):
        end = _ADDRESS_END.search(body, start, following)
        yield start, end.start() if end else following


def _in_rich_text(body: Source) -> Iterator[tuple[int, int]]:
    starts = (match.end() for match in _PICTURE.finditer(body))
    for start, following in pairwise(chain(starts, [len(body)])):
        if digits := _DIGITS.search(body, start, following):
            yield digits.span()


def _from_address(body: Source, start: int, end: int) -> IO[bytes]:
    """Blanks and other characters that are not Base64 are left out, as browsers do."""
    return BytesIO(b64decode(unquote_to_bytes(body[start:end]) + b"=="))


def _from_digits(body: Source, start: int, end: int) -> IO[bytes]:
    written = body[start:end].translate(None, _SPACE)
    return BytesIO(bytes.fromhex(written[: len(written) // 2 * 2].decode("ascii")))
