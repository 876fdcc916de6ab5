"""Recognises e-mail messages (RFC 5322) by their header."""

import mmap
import re
from email.message import Message
from email.parser import BytesHeaderParser

from docloft.formats.unknown_file import UnknownFile

_WITHIN = 16 * 1024
_MOST_LINES = 400
_ENCODINGS = frozenset({"base64", "quoted-printable"})
# What may precede a message: a byte order mark, blank lines, and the size that Apple Mail writes.
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[ \r\n]{0,200}(?:\d{1,12}[ \t]{0,20}\r?\n)?")
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?)\b")
# Thunderbird writes a hyphen in place of the address.
_FIRST_LINE = re.compile(
    rb"(?:From (?:[^\r\n]{1,200}@|- [A-Z][a-z][a-z] [A-Z][a-z][a-z] )|[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n])"
)


def is_message(file: UnknownFile) -> bool:
    """Whether a text file is an e-mail message. A letter, a note or a delivery note may begin with "From:" or
    "Received:" too; mail programs write addresses, and trace or MIME fields whose values have their own syntax.
    """
    lead = _LEAD.match(file.head)
    start = lead.end() if lead else 0
    if file.text is None or not _FIRST_LINE.match(file.head, start):
        return False
    head = file.head[start : start + _WITHIN].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n\n", 1)[0]
    fields = BytesHeaderParser().parsebytes(b"\n".join(head.split(b"\n")[:_MOST_LINES]) + b"\n\n")
    has_sender = any("@" in _value(fields, name) for name in ("from", "sender", "return-path"))
    return _is_multipart(fields) or (_has_trace(fields) and (has_sender or "received" in fields))


def is_mailbox(file: UnknownFile) -> bool:
    """Whether a file has several messages, which are separated by lines that begin with "From " (RFC 4155)."""
    if not file.head.startswith(b"From ") or not is_message(file):
        return False
    with file.path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole.find(b"\n\nFrom ") >= 0 or whole.find(b"\n\r\nFrom ") >= 0


def _has_trace(fields: Message) -> bool:
    message_id = _value(fields, "message-id").strip()
    return (
        (message_id.startswith("<") and "@" in message_id)
        or _value(fields, "mime-version").strip().startswith("1.")
        # Only with it are these bytes readable.
        or _value(fields, "content-transfer-encoding").strip().lower() in _ENCODINGS
        # People write no zone.
        or bool(_DATE.search(_value(fields, "date")))
        # RFC 5321, 4.4: "from" and "by" name hosts, and the date follows a semicolon.
        or any(
            ";" in value and ("by " in value or "from " in value) for value in map(str, fields.get_all("received", []))
        )
    )


def _is_multipart(fields: Message) -> bool:
    """A saved web page (MHTML) or a newsletter may have no sender."""
    is_mime = _value(fields, "mime-version").strip().startswith("1.")
    return is_mime and _value(fields, "content-type").strip().lower().startswith("multipart/")


def _value(fields: Message, name: str) -> str:
    # A value with invalid bytes is a Header object.
    return str(fields.get(name, ""))
