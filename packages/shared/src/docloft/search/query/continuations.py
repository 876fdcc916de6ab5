"""Values of filters that go on after a space or a quotation mark: `date:12 March 2025`, `size:>1 MB`,
`field:"Invoice no"=12`.
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
    """The rest of a value without quotation marks, after `position` in the query `text`, and the position where it
    ends. Empty, with the same position, if there is none.
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
    """The same after a value in quotation marks, where a comparison with the field of that name may follow."""
    compared = _COMPARISON.match(text, position) if field in fields.COMPARED else None
    return (compared[1] + (compared[2] or compared[3] or ""), compared.end()) if compared else ("", position)
