"""The structure of an e-mail message (RFC 5322, RFC 2045 to 2047, RFC 2231). Works on the bytes of the file, so that a
message inside is extracted unchanged, and memory does not grow with attachments. Python's parser is used for the fields
of a header only: it keeps every line of a message as an object. Longer than most modules because it is one grammar,
whose rules use each other.
"""

import binascii
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import islice

from docloft.errors import Refused
from docloft.formats import p7m
from docloft.parsing.text_files import declared, decode
from docloft_worker.readers import uuencoded

MAX_DEPTH = 50
"""The most levels of nested multiparts. Mail programs write four; each further one is another pass over its bytes."""
MAX_ENTITIES = 5_000
MAX_HEADER_BYTES = 256 * 1024
_MAX_VALUE = 4_096
"""The most bytes of a field that is parsed: Python's parsing of parameters takes quadratic time."""

_LATIN = frozenset({"us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "iso-8859-15"})
_ENVELOPES = frozenset({"enveloped-data", "authenveloped-data"})
_CHUNK = 1024 * 1024
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_BLANKS = re.compile(r"\s+")
# A line that goes on in the next one without a space (RFC 3676, 4.1 and 4.2), but not the one before a signature.
_SOFT_BREAKS = re.compile(r"(?<!\n--) \r?\n>{0,20} ?")


Source = mmap.mmap | bytes


class Content:
    """Decoded bytes, read like a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def read(self, size: int, /) -> bytes:
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._left = chunk
        taken, self._left = self._left[:size], self._left[size:]
        return taken

    def read_all(self, most: int) -> bytes:
        found = bytearray()
        while len(found) < most and (chunk := self.read(most - len(found))):
            found += chunk
        return bytes(found)


@dataclass(frozen=True, slots=True)
class Entity:
    """A header and the place of its body in the file. `alternative` and `related` number the nearest multipart of that
    kind around it, or are None. `is_encrypted`: with a key that only the recipient has (S/MIME, PGP).
    """

    fields: Message
    source: Source
    start: int
    end: int
    alternative: int | None = None
    related: int | None = None
    is_encrypted: bool = False

    @property
    def media_type(self) -> str:
        return self.fields.get_content_type()

    @property
    def disposition(self) -> str:
        return (self.fields.get_content_disposition() or "").lower()

    @property
    def file_name(self) -> str:
        """Empty when it has none."""
        return words(self.fields.get_filename() or "")

    @property
    def size(self) -> int:
        """An estimate: the decoded bytes may be a few less."""
        encoded = self.end - self.start
        return encoded * 3 // 4 if self._encoding == "base64" else encoded

    @property
    def is_encoded(self) -> bool:
        return self._encoding not in {"", "7bit", "8bit", "binary"}

    @property
    def _encoding(self) -> str:
        return str(self.fields.get("content-transfer-encoding", "")).strip().lower()

    def content(self) -> Content:
        match self._encoding:
            case "base64":
                return Content(self._base64())
            case "quoted-printable":
                return Content(self._quoted())
            case "x-uuencode" | "uuencode" | "x-uue":
                return Content(self._uuencoded())
        return Content(self._slices())

    def text(self, most: int) -> str:
        """The body as text, at most `most` bytes of it."""
        text = text_of(self.content().read_all(most), self.fields.get_content_charset())
        is_broken = words(self.fields.get_param("delsp", "")).lower() == "yes"
        return _SOFT_BREAKS.sub("", text) if is_broken else text

    def _slices(self) -> Iterator[bytes]:
        for at in range(self.start, self.end, _CHUNK):
            yield self.source[at : min(at + _CHUNK, self.end)]

    def _base64(self) -> Iterator[bytes]:
        left = b""
        for chunk in self._slices():
            left += chunk.translate(None, _NOT_BASE64)
            whole, ended = left.find(b"="), b"=" in left
            usable = left[:whole] if ended else left[: len(left) // 4 * 4]
            usable += b"A" * (1 if len(usable) % 4 == 1 else 0)
            yield binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
            if ended:
                return
            left = left[len(left) // 4 * 4 :]
        if len(left) > 1:
            yield binascii.a2b_base64(left + b"=" * (-len(left) % 4))

    def _quoted(self) -> Iterator[bytes]:
        left = b""
        for chunk in self._slices():
            left += chunk
            whole = left.rfind(b"\n") + 1
            if whole:
                yield binascii.a2b_qp(left[:whole])
                left = left[whole:]
        yield binascii.a2b_qp(left)

    def _uuencoded(self) -> Iterator[bytes]:
        for line in b"".join(self._slices()).splitlines():
            if line.startswith((b"begin ", b"end")) or not line.strip():
                continue
            # Without the spaces and checksums that some programs add to a line. Lines that are not encoded are left
            # out.
            with suppress(binascii.Error):
                yield binascii.a2b_uu(line[: ((((line[0] - 32) & 63) + 2) // 3) * 4 + 1])


@dataclass(frozen=True, slots=True)
class Structure:
    """The fields of a message and its leaves in order. `is_cut`: there are more than MAX_ENTITIES, or deeper ones."""

    fields: Message
    leaves: list[Entity]
    is_cut: bool


@contextmanager
def mapped(path: str) -> Iterator[mmap.mmap]:
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as source:  # noqa: PTH123
        yield source


def structure(source: Source, start: int = 0, end: int | None = None) -> Structure:
    """The structure of the message between two offsets. Never raises, whatever the file contains."""
    root = _entity(source, start, len(source) if end is None else end)
    leaves: list[Entity] = []
    waiting = [(root, 0)]
    is_cut, seen = False, 0
    while waiting:
        entity, depth = waiting.pop()
        parts = _parts(entity) if entity.media_type.startswith("multipart/") else None
        seen += 1
        if seen > MAX_ENTITIES or depth > MAX_DEPTH or (parts and depth == MAX_DEPTH):
            is_cut = True
            continue
        if not parts and (signed := _signed(entity)) is not None:
            waiting.append((_entity(signed, 0, len(signed), entity.alternative, entity.related), depth + 1))
            continue
        if not parts:
            leaves += _with_files_apart(entity, max(0, MAX_ENTITIES - len(leaves)))
            continue
        is_cut = is_cut or len(parts) > MAX_ENTITIES
        kind = entity.media_type
        alternative = seen if kind == "multipart/alternative" else entity.alternative
        related = seen if kind == "multipart/related" else entity.related
        inner = [
            _entity(entity.source, first, last, alternative, related, is_digest=kind == "multipart/digest")
            for first, last in parts[:MAX_ENTITIES]
        ]
        if kind == "multipart/encrypted" or entity.is_encrypted:
            inner = [replace(one, is_encrypted=True) for one in inner]
        waiting += [(one, depth + 1) for one in reversed(inner)]
    return Structure(root.fields, leaves, is_cut)


def text_of(body: bytes, label: str | None) -> str:
    """Decodes by the declared charset, unless it is wrong: programs declare ASCII or Latin-1 for UTF-8."""
    if label and label.lower() in _LATIN and not body.isascii():
        label = "utf-8" if declared(body, "utf-8") is not None else label
    found = declared(body, label) if label else None
    return decode(body) if found is None else found


def field(fields: Message, name: str) -> str:
    """The value of a field as people read it, on one line. Empty when there is none."""
    # Message.get would replace the bytes that are not ASCII.
    return words(next((value for key, value in fields.raw_items() if key.lower() == name.lower()), ""))


def words(value: object) -> str:
    """Decodes the encoded words of a value (RFC 2047) and bytes that are not ASCII."""
    text = str(value)[: _MAX_VALUE * 4]
    found = []
    for chunk, label in decode_header(_readable(text)):
        if isinstance(chunk, str):
            found.append(chunk)
        else:
            body = chunk.decode("latin-1").encode("latin-1")
            found.append(text_of(body, label))
    return _BLANKS.sub(" ", "".join(found)).strip()


def _readable(text: str) -> str:
    """Bytes that are not ASCII are surrogates in a parsed header (RFC 5335 and older mistakes)."""
    if text.isascii():
        return text
    try:
        return decode(text.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8", "replace")


def _entity(
    source: Source,
    start: int,
    end: int,
    alternative: int | None = None,
    related: int | None = None,
    *,
    is_digest: bool = False,
) -> Entity:
    stop, body = _header_end(source, start, end)
    fields = BytesHeaderParser().parsebytes(source[start : min(stop, start + MAX_HEADER_BYTES)] + b"\n\n")
    for name in ("content-type", "content-disposition"):
        value = fields.get(name)
        if value is None:
            continue
        text = str(value)[:_MAX_VALUE]
        del fields[name]
        fields[name] = text
    if is_digest and "content-type" not in fields:
        fields["content-type"] = "message/rfc822"
    is_encrypted = (
        fields.get_content_type() in p7m.FORMAT.media_types
        and str(fields.get_param("smime-type", "")).lower() in _ENVELOPES
    )
    return Entity(fields, source, body, end, alternative, related, is_encrypted)


def _signed(entity: Entity) -> bytes | None:
    """The message inside a signature that encloses it (RFC 8551, 3.5.2); None for any other part."""
    if entity.media_type not in p7m.FORMAT.media_types or entity.is_encrypted:
        return None
    # This loads asn1crypto, and few messages need it.
    from docloft_worker.readers import cms  # noqa: PLC0415

    with suppress(Refused):
        signed = cms.opened(entity.content().read_all(entity.end - entity.start))
        return signed.content if signed else None
    return None


def _with_files_apart(entity: Entity, most: int) -> Iterator[Entity]:
    """A text is split where it has files between its lines."""
    if entity.media_type.partition("/") != ("text", "/", "plain") or entity.is_encoded:
        yield entity
        return
    at = entity.start
    for name, start, end in islice(uuencoded.places(entity.source, at, entity.end), most):
        if entity.source[at:start].strip():
            yield replace(entity, start=at, end=start)
        fields = Message()
        fields["content-type"] = "application/octet-stream"
        fields["content-transfer-encoding"] = "x-uuencode"
        fields.add_header("content-disposition", "attachment", filename=text_of(name, None))
        yield replace(entity, fields=fields, start=start, end=end, alternative=None, related=None)
        at = end
    if at == entity.start or entity.source[at : entity.end].strip():
        yield replace(entity, start=at)


def _header_end(source: Source, start: int, end: int) -> tuple[int, int]:
    """(the end of the header, the start of the body)."""
    if source[start : start + 1] == b"\n":
        return start, start + 1
    if source[start : start + 2] == b"\r\n":
        return start, start + 2
    found = [
        (at, at + len(mark)) for mark in (b"\n\n", b"\r\n\r\n", b"\n\r\n") if (at := source.find(mark, start, end)) >= 0
    ]
    return min(found, default=(end, end))


def _parts(entity: Entity) -> list[tuple[int, int]]:
    """The places of the parts of a multipart; empty when it has no boundary or no part."""
    boundary = entity.fields.get_boundary()
    if not boundary:
        return []
    mark = b"--" + boundary.encode("utf-8", "surrogateescape").rstrip()
    source, at = entity.source, entity.start
    found: list[tuple[int, int]] = []
    begin: int | None = None
    while (at := source.find(mark, at, entity.end)) >= 0 and len(found) <= MAX_ENTITIES:
        after = at + len(mark)
        rest = source[after : after + 2]
        is_line = at == entity.start or source[at - 1 : at] == b"\n"
        if not is_line or (rest[:1] not in (b"", b"\r", b"\n", b" ", b"\t") and rest != b"--"):
            at = after
            continue
        if begin is not None:
            found.append((begin, max(begin, _before_line_end(source, at))))
        begin = None
        if rest == b"--":
            break
        line_end = source.find(b"\n", after, entity.end)
        begin = at = entity.end if line_end < 0 else line_end + 1
    if begin is not None and begin < entity.end and len(found) <= MAX_ENTITIES:
        # The end of the message is missing.
        found.append((begin, entity.end))
    return found


def _before_line_end(source: Source, at: int) -> int:
    return at - 2 if source[at - 2 : at] == b"\r\n" else at - 1
