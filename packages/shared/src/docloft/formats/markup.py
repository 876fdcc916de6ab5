"""Recognises markup by its first element."""

import re

from docloft.formats.unknown_file import UnknownFile

_WITHIN = 8192
"""How many characters from the beginning are searched for the element."""

_BEFORE = r"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*|<!doctype\s+svg.*?>\s*)*"


def begins_with(file: UnknownFile, element: str) -> bool:
    """Whether text begins with `element` (a regular expression; case does not matter) after white space, comments and
    declarations. False for a file that is not text.
    """
    return re.match(_BEFORE + element, (file.text or "")[:_WITHIN], re.IGNORECASE | re.DOTALL) is not None
