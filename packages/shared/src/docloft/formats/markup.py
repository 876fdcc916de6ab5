"""Recognising markup by its first element."""

import re

from docloft.formats.unknown_file import UnknownFile

_WITHIN = 8192
"""Characters in which the element must be found."""

_BEFORE = r"\s*(?:<!--.*?-->\s*|<\?xml.*?\?>\s*|<!doctype\s+svg.*?>\s*)*"


def begins_with(file: UnknownFile, element: str) -> bool:
    """Whether text begins with `element` (a regular expression; case does not matter) after white space, comments and
    declarations. False for what is not text.
    """
    return re.match(_BEFORE + element, (file.text or "")[:_WITHIN], re.IGNORECASE | re.DOTALL) is not None
