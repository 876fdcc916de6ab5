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
from docloft.errors import Cause, Refused

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
_BEFORE_MARKUP = r"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*|<!doctype\s+svg.*?>\s*)*"
_MARKUP = re.compile(_BEFORE_MARKUP + r"<(!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
_SVG = re.compile(_BEFORE_MARKUP + r"<(\w+:)?svg\b", re.IGNORECASE | re.DOTALL)
# What a browser takes for a page, too, when nothing says what it is (WHATWG MIME Sniffing, 7.1).
_FRAGMENT = re.compile(
    _BEFORE_MARKUP + r"<(script|iframe|h1|div|font|table|a|style|b|br|p)[ \t\r\n\f>]", re.IGNORECASE | re.DOTALL
)
_MARKUP_WITHIN = 8192
# Only Markdown has these; letters typed as plain text, and programs, have the others, too.
_SURELY_MARKDOWN = (
    re.compile(r"^#{1,6} \S[^\n]*\n[ \t]*(\n|\Z)", re.MULTILINE),
    re.compile(r"^(```|~~~)", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
)
_PERHAPS_MARKDOWN = (
    # A heading, or what a program's author says about the next line.
    re.compile(r"^#{1,6} \S[^\n]*\n[ \t]*\S", re.MULTILINE),
    re.compile(r"^[^\n]+\n(={3,}|-{3,})$", re.MULTILINE),
    re.compile(r"^ {0,3}[*+-] \S", re.MULTILINE),
    re.compile(r"(\*\*|(?<!\w)__)(?=\S)[^\n]{0,200}?[^\s_]\1(?!\w)"),
    re.compile(r"^> \S", re.MULTILINE),
)
_MARKS_OF_MARKDOWN = 2
# Bytes that text has no use for, except tab, line ends, form feed, and the shifts of ISO 2022 (ECMA-35).
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 14, 15, 27})
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
    return _kind_of_text(text)


def _kind_of_text(text: str) -> str:
    beginning = text[:_MARKUP_WITHIN]
    if _SVG.match(beginning):
        # A picture that can carry script, and nothing a person would want to read as text.
        raise _not_taken("This is an SVG drawing. Save it as PDF or PNG.")
    if _MARKUP.match(beginning):
        return "text/html"
    if _is_markdown(text):
        return "text/markdown"
    return "text/html" if _FRAGMENT.match(beginning) else "text/plain"


def _is_markdown(text: str) -> bool:
    surely = sum(1 for mark in _SURELY_MARKDOWN if mark.search(text))
    perhaps = sum(1 for mark in _PERHAPS_MARKDOWN if mark.search(text))
    return surely > 0 and surely + perhaps >= _MARKS_OF_MARKDOWN


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
        return Refused(
            "This document is locked with a password. Save it without one, then upload it again.", Cause.LOCKED
        )
    return _not_taken("This is a document of an older Office program or an Outlook message. Save it in a newer format.")


def _not_taken(what: str) -> Refused:
    return Refused(f"{what} Docloft takes {media.labels()}.", Cause.NOT_TAKEN)


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
    """UTF-16 without a mark: blanks, line ends and Latin letters have a zero byte, always on the same side, and what
    the bytes mean are characters.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or min(even, odd) * 10 > max(even, odd) or even == odd:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(encoding, "replace")
    strange = sum(1 for one in text if one == "\ufffd" or (unicodedata.category(one)[0] == "C" and not one.isspace()))
    return encoding if strange <= len(text) * _MOST_CONTROL else None


def _is_mail(head: bytes) -> bool:
    """A letter that begins with From: and Subject: is none; what a mail program wrote has at least one of these."""
    if not re.match(rb"(From |[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n])", head):
        return False
    headers = BytesHeaderParser().parsebytes(head[:16384])
    return sum(1 for name in _MAIL_HEADERS if name in headers) >= 1 and ("from" in headers or "received" in headers)
