"""The file that Outlook wraps around the attachments of a mail ([MS-OXTNEF]), usually called winmail.dat: subject,
body, and the attachments as parts. Read here, because the library for it (tnefparse) has had no release since 2021.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.format import ListedPart, Listing, Pieces
from docloft.parsing.text_files import declared, decode
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, containers, mime, properties
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.compressed_text import text_of_compressed
from docloft_worker.readers.html_reader import text_of_page
from docloft_worker.readers.text_reader import as_pages

MAX_ATTACHMENTS = 1_000
_MAX_PROPERTIES = 10_000
_SIGNATURE_BYTES = 6
_ATTRIBUTE = struct.Struct("<BHHI")
_CHECKSUM_BYTES = 2

# Attributes ([MS-OXTNEF] 2.1.3.3), and properties ([MS-OXPROPS]).
_SUBJECT, _BODY, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x8004, 0x800C, 0x9003, 0x9007
_NEW_ATTACHMENT, _NAME, _CONTENT, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_PLAIN, _HTML, _RTF, _OBJECT, _LONG_NAME = 0x1000, 0x1013, 0x1009, 0x3701, 0x3707

# Types of properties ([MS-OXCDATA] 2.11.1) and the bytes of their values, which are padded to four.
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_WIDE, _MANY, _NAMED = 0x1F, 0x1000, 0x8000
_INTERFACE_BYTES = 16
"""In front of an embedded object."""


@dataclass(slots=True)
class _Attachment:
    name: str = ""
    content: memoryview = field(default_factory=lambda: memoryview(b""))


@dataclass(slots=True)
class _Message:
    code_page: str = "cp1252"
    subject: str = ""
    plain: str = ""
    html: bytes = b""
    rich: bytes = b""
    attachments: list[_Attachment] = field(default_factory=list)


def read(path: str) -> Portion:
    """The subject, the names of the attachments, then the body."""
    with _opened(path) as message:
        names = ", ".join(_name(one, number) for number, one in enumerate(message.attachments))
        lines = [f"Subject: {message.subject}"] if message.subject else []
        lines += [f"Attachments: {names}"] if names else []
        body = message.plain.strip() or text_of_page(message.html).strip() or text_of_compressed(message.rich)
        text = clean("\n".join(lines) + "\n\n" + body[:MAX_CHARACTERS]).strip()
        return {**as_pages(text, cut=False), "properties": properties.of(title=message.subject)}


def listing(path: str) -> Listing:
    with _opened(path) as message:
        parts: list[ListedPart] = [
            {"number": number, "name": _name(one, number), "size": len(one.content)}
            for number, one in enumerate(message.attachments)
        ]
        return {"parts": parts[:MAX_ATTACHMENTS], "left_out": len(parts) > MAX_ATTACHMENTS}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    with _opened(path) as message:
        found = message.attachments
        return containers.collected(
            numbers, lambda number: io.BytesIO(found[number].content), offset, most, (ValueError, IndexError)
        )


def _name(one: _Attachment, number: int) -> str:
    return one.name.strip("\0 ") or f"Attachment {number + 1}"


@contextmanager
def _opened(path: str) -> Iterator[_Message]:
    """Raises Refused for a damaged file. One that is cut off has the attachments before its end."""
    with mime.mapped(path) as source:
        message = _Message()
        try:
            _fill(message, memoryview(source[:]))
        except (struct.error, ValueError) as error:
            if not (message.attachments or message.subject):
                raise Refused(reasons.DAMAGED_ATTACHMENTS) from error
        yield message


def _fill(message: _Message, body: memoryview) -> None:
    for number, value in _attributes(body):
        if number == _NEW_ATTACHMENT:
            message.attachments.append(_Attachment())
        elif number in {_NAME, _CONTENT, _ATTACHMENT_PROPERTIES}:
            if message.attachments:
                _describe(message.attachments[-1], number, value, message.code_page)
        else:
            _describe_message(message, number, value)


def _attributes(body: memoryview) -> Iterator[tuple[int, memoryview]]:
    at = _SIGNATURE_BYTES
    while at + _ATTRIBUTE.size <= len(body):
        _, number, _, size = _ATTRIBUTE.unpack_from(body, at)
        at += _ATTRIBUTE.size
        if at + size > len(body):
            raise ValueError("The end of the file is missing.")
        yield number, body[at : at + size]
        at += size + _CHECKSUM_BYTES


def _describe_message(message: _Message, number: int, value: memoryview) -> None:
    match number:
        case _ if number == _CODE_PAGE:
            message.code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        case _ if number == _SUBJECT:
            message.subject = _decoded(value, message.code_page)
        case _ if number == _BODY:
            message.plain = _decoded(value, message.code_page)
        case _ if number == _MESSAGE_PROPERTIES:
            for key, kind, inner in _properties(value):
                if key == _PLAIN:
                    message.plain = _text(kind, inner, message.code_page)
                elif key == _HTML:
                    message.html = bytes(inner)
                elif key == _RTF:
                    message.rich = bytes(inner)


def _describe(attachment: _Attachment, number: int, value: memoryview, code_page: str) -> None:
    if number == _NAME:
        attachment.name = attachment.name or _decoded(value, code_page)
    elif number == _CONTENT:
        attachment.content = value
    else:
        for key, kind, inner in _properties(value):
            if key == _LONG_NAME:
                attachment.name = _text(kind, inner, code_page)
            elif key == _OBJECT and not attachment.content:
                attachment.content = inner[_INTERFACE_BYTES:]


def _text(kind: int, value: memoryview, code_page: str) -> str:
    if kind == _WIDE:
        return bytes(value).decode("utf-16-le", "replace").rstrip("\0")
    return _decoded(value, code_page)


def _decoded(value: memoryview, code_page: str) -> str:
    body = bytes(value).rstrip(b"\0")
    found = declared(body, code_page)
    return decode(body) if found is None else found


def _properties(body: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """(number, type, value) of each property with one value of a variable size."""
    (count,) = struct.unpack_from("<I", body)
    at = 4
    for _ in range(min(count, _MAX_PROPERTIES)):
        kind, number = struct.unpack_from("<HH", body, at)
        at += 4
        if number >= _NAMED:
            (by_name,) = struct.unpack_from("<I", body, at + 16)
            at += 20
            at += 4 + _padded(struct.unpack_from("<I", body, at)[0]) if by_name else 4
        values = 1
        if kind & _MANY or kind in _VARIABLE:
            (values,) = struct.unpack_from("<I", body, at)
            at += 4
        single = kind & ~_MANY
        for _ in range(min(values, _MAX_PROPERTIES)):
            if single in _VARIABLE:
                (size,) = struct.unpack_from("<I", body, at)
                at += 4
                if not kind & _MANY:
                    yield number, single, body[at : at + size]
                at += _padded(size)
            elif single in _FIXED:
                at += _FIXED[single]
            else:
                raise ValueError("There is no such type of property.")


def _padded(size: int) -> int:
    return (size + 3) & ~3
