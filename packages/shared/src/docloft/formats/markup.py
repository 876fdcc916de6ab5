"""Recognises markup by its first element."""

import re
from functools import cache

from docloft.formats.unknown_file import UnknownFile

_BLANKS = " \t\r\n\f\ufeff"

# What may precede the first element: comments, declarations and processing instructions, by their ends.
_BEFORE = {"<!--": "-->", "<?xml": "?>", "<!doctype svg": ">"}
_LONGEST_ELEMENT = 200


def begins_with(file: UnknownFile, element: str) -> bool:
    """Whether text begins with `element` (a regular expression; case does not matter) after white space, comments and
    declarations: any number of them within the first 64 KB. False for a file that is not text.
    """
    text = file.text or ""
    start = _first_element(text)
    return compiled(element).match(text[start : start + _LONGEST_ELEMENT]) is not None


@cache
def compiled(element: str) -> re.Pattern[str]:
    return re.compile(element, re.IGNORECASE)


def _first_element(text: str) -> int:
    at = 0
    while True:
        while at < len(text) and text[at] in _BLANKS:
            at += 1
        head = " ".join(text[at : at + 40].lower().split())
        end = next((end for begin, end in _BEFORE.items() if head.startswith(begin)), None)
        if end == ">" and -1 < text.find("[", at) < text.find(">", at):
            # The declarations inside a document type contain ">" themselves.
            end = "]>"
        found = text.find(end, at + 4) if end else -1
        if end is None or found < 0:
            return at
        at = found + len(end)
