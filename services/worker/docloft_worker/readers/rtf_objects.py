"""Files that are embedded in an RTF document (specification 1.9.1, objects): OLE objects in hexadecimal digits, in the
form of OLE 1 ([MS-OLEDS] 2.2.5).
"""

import io
import re
import struct
from collections.abc import Iterator
from itertools import islice

from docloft.formats.format import ListedPart, Listing, Pieces
from docloft_worker.readers import containers, mime, ole_objects
from docloft_worker.readers.mime import Source
from docloft_worker.readers.ole_objects import Embedded

_BEGINNING = re.compile(rb"\\objdata(?![a-z])[ \r\n]?")
_END = re.compile(rb"[{}\\]")
_SPACE = b" \t\r\n"
_MOST = 500
_MOST_BYTES = 24 * 1024 * 1024
_EMBEDDED = 2
_PACKAGE = b"Package\x00"
_MOST_NAME = 1_000


def listing(path: str) -> Listing:
    parts: list[ListedPart] = []
    left_out = False
    with mime.mapped(path) as body:
        for number, place in enumerate(_objects(body)):
            if number == _MOST:
                left_out = True
                break
            try:
                found = _embedded(body, place)
            except ValueError:
                left_out = True
                continue
            if found:
                name = found.name or f"Object {number + 1}{found.ending}"
                parts.append({"number": number, "name": name, "size": len(found.content)})
    return {"parts": parts, "left_out": left_out}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    with mime.mapped(path) as body:
        places = list(islice(_objects(body), _MOST))

        def opened(number: int) -> io.BytesIO:
            embedded = _embedded(body, places[number])
            return io.BytesIO(embedded.content if embedded else b"")

        return containers.collected(numbers, opened, offset, most, (ValueError, IndexError))


def _objects(body: Source) -> Iterator[tuple[int, int]]:
    """Where the digits of each object begin and end."""
    at = 0
    while start := _BEGINNING.search(body, at):
        end = _END.search(body, start.end())
        at = end.start() if end else len(body)
        yield start.end(), at


def _embedded(document: Source, place: tuple[int, int]) -> Embedded | None:
    """None for a link. Raises ValueError."""
    start, end = place
    if end - start > 3 * _MOST_BYTES:
        raise ValueError("The object is too large.")
    written = document[start:end].translate(None, _SPACE)
    body = bytes.fromhex(written[: len(written) // 2 * 2].decode("ascii", "replace"))
    try:
        _, kind = struct.unpack_from("<II", body)
        if kind != _EMBEDDED:
            return None
        at = 8
        names = []
        for _ in range(3):
            (length,) = struct.unpack_from("<I", body, at)
            if length > _MOST_NAME:
                raise ValueError("The object is damaged.")
            names.append(body[at + 4 : at + 4 + length])
            at += 4 + length
        (size,) = struct.unpack_from("<I", body, at)
    except struct.error as error:
        raise ValueError("The object is cut.") from error
    content = body[at + 4 : at + 4 + size]
    if names[0] == _PACKAGE:
        return ole_objects.packaged(struct.pack("<I", len(content)) + content)
    return ole_objects.embedded(content)
