"""The facets of custom fields: their names, and the values that a query selects. The rest of a facet's name after FIELD
is the prefix of the keywords that are counted (`query.field_keywords`), so counting needs no definitions of fields.
"""

from collections.abc import Callable
from datetime import date

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search.query import field_keywords
from docloft.search.query.field_values import INDEX_FIELD
from docloft.search.query.nodes import Between, Keywords, Node

FIELD = "field:"
"""What the name of the facet of a custom field begins with."""

_PREFIXES: dict[FieldType, Callable[[str], str]] = {
    FieldType.CHOICE: lambda field_id: field_keywords.exact(field_id, ""),
    FieldType.BOOLEAN: lambda field_id: field_keywords.exact(field_id, ""),
    FieldType.DOCUMENT: lambda field_id: field_keywords.exact(field_id, ""),
    FieldType.NUMBER: field_keywords.number_prefix,
    FieldType.MONEY: field_keywords.number_prefix,
    FieldType.DATE: field_keywords.day_prefix,
    FieldType.TEXT: field_keywords.shown_prefix,
    FieldType.LINK: field_keywords.shown_prefix,
}
_NUMBERS, _DAYS, _TEXTS = (_PREFIXES[one]("") for one in (FieldType.NUMBER, FieldType.DATE, FieldType.TEXT))
_MOST_YEARS = 30
_MOST_FIELD_YEARS = 15
"""Of a period that is a selection of years: of the document's date, and of a custom field. If one of them is unticked,
the query has a filter for each of the others, and at most `parser.MAX_TERMS`, of fields `parser.MAX_RANGES`.
"""


def facet_of(definition: Definition) -> str:
    return FIELD + _PREFIXES[definition.type](definition.field_id)


def prefix_of(facet: str) -> str:
    """What the keywords begin with that are counted."""
    return facet.removeprefix(FIELD)


def field_of(facet: str) -> str:
    """The id of the field."""
    return prefix_of(facet)[:-1]


def has_numbers(facet: str) -> bool:
    return facet.endswith(_NUMBERS)


def has_days(facet: str) -> bool:
    return facet.endswith(_DAYS)


def has_texts(facet: str) -> bool:
    return facet.endswith(_TEXTS)


def has_many(facet: str) -> bool:
    """Whether the field of a facet may have any number of different values."""
    return facet.startswith(FIELD) and facet[-1] in (_NUMBERS, _DAYS, _TEXTS)


def selects(facet: str) -> Callable[[Node], set[str] | None]:
    """Returns the values of a facet that a part of a query selects, None when it is about anything else. Values are
    options, ids of documents, `true` and `false`, numbers and ranges as `number_limits` reads them, years, or
    texts as they are sorted.
    """
    if has_numbers(facet) or has_days(facet):
        return lambda node: _between(facet, node)
    prefix = field_keywords.text_prefix(field_of(facet)) if has_texts(facet) else prefix_of(facet)

    def keywords(node: Node) -> set[str] | None:
        if not isinstance(node, Keywords) or node.field != INDEX_FIELD:
            return None
        is_about = all(keyword.startswith(prefix) for keyword in node.any_of)
        return {keyword.removeprefix(prefix) for keyword in node.any_of} if is_about else None

    return keywords


def _between(facet: str, node: Node) -> set[str] | None:
    if not isinstance(node, Between) or node.prefix != prefix_of(facet):
        return None
    if has_numbers(facet):
        return {f"{node.low}..{node.high}"}
    first, last = (date.fromordinal(int(digits)) for digits in (node.low, node.high))
    return set(years(first, last, _MOST_FIELD_YEARS)) or None


def number_limits(value: str) -> tuple[int | None, int | None]:
    """The limits of a range that a query selects, in millionths."""
    low, high = map(field_keywords.millionths_of, value.split(".."))
    return (None if low <= field_keywords.LOWEST else low, None if high >= field_keywords.HIGHEST else high)


def years(first: date, last: date, most: int = _MOST_YEARS) -> list[str]:
    """The years of a period that has at most `most` and is nothing but whole years; otherwise none."""
    is_whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if not is_whole or last.year - first.year >= most:
        return []
    return [str(year) for year in range(first.year, last.year + 1)]
