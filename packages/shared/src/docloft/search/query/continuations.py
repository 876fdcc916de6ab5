"""Values of filters that go on after a space, a quotation mark or a comma: `date:12 March 2025`, `size:>1 MB`,
`from:Power Ltd`, `field:"Invoice no"=12`, `tag:home,"tax return"`.
"""

import re

from docloft.search.query import fields, operators
from docloft.search.query.context import Context

QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02'

_MOST_WORDS = 8
_MOST_WORDS_OF_NAMES = 5
_MOST_LISTED = 50
"""More than a query may have (`parser.MAX_TERMS`): a longer list is left out as a whole, and reported."""
_WORD = re.compile(rf"[ \t\u00a0\u2009\u202f]{{1,9}}+([^\s(){QUOTES}]{{1,30}}+)(?![^\s()])")
_FIRST = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)|([^\s(),{QUOTES}]+)")
_NEXT = re.compile(rf",(\s{{0,9}})(?:[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)|([^\s(),{QUOTES}]+))")
_ANOTHER = re.compile(r"[-!+\u2212\u2013](?:(?P<number>\d)|\w)|(?P<name>[^\W\d_]{1,20}):")
_COMPARED = re.compile("[<>=\u2260]")
_QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)")
_COMPARISON = re.compile(rf"([<>]=?|=[<>=]?|!=|\u2260)(?:[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)|([^\s(){QUOTES}]+))?")


def rest_of(
    field: str, value: str, text: str, position: int, context: Context, *, in_group: bool = False
) -> tuple[str, int]:
    """The rest of a value without quotation marks, after `position` in the query `text`, and the position where it
    ends: as many of the following words as make sense, as in `from:Power Ltd`. Empty, with the same position, if there
    is none. `in_group`: in parentheses, types and languages may also have several words.
    """
    if field in fields.COMPARED and value[-1] in "<>=\u2260" and (quoted := _QUOTED.match(text, position)):
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
        if fields.is_understood(field, value + more, context):
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


def rest_of_quoted(field: str, text: str, position: int) -> tuple[str, int]:
    """The same after a value in quotation marks, where a comparison with the field of that name may follow."""
    compared = _COMPARISON.match(text, position) if field in fields.COMPARED else None
    return (compared[1] + (compared[2] or compared[3] or ""), compared.end()) if compared else ("", position)


def precedes_quoted(text: str, position: int) -> bool:
    """Whether a value that ends here is followed by a comma and a value in quotation marks."""
    return text[position - 1 : position] == "," and _QUOTED.match(text, position) is not None


def listed(field: str, text: str, start: int, context: Context) -> tuple[list[str], int]:
    """The values of a filter that are separated by commas, from `start` in the query `text`, and the position after
    them. After a comma and a space, a word that is no value of the filter is an ordinary word.
    """
    first = _FIRST.match(text, start)
    if first is None:
        return [], start
    rows, end = [[first[1] if first[2] is None else first[2]]], first.end()
    may_go_on = first[1] is None
    for _ in range(_MOST_LISTED - 1):
        following = _NEXT.match(text, end)
        if following is None:
            break
        value = following[2] if following[3] is None else following[3]
        if following[1] and fields.filter_of(field, value, context) is None:
            break
        if may_go_on and following[3] and not following[1]:
            rows[-1].append(value)
        else:
            rows.append([value])
        may_go_on = following[3] is not None
        end = following.end()
    values = [one for row in rows for one in fields.joined(field, row, context)]
    return values, end + (text[end : end + 1] == ",")
