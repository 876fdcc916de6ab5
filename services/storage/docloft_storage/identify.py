"""What a file is, told by its bytes alone: never by its name or by what the sender says it is. Runs in the sandbox's
child (docloft.sandbox), because even a directory of a ZIP can be made to hurt.
"""

import re
import unicodedata
import zipfile
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

import puremagic

from docloft import media
from docloft.errors import Refused

_HEAD = 64 * 1024
_PDF_WITHIN = 1024
"""ISO 32000-1, Annex H.3: readers accept the header within the first 1,024 bytes."""
_CONTENT_TYPES_LIMIT = 1024 * 1024

_IMAGES = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/webp": "image/webp",
    "image/gif": "image/gif",
    "image/tiff": "image/tiff",
    "image/heic": "image/heic",
    "image/heif": "image/heic",
}
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream that holds an encrypted package, as OLE directories write it ([MS-OFFCRYPTO] 2.3.4).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_WORD = "wordprocessingml.document.main+xml"
_OTHER_OFFICE = {
    "spreadsheetml": "an Excel workbook",
    "presentationml": "a PowerPoint presentation",
    "macroenabled": "an Office file with macros",
    "wordprocessingml": "a Word template",
}
_MAIL_HEADERS = ("message-id", "mime-version", "received")
_MARKUP = re.compile(
    r"\s*(<!--.*?-->\s*|<\?xml.*?\?>\s*)*<(!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_MARKUP_WITHIN = 8192
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(```|~~~)", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"^[^\n]+\n(={3,}|-{3,})$", re.MULTILINE),
    re.compile(r"^ {0,3}[*+-] \S", re.MULTILINE),
    re.compile(r"(\*\*|__)\S[^\n]{0,200}?\1"),
    re.compile(r"^> \S", re.MULTILINE),
)
_MARKS_OF_MARKDOWN = 2
# Bytes that text has no use for, except tab, line ends, form feed and escape.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_MOST_CONTROL = 0.05


def identify(path: str) -> dict[str, Any]:
    """{"media_type": one of docloft.media.ACCEPTED}. Raises Refused with a sentence for people."""
    file = Path(path)
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    return {"media_type": _media_type(file, head)}


def _media_type(file: Path, head: bytes) -> str:
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    if image := _image(head):
        return image
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if head.startswith(_OLE):
        raise _old_office(file)
    if head.startswith(b"{\\rtf"):
        raise _not_taken("This is an RTF document.")
    text = _text(head)
    if text is None:
        raise _not_taken("This is not a kind of file that can be read.")
    if _is_mail(head):
        raise _not_taken("This is an e-mail message.")
    if _MARKUP.match(text[:_MARKUP_WITHIN]):
        return "text/html"
    marks = sum(1 for mark in _MARKDOWN if mark.search(text))
    return "text/markdown" if marks >= _MARKS_OF_MARKDOWN else "text/plain"


def _image(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _HEIF_BRANDS else None
    try:
        matches = puremagic.magic_string(head[:4096])
    except (puremagic.PureError, ValueError):
        return None
    best = max((match.confidence for match in matches), default=0)
    names = [match.mime_type for match in matches if match.confidence == best]
    return next((_IMAGES[name] for name in names if name in _IMAGES), None)


def _office(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            entry = package.getinfo("[Content_Types].xml")
            if entry.file_size > _CONTENT_TYPES_LIMIT:
                raise Refused("This Office document is damaged: its table of contents is far too large.")
            with package.open(entry) as opened:
                types = opened.read(_CONTENT_TYPES_LIMIT).decode("utf-8", "replace").lower()
    except KeyError:
        raise _not_taken("This is a ZIP archive.") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused(
            "This file is damaged: its end is missing or its parts do not fit together. Try to get a whole copy of it."
        ) from error
    if _WORD in types:
        return media.DOCX
    for mark, name in _OTHER_OFFICE.items():
        if mark in types:
            raise _not_taken(f"This is {name}.")
    raise _not_taken("This is an Office document of a kind that is not known here.")


def _old_office(file: Path) -> Refused:
    if _ENCRYPTED in file.read_bytes():
        return Refused("This document is locked with a password. Save it without one, then upload it again.")
    return _not_taken("This is a document of an older Office program or an Outlook message. Save it in a newer format.")


def _not_taken(what: str) -> Refused:
    return Refused(f"{what} Docloft takes {media.labels()}.")


def _text(head: bytes) -> str | None:
    """The head as text, roughly: enough to tell kinds of text apart. None when it is no text in any encoding."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    if unmarked := _unmarked_utf16(head):
        return head.decode(unmarked, "ignore")
    controls = len(head) - len(head.translate(None, _CONTROL))
    if b"\x00" in head or controls > len(head) * _MOST_CONTROL:
        return None
    return head.decode("utf-8", "replace")


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every other byte, and letters between them."""
    even, odd = head[0::2], head[1::2]
    if len(head) < 4 or not odd:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.05 * len(even):
        encoding = "utf-16-le"
    elif even.count(0) > 0.7 * len(even) and odd.count(0) < 0.05 * len(odd):
        encoding = "utf-16-be"
    else:
        return None
    text = head.decode(encoding, "ignore")
    controls = sum(1 for character in text if unicodedata.category(character) == "Cc" and not character.isspace())
    return encoding if controls <= len(text) * _MOST_CONTROL else None


def _is_mail(head: bytes) -> bool:
    """A letter that begins with From: and Subject: is none; what a mail program wrote has at least one of these."""
    if not re.match(rb"(From |[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n])", head):
        return False
    headers = BytesHeaderParser().parsebytes(head[:16384])
    return sum(1 for name in _MAIL_HEADERS if name in headers) >= 1 and ("from" in headers or "received" in headers)
