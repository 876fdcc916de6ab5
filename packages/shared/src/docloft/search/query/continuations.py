"""Values of filters that go on after a space, a quotation mark or a comma: `date:12 March 2025`, `size:>1 MB`,
`from:Power Ltd`, `field:"Invoice no"=12`, `tag:home,"tax return"`.
"""

import re

from docloft.search.query import field_values, fields, operators, value_lists
from docloft.search.query.context import Context
from docloft.search.text.characters import HEBREW_QUOTES

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02'

QUOTED = rf"(?:[^{QUOTES}]|{HEBREW_QUOTES})*"
"""The text between quotation marks."""
UNBROKEN = rf"(?:[^\s(){QUOTES}]|{HEBREW_QUOTES})"
"""A character of a word."""

_MOST_WORDS = 8
_MOST_WORDS_OF_NAMES = 5
_MOST_LISTED = 50
"""More than a query may have (`parser.MAX_TERMS`): a longer list is left out as a whole, and reported."""
_IN_QUOTES = rf"[{QUOTES}]({QUOTED})(?:[{QUOTES}]|$)"
_WORD = re.compile(rf"[ \t\u00a0\u2009\u202f]{{1,9}}+({UNBROKEN}{{1,30}}+)(?:(?![^\s()])|(?<=,)(?=[{QUOTES}]))")
_FIRST = re.compile(rf"{_IN_QUOTES}|((?:[^\s(),{QUOTES}]|{HEBREW_QUOTES})+)")
_NEXT = re.compile(rf",(\s{{0,9}})(?:{_IN_QUOTES}|((?:[^\s(),{QUOTES}]|{HEBREW_QUOTES})+))")
_ANOTHER = re.compile(r"[-!+\u2212\u2013](?:(?P<number>\d)|\w)|(?P<name>[^\W\d_]{1,20}):")
_SIGNS = "<>=\u2260"
_COMPARED = re.compile(f"[{_SIGNS}]")
_BLANKS = r"[ \t\u00a0]{0,3}"
_QUOTED = re.compile(rf"{_BLANKS}{_IN_QUOTES}")
_COMPARISON = re.compile(rf"{_BLANKS}([<>]=?|=[<>=]?|!=|\u2260)({UNBROKEN}+)?")


def rest_of(
    field: str, value: str, text: str, position: int, context: Context, *, in_group: bool = False
) -> tuple[str, int]:
    """The rest of a value without quotation marks, after `position` in the query `text`, and the position where it
    ends: as many of the following words as make sense, as in `from:Power Ltd`. Empty, with the same position, if there
    is none. `in_group`: in parentheses, types and languages may also have several words.
    """
    if field in fields.COMPARED and value[-1] in _SIGNS and (quoted := _QUOTED.match(text, position)):
        return quoted[1], quoted.end()
    if field not in fields.SEVERAL_WORDS | fields.NAMED and not (in_group and field in fields.LISTED):
        return "", position
    best, more, end = ("", position), "", position
    for _ in range(_MOST_WORDS if field in fields.SEVERAL_WORDS else _MOST_WORDS_OF_NAMES):
        word = _WORD.match(text, end)
        if word is None or word[1] in operators.ALL or fields.is_finished(field, value + more, context):
            break
        if field not in fields.SEVERAL_WORDS and _begins_another(word[1], value + more):
            break
        more, end = f"{more} {word[1]}", word.end()
        quoted = _QUOTED.match(text, end) if field in fields.COMPARED and more[-1] in _SIGNS else None
        if quoted is not None and fields.is_understood(field, value + more + quoted[1], context):
            return more + quoted[1], quoted.end()
        whole = (value + more).removesuffix("," if precedes_quoted(text, end) else "")
        if fields.is_understood(field, whole, context):
            best = more, end
    return best


def _begins_another(word: str, before: str) -> bool:
    """Whether a word is not one of a name: it is excluded, or begins with a filter. After a comparison, a number may
    have a sign.
    """
    found = _ANOTHER.match(word)
    if found is None:
        return False
    if found["name"]:
        return fields.field_named(found["name"]) is not None
    return not (found["number"] and _COMPARED.search(before))


def rest_of_quoted(field: str, name: str, text: str, position: int, context: Context) -> tuple[str, int]:
    """The same after a name in quotation marks, where a comparison with the field of that name may follow."""
    compared = _COMPARISON.match(text, position) if field in fields.COMPARED else None
    if compared is None:
        return "", position
    value = compared[1] + (compared[2] or "")
    more, end = rest_of(field, name + value, text, compared.end(), context)
    return value + more, end


def others(field: str, value: str, text: str, position: int, context: Context) -> tuple[list[str], int]:
    """The values after a whole one that ends at `position`, if that or the next one is in quotation marks. Those of a
    comparison get its beginning: `field:Day=2024,"March 2025"`.
    """
    beginning = field_values.beginning_of(value) if field in fields.COMPARED else ""
    is_before = precedes_quoted(text, position)
    is_after = bool(beginning) and text[position - 1] in QUOTES
    if not (beginning or field in fields.SEVERAL_WORDS) or not (is_before or is_after):
        return [], position
    rows: list[list[str]] = []
    start = position - is_before
    end = _read_rows(rows, field, text, start, context, beginning=beginning, is_open=False)
    if not beginning:
        return [one for row in rows for one in _joined(field, row, context)], end
    return [beginning + ",".join(row) for row in rows], end


def precedes_quoted(text: str, position: int) -> bool:
    """Whether a value that ends here is followed by a comma and a value in quotation marks."""
    return text[position - 1 : position] == "," and text[position : position + 1] in {*QUOTES}


def listed(field: str, text: str, start: int, context: Context) -> tuple[list[str], int]:
    """The values of a filter that are separated by commas, from `start` in the query `text`, and the position after
    them. After a comma and a space, a word that is no value of the filter is an ordinary word.
    """
    first = _FIRST.match(text, start)
    if first is None:
        return [], start
    rows = [[first[1] if first[2] is None else first[2]]]
    end = _read_rows(rows, field, text, first.end(), context, is_open=first[1] is None)
    return [one for row in rows for one in _joined(field, row, context)], end


def _read_rows(
    rows: list[list[str]], field: str, text: str, end: int, context: Context, *, beginning: str = "", is_open: bool
) -> int:
    """Adds the values that follow a comma at `end`, and returns the position after them. Those with nothing but a comma
    between them, which may belong to a number, are in one row. `is_open`: the last one that is there may go on.
    """
    for _ in range(_MOST_LISTED):
        following = _NEXT.match(text, end)
        if following is None:
            break
        blanks, quoted, word = following.groups()
        value = quoted if word is None else word
        if blanks and fields.filter_of(field, beginning + value, context) is None:
            break
        if is_open and word and not blanks:
            rows[-1].append(value)
        else:
            rows.append([value])
        is_open, end = word is not None, following.end()
    return end + (text[end : end + 1] == ",")


def _joined(field: str, parts: list[str], context: Context) -> list[str]:
    """The values in a row of such parts."""
    if field not in fields.SEVERAL_WORDS:
        return parts
    return value_lists.joined(parts, lambda one: fields.filter_of(field, one, context))
