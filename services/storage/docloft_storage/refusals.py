"""Kinds of files that are recognised but not accepted, so that the user reads what the file is. Remove an entry when
its format is added to the registry.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesHeaderParser

from docloft import formats
from docloft.errors import Cause, Refused
from docloft.formats import ole
from docloft.formats.format import Precedence, Recognition, starts_with
from docloft.formats.markup import begins_with
from docloft.formats.unknown_file import UnknownFile

LOCKED = "This document is locked with a password. Save it without one, then upload it again."

_OFFICE = {
    "spreadsheetml": "an Excel workbook",
    "presentationml": "a PowerPoint presentation",
    "macroenabled": "an Office file with macros",
    "wordprocessingml": "a Word template",
}
_MAIL_HEADERS = ("message-id", "mime-version", "received")


@dataclass(frozen=True, slots=True)
class Refusal:
    """`what` returns a sentence naming the kind of file."""

    recognition: Recognition
    what: Callable[[UnknownFile], str]

    def refused(self, file: UnknownFile) -> Refused:
        """The error to raise. Raises Refused itself when the file is refused for another reason than its format."""
        return Refused(f"{self.what(file)} Docloft accepts {formats.labels()}.", Cause.NOT_TAKEN)


def _what_zip(file: UnknownFile) -> str:
    if not file.content_types:
        return "This is a ZIP archive."
    names = (name for marker, name in _OFFICE.items() if marker in file.content_types)
    return f"This is {next(names, 'an unknown kind of Office document')}."


def _what_ole(file: UnknownFile) -> str:
    if ole.is_encrypted(file.path):
        raise Refused(LOCKED, Cause.LOCKED)
    return "This is a document from an older Office program or an Outlook message. Save it in a newer format."


def _is_mail(file: UnknownFile) -> bool:
    """A letter that begins with From: and Subject: is not mail: mail programs write at least one of _MAIL_HEADERS."""
    if file.text is None or not re.match(rb"(From |[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n])", file.head):
        return False
    headers = BytesHeaderParser().parsebytes(file.head[:16384])
    return any(name in headers for name in _MAIL_HEADERS) and ("from" in headers or "received" in headers)


def _is_svg(file: UnknownFile) -> bool:
    return begins_with(file, r"<(\w+:)?svg\b")


REFUSALS = (
    Refusal(
        Recognition(Precedence.SIGNATURE, starts_with(b"{\\rtf")),
        lambda _sample: "This is an RTF document.",
    ),
    Refusal(Recognition(Precedence.CONTAINER, lambda file: file.is_zip), _what_zip),
    Refusal(Recognition(Precedence.CONTAINER, starts_with(ole.SIGNATURE)), _what_ole),
    Refusal(Recognition(Precedence.ROOT, _is_mail), lambda _sample: "This is an e-mail message."),
    # An image that can contain scripts; its source is not worth showing as text.
    Refusal(Recognition(Precedence.ROOT, _is_svg), lambda _sample: "This is an SVG drawing. Save it as PDF or PNG."),
)
