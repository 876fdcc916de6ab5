"""E-mail messages: header, body, and attachments as parts."""

import io
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice

from docloft.formats.format import ListedPart, Listing, Pieces
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, Properties, containers, document_pictures, inline_pictures, mime
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.html_reader import text_of_page
from docloft_worker.readers.mime import Entity, Structure
from docloft_worker.readers.text_reader import MAX_BYTES, as_pages

INLINE_IMAGE_BYTES = 32 * 1024
"""Smaller pictures in the text are logos and tracking pixels, unless they have many pixels, as a screenshot has."""

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
# Subtypes of `text/...`.
_TEXTS = frozenset({"plain", "html", "enriched", "rfc822-headers"})
_REPORTS = frozenset({"delivery-status", "disposition-notification", "feedback-report"})
_REPORTS |= {f"global-{one}" for one in ("delivery-status", "disposition-notification", "headers")}
"""Subtypes of `message/...`: texts about another message (RFC 3464, 8098, 5965, 6533)."""
_MESSAGES = frozenset({"rfc822", "global", "news"})
_SIGNATURES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
    }
)
_OTHER_VERSIONS = frozenset({"text/x-amp-html", "text/watch-html"})
"""Other versions of a text that the message also has as HTML."""
_ELSEWHERE = "message/external-body"
_FRAGMENT = "message/partial"
_PLACES = ("url", "site", "directory", "name", "server")
"""Parameters that say where a file is (RFC 2046, 5.2.3; RFC 2017)."""
_FEWER_WORDS = 0.5
_SIZE = re.compile(rb"(\d{1,12})[ \t]{0,20}\r?\n")
"""What Apple Mail writes in front of a message: how many bytes it has. A property list follows the message."""
_MOST_OLD = 64 * 1024 * 1024
"""The most bytes of a message whose lines end as on old Macs: it is copied."""


def read(path: str) -> Portion:
    """The header, the names of the attachments, then the body. If the text has two versions, the plain one is used,
    unless the HTML version is twice as long.
    """
    with opened(path) as found:
        return portion(found)


def text_of_message(body: bytes) -> str:
    """The body of a message, or the page that is saved as one (MHTML)."""
    return "\n\n".join(_texts(mime.structure(body)))


def portion(found: Structure) -> Portion:
    attached = [name_of(one, number) for number, one in attachments(found)]
    attached += [_elsewhere(one) for one in found.leaves if one.media_type == _ELSEWHERE]
    header = [f"{name}: {value}" for name in _SHOWN if (value := mime.field(found.fields, name))]
    header += [f"Attachments: {', '.join(attached)}"] if attached else []
    text = "\n\n".join(["\n".join(header), *_texts(found)])
    return {**as_pages(clean(text), cut=found.is_cut), "properties": properties_of(found.fields)}


def properties_of(fields: Message) -> Properties:
    found: Properties = {}
    if subject := mime.field(fields, "Subject"):
        found["title"] = subject[:500]
    if sender := mime.field(fields, "From"):
        name, address = "", ""
        # The parser calls itself for each comment inside a comment (RFC 5322, 3.2.2).
        with suppress(RecursionError):
            name, address = next(iter(getaddresses([sender])), ("", ""))
        found["author"] = (name or address or sender)[:500]
    with suppress(ValueError, TypeError, OverflowError):
        # The day in the sender's time zone, as the sender saw it.
        found["created"] = parsedate_to_datetime(mime.field(fields, "Date")).date().isoformat()
    return found


def listing(path: str) -> Listing:
    """Leaves out encrypted parts, and attachments that the message only refers to."""
    with opened(path) as found:
        parts: list[ListedPart] = [
            {"number": number, "name": name_of(one, number), "size": one.size} for number, one in attachments(found)
        ]
        is_left_out = any(one.is_encrypted or one.media_type == _ELSEWHERE for one in found.leaves)
        return {"parts": parts, "left_out": found.is_cut or is_left_out}


def pieces(path: str, numbers: list[int], offset: int, most: int) -> Pieces:
    with opened(path) as found:
        return containers.collected(numbers, lambda number: found.leaves[number].content(), offset, most, (ValueError,))


@contextmanager
def opened(path: str) -> Iterator[Structure]:
    with mime.mapped(path) as mapped:
        source: mime.Source = mapped
        if len(mapped) <= _MOST_OLD and mapped.find(b"\n") < 0:
            source = mapped[:].replace(b"\r", b"\n")
        found = mime.structure(source, *_place(source))
        pictures = (picture for leaf in found.leaves for picture in inline_pictures.of(leaf))
        room = max(0, mime.MAX_ENTITIES - len(found.leaves))
        shown = [*islice(pictures, room + 1)]
        is_cut = found.is_cut or len(shown) > room or any(_is_long(one, found) for one in found.leaves)
        yield replace(found, leaves=[*found.leaves, *shown[:room]], is_cut=is_cut)


def _is_long(one: Entity, found: Structure) -> bool:
    """Whether the end of a text of the body is not read, nor the pictures there."""
    return one.size > MAX_BYTES and _is_text(one) and not _is_file(one, is_only=len(found.leaves) == 1)


def _place(source: mime.Source) -> tuple[int, int]:
    """Where the message begins and ends. Blank lines, its size, and the line that separates messages in a mailbox may
    precede it.
    """
    at, end = 0, len(source)
    if source[:3] == b"\xef\xbb\xbf":
        at = 3
    while source[at : at + 1] in (b"\n", b"\r", b" "):
        at += 1
    if source[at : at + 3] == b"\xef\xbb\xbf":
        at += 3
    if size := _SIZE.match(source, at):
        at = size.end()
        end = min(end, at + int(size[1]))
    if source[at : at + 5] in (b"From ", b">From"):
        line = source[at : at + 1000].find(b"\n")
        at += line + 1
    return at, end


def attachments(found: Structure) -> Iterator[tuple[int, Entity]]:
    """The leaves that are files, with their numbers."""
    for number, one in enumerate(found.leaves):
        if _is_file(one, is_only=len(found.leaves) == 1):
            yield number, one


def name_of(one: Entity, number: int) -> str:
    if one.file_name:
        return one.file_name
    if _is_message(one):
        inner = mime.structure(one.content().read_all(mime.MAX_HEADER_BYTES)).fields
        return f"{mime.field(inner, 'Subject') or 'Message'}.eml"
    if one.media_type == _FRAGMENT:
        # Its name would be that of the whole file, and this is only a part.
        place, total = (mime.words(one.fields.get_param(name, ""))[:10] for name in ("number", "total"))
        return f"Message, part {place or '?'}{f' of {total}' if total else ''}.eml"
    label = mime.words(one.fields.get_param("name", ""))
    return label or f"Attachment {number + 1}{mimetypes.guess_extension(one.media_type) or ''}"


def _is_file(one: Entity, *, is_only: bool) -> bool:
    kind = one.media_type.partition("/")[0]
    if one.media_type in _SIGNATURES or one.media_type == _ELSEWHERE or one.is_encrypted or one.start >= one.end:
        return False
    if one.alternative is not None and one.media_type in _OTHER_VERSIONS:
        return False
    if _is_message(one) or one.disposition == "attachment":
        return True
    if _is_text(one):
        return bool(one.file_name) and not is_only
    if kind == "image" and (one.related is not None or "content-id" in one.fields):
        return one.size >= INLINE_IMAGE_BYTES or document_pictures.is_large(
            io.BytesIO(one.content().read_all(INLINE_IMAGE_BYTES))
        )
    return True


def _elsewhere(one: Entity) -> str:
    """The description of a file that a message only refers to: its name, and where it is."""
    inner = mime.structure(one.source, one.start, one.end).fields
    name = mime.words(inner.get_filename() or inner.get_param("name", ""))
    places = (mime.words(one.fields.get_param(place, "")) for place in _PLACES)
    return " ".join(dict.fromkeys(filter(None, (name, *places)))) or "File kept elsewhere"


def bodies(found: Structure) -> Iterator[list[Entity]]:
    """The texts of the body in order, each with its alternatives."""
    files = {number for number, _ in attachments(found)}
    texts = [one for number, one in enumerate(found.leaves) if number not in files and _is_text(one)]
    done: set[int] = set()
    for one in texts:
        if one.alternative is None:
            yield [one]
        elif one.alternative not in done:
            done.add(one.alternative)
            yield [other for other in texts if other.alternative == one.alternative]


def _texts(found: Structure) -> Iterator[str]:
    """The texts of the body in order, one of each alternative."""
    left = MAX_BYTES
    for versions in bodies(found):
        if left <= 0:
            return
        text = _best([_text(version, left) for version in versions])
        left -= min(len(text), MAX_CHARACTERS) + 1
        if text.strip():
            yield text


def _is_message(one: Entity) -> bool:
    kind, _, form = one.media_type.partition("/")
    return kind == "message" and form in _MESSAGES


def _is_text(one: Entity) -> bool:
    """A multipart without parts is shown as text, like other text that is damaged."""
    kind, _, form = one.media_type.partition("/")
    if one.is_encrypted:
        return False
    return kind == "multipart" or (kind == "text" and form in _TEXTS) or (kind == "message" and form in _REPORTS)


def _text(one: Entity, most: int) -> tuple[bool, str]:
    """(whether it is plain text, the text)."""
    if one.media_type.endswith("/html"):
        return False, text_of_page(one.text(most).encode("utf-8", "surrogatepass"))
    return True, one.text(most)


def _best(versions: list[tuple[bool, str]]) -> str:
    plain = "\n\n".join(text for is_plain, text in versions if is_plain)
    styled = "\n\n".join(text for is_plain, text in versions if not is_plain)
    return plain if len(plain.split()) >= len(styled.split()) * _FEWER_WORDS else styled
