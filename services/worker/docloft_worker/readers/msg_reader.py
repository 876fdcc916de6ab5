"""Outlook messages ([MS-OXMSG]): header, body (plain text, HTML or compressed RTF), and attachments as parts. Read with
olefile, because few streams are needed, and the libraries for messages stop at code pages that Python does not know.

The file is long because it is one format.
"""

import codecs
import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice

import olefile

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.format import ListedPart, Listing, Pieces
from docloft.parsing.text_files import declared, decode
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, containers, ole_streams, properties
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.compressed_text import text_of_compressed
from docloft_worker.readers.html_reader import text_of_page
from docloft_worker.readers.text_reader import as_pages

MAX_ATTACHMENTS = 1_000
"""The most attachments of a message, including those of the messages in it."""
MAX_DEPTH = 20
"""The most levels of nested messages. Mail programs forward a few times."""
MAX_BYTES = 100 * 1024 * 1024
"""The most bytes of one stream."""

# Identifiers of properties ([MS-OXPROPS]).
_SUBJECT, _BODY, _HTML, _RTF, _DISPLAY_TO, _DISPLAY_CC = 0x0037, 0x1000, 0x1013, 0x1009, 0x0E04, 0x0E03
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_SENT, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGE, _INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
ATTACHED, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x3001, 0x3712
_TEXT, _OLD_TEXT, BINARY = "001F", "001E", "0102"
_INTEGER, _TIME = 0x0003, 0x0040

_ATTACHMENT = "__attach_version1.0_"
_PROPERTIES = "__properties_version1.0"
_HEADER_BYTES = 32
_ENTRY = struct.Struct("<HHI8s")
_FIRST_MOMENT = datetime(1601, 1, 1, tzinfo=UTC)
_INLINE_BYTES = 32 * 1024


class Storage:
    """A message or an attachment: a folder of the file."""

    def __init__(
        self, file: "olefile.OleFileIO[str]", path: list[str], attached: dict[tuple[str, ...], list[str]]
    ) -> None:
        """`attached`: the names of the attachments of each storage."""
        self._file, self._path, self._attached = file, path, attached
        self._fixed = self._fixed_properties()

    def text(self, number: int, page: str = "cp1252") -> str:
        if (body := self.stream(number, _TEXT)) is not None:
            return body.decode("utf-16-le", "replace").rstrip("\x00")
        body = self.stream(number, _OLD_TEXT) or b""
        found = declared(body, page)
        return (decode(body) if found is None else found).rstrip("\x00")

    def stream(self, number: int, kind: str) -> bytes | None:
        name = [*self._path, f"__substg1.0_{number:04X}{kind}"]
        if not self._file.exists(name) or self._file.get_type(name) != olefile.STGTY_STREAM:
            return None
        body: bytes = self._file.openstream(name).read(MAX_BYTES)
        return body

    def size(self, number: int) -> int:
        name = [*self._path, f"__substg1.0_{number:04X}{BINARY}"]
        return int(self._file.get_size(name)) if self._file.exists(name) else 0

    def moment(self, number: int) -> datetime | None:
        kind, value = self._fixed.get(number, (0, b""))
        if kind != _TIME:
            return None
        try:
            return _FIRST_MOMENT + timedelta(microseconds=int.from_bytes(value, "little") // 10)
        except OverflowError:
            return None

    def code_page(self) -> str:
        for number in (_INTERNET_CODE_PAGE, _CODE_PAGE):
            kind, value = self._fixed.get(number, (0, b""))
            page = int.from_bytes(value[:4], "little") if kind == _INTEGER else 0
            try:
                return codecs.lookup({65001: "utf-8", 28591: "cp1252", 20127: "cp1252"}.get(page, f"cp{page}")).name
            except LookupError:
                continue
        return "cp1252"

    def embedded(self) -> "Storage | None":
        """The message in an attachment."""
        path = self._object()
        return Storage(self._file, path, self._attached) if self._file.exists([*path, _PROPERTIES]) else None

    def has_other_object(self) -> bool:
        """Whether an attachment is an object of another program, which has no file of its own ([MS-OXCMSG] 2.2.2.9,
        afOle).
        """
        path = self._object()
        return self._file.exists(path) and not self._file.exists([*path, _PROPERTIES])

    def attachments(self) -> list["Storage"]:
        names = sorted(self._attached.get(tuple(self._path), ()))[: MAX_ATTACHMENTS + 1]
        return [Storage(self._file, [*self._path, name], self._attached) for name in names]

    def _object(self) -> list[str]:
        return [*self._path, f"__substg1.0_{ATTACHED:04X}000D"]

    def _fixed_properties(self) -> dict[int, tuple[int, bytes]]:
        """Types and values of the properties of up to eight bytes, by property number."""
        name = [*self._path, _PROPERTIES]
        if not self._file.exists(name):
            return {}
        body: bytes = self._file.openstream(name).read(1024 * 1024)
        # The header has 32 bytes in a message, 24 in one inside, and 8 in an attachment: entries end the stream.
        body = body[len(body) % _ENTRY.size :]
        return {number: (kind, value) for kind, number, _, value in _ENTRY.iter_unpack(body)}


def read(path: str) -> Portion:
    """The header, the names of the attachments, then the body."""
    with open_message(path) as message:
        attached = names_of(message)
        subject = message.text(_SUBJECT, message.code_page())
        sender, moment = _sender(message), sent_at(message)
        text = clean(_text(message, attached))
        return {
            **as_pages(text, cut=len(attached) > MAX_ATTACHMENTS),
            "properties": properties.of(
                title=subject, author=sender, created=moment.isoformat() if moment is not None else None
            ),
        }


def listing(path: str) -> Listing:
    """With the attachments of messages inside, in a folder with the name of the message."""
    with open_message(path) as message:
        parts: list[ListedPart] = []
        left_out = False
        for number, (name, one, is_left_out) in enumerate(_all(message)):
            if number == MAX_ATTACHMENTS:
                left_out = True
                break
            left_out = left_out or is_left_out
            inner = one.embedded()
            size = len(_as_text(inner)) if inner else one.size(ATTACHED)
            if _is_file(one):
                parts.append({"number": number, "name": name, "size": size})
        return {"parts": parts, "left_out": left_out}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    with open_message(path) as message:
        found = [one for _, one, _ in islice(_all(message), max(numbers, default=0) + 1)]

        def opened(number: int) -> io.BytesIO:
            inner = found[number].embedded()
            return io.BytesIO(_as_text(inner) if inner else found[number].stream(ATTACHED, BINARY) or b"")

        return containers.collected(numbers, opened, offset, most, (OSError, ValueError, IndexError))


def _all(message: Storage, folder: str = "", depth: int = 0) -> Iterator[tuple[str, Storage, bool]]:
    """(name, attachment, whether something in it is left out) of a message and of the messages inside, in order."""
    for number, one in enumerate(message.attachments()):
        name, inner = _name(one, number).replace("/", "-"), one.embedded()
        too_deep = inner is not None and depth == MAX_DEPTH and bool(inner.attachments())
        yield f"{folder}{name}", one, too_deep or one.has_other_object()
        if inner and depth < MAX_DEPTH:
            yield from _all(inner, f"{folder}{name.removesuffix('.txt')}/", depth + 1)


def _is_file(one: Storage) -> bool:
    """Not a small picture of the text."""
    return bool(one.embedded()) or one.size(ATTACHED) >= (_INLINE_BYTES if one.text(CONTENT_ID) else 1)


def names_of(message: Storage) -> list[str]:
    return [_name(one, number) for number, one in enumerate(message.attachments()) if _is_file(one)]


def _name(one: Storage, number: int) -> str:
    inner = one.embedded()
    if inner:
        # An attached message is not stored as a file of its own, so it is written as text.
        return f"{inner.text(_SUBJECT, inner.code_page()) or 'Message'}.txt"
    return one.text(_LONG_NAME) or one.text(_SHORT_NAME) or one.text(_DISPLAY_NAME) or f"Attachment {number + 1}"


def _as_text(message: Storage) -> bytes:
    return clean(_text(message, names_of(message))).encode("utf-8", "replace")


def header_of(message: Storage, attached: list[str]) -> dict[str, str]:
    """The lines shown above a message: their names and values."""
    page = message.code_page()
    moment = sent_at(message)
    return {
        "From": _sender(message),
        "To": message.text(_DISPLAY_TO, page),
        "Cc": message.text(_DISPLAY_CC, page),
        "Date": f"{moment:%Y-%m-%d %H:%M} UTC" if moment is not None else "",
        "Subject": message.text(_SUBJECT, page),
        "Attachments": ", ".join(attached),
    }


def _text(message: Storage, attached: list[str]) -> str:
    lines = [f"{name}: {value}" for name, value in header_of(message, attached).items() if value.strip()]
    return "\n".join(lines) + "\n\n" + plain_body(message)[:MAX_CHARACTERS]


def plain_body(message: Storage) -> str:
    plain = message.text(_BODY, message.code_page())
    if plain.strip():
        return plain
    styled = styled_body(message)
    return text_of_page(styled) if styled.strip() else text_of_compressed(message.stream(_RTF, BINARY) or b"")


def styled_body(message: Storage) -> bytes:
    """The HTML body; empty if there is none."""
    page = message.code_page()
    styled = message.stream(_HTML, BINARY)
    if styled is None:
        styled = message.text(_HTML, page).encode("utf-8", "replace")
    elif b"charset" not in styled[:1024]:
        found = None if styled.isascii() or declared(styled, "utf-8") is not None else declared(styled, page)
        styled = styled if found is None else found.encode()
    return styled


def _sender(message: Storage) -> str:
    page = message.code_page()
    name = message.text(_SENDER_NAME, page)
    address = message.text(_SENDER_SMTP, page) or message.text(_SENDER_ADDRESS, page)
    return f"{name} <{address}>".strip() if "@" in address and address != name else name or address


def sent_at(message: Storage) -> datetime | None:
    return message.moment(_SENT) or message.moment(_DELIVERED)


@contextmanager
def open_message(path: str) -> Iterator[Storage]:
    """Raises Refused for a damaged file, even for errors inside the `with` block."""
    with ole_streams.compound_file(path, Refused(reasons.DAMAGED_MESSAGE)) as file:
        yield Storage(file, [], _attachments_of(file))


def _attachments_of(file: "olefile.OleFileIO[str]") -> dict[tuple[str, ...], list[str]]:
    """The names of the attachments of each storage that has any."""
    found: dict[tuple[str, ...], list[str]] = {}
    for *parent, name in file.listdir(streams=False, storages=True):
        if name.startswith(_ATTACHMENT):
            found.setdefault(tuple(parent), []).append(name)
    return found
