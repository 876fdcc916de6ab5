"""Recognises markup by its first element."""

import re
from functools import cache

from docloft.formats.unknown_file import UnknownFile

_BLANKS = " \t\r\n\f\ufeff"

# What may precede the first element: comments, declarations and processing instructions, with their ends.
_BEFORE = ((r"<!--", "-->"), (r"<\?xml", "?>"), (r"<!doctype\s{1,40}svg", ">"))
_LONGEST_ELEMENT = 200


def begins_with(file: UnknownFile, element: str) -> bool:
    """Whether text begins with `element` (a regular expression; case does not matter) after white space, comments and
    declarations: any number of them within the first 64 KB. False for a file that is not text.
    """
    text = file.text
    if text is None:
        return False
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
        end = next((end for begin, end in _BEFORE if compiled(begin).match(text, at)), None)
        if end is None:
            return at
        if end == ">" and "[" in text[at : text.find(">", at)]:
            # The declarations inside a document type contain ">" themselves.
            end = "]>"
        try:
            at = text.index(end, at + 4) + len(end)
        except ValueError:
            return at
