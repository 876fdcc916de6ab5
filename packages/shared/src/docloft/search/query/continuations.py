"""What follows a filter in a query and belongs to its value, although a space or a quotation mark is in between: the
rest of `date:12 March 2025`, of `size:>1 MB`, and of `field:"Invoice no"=12`.
"""

import re

from docloft.search.query import fields
from docloft.search.query.context import Context

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02'

_MOST_WORDS = 5
_WORD = re.compile(rf"[ \t\u00a0\u202f]{{1,9}}+([^\s(){QUOTES}]{{1,30}}+)(?![^\s()])")
_QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)")
_COMPARISON = re.compile(rf"([<>]=?|=)(?:[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)|([^\s(){QUOTES}]+))?")


def rest_of(field: str, value: str, text: str, position: int, context: Context) -> tuple[str, int]:
    """What to add to a value that has no quotation marks and ends at `position` of the query `text`, and where that
    ends. Empty, and the same position, if nothing belongs to it.
    """
    if field in fields.COMPARED:
        quoted = _QUOTED.match(text, position) if value[-1] in "<>=" else None
        return (quoted[1], quoted.end()) if quoted else ("", position)
    if field not in fields.SEVERAL_WORDS:
        return "", position
    best, more, end = ("", position), "", position
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, end)
        if word is None:
            break
        more, end = f"{more} {word[1]}", word.end()
        if fields.filter_of(field, value + more, context) is not None:
            best = more, end
    return best


def rest_of_quoted(field: str, text: str, position: int) -> tuple[str, int]:
    """The same for a value in quotation marks: the comparison with a field of that name."""
    compared = _COMPARISON.match(text, position) if field in fields.COMPARED else None
    return (compared[1] + (compared[2] or compared[3] or ""), compared.end()) if compared else ("", position)
