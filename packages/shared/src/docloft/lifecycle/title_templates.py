"""Templates of titles, such as `{date} {sender}`. No I/O."""

import re
from collections.abc import Mapping

from docloft.lifecycle.names import TITLE_LIMIT, is_visible

PLACEHOLDERS = ("sender", "kind", "date", "title")
"""`date` is that of the document, YYYY-MM-DD; `title` the title before."""

_PART = re.compile(r"\{([^{}]{0,40})\}|([{}])")
_LOOSE = " ,;:/|_-\u2013\u2014\u00b7"
"""Removed at both ends: what separates two values when one of them is missing."""
_GAP = re.compile(r" ([-,;:/|_\u2013\u2014\u00b7])(?: [-,;:/|_\u2013\u2014\u00b7])+ ")
_EMPTY = re.compile(r"\( ?\)|\[ ?\]")


def problem_of(template: str) -> str | None:
    """The first part of a template that is not a placeholder, as it is written; None for a valid template."""
    for match in _PART.finditer(template):
        if match[2] or match[1] not in PLACEHOLDERS:
            return match[0]
    return None


def fill(template: str, values: Mapping[str, str]) -> str:
    """The title; empty when nothing visible is left. White space and separators around a missing value are left out.
    Braces in values are kept. At most TITLE_LIMIT characters.
    """
    filled = _PART.sub(lambda match: values.get(match[1] or "", ""), template)
    line = " ".join(_EMPTY.sub("", filled).split())
    line = _GAP.sub(r" \1 ", line).strip(_LOOSE)
    return line[:TITLE_LIMIT].rstrip() if is_visible(line) else ""
