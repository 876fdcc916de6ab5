"""The filter of custom fields: `field:Name` for documents with a value, `field:Name=value`, `field:Name>100`, and
`field:Name==value` for a whole text.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from docloft.ids import is_id
from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search.query import day_ranges, field_keywords, quantities, value_lists
from docloft.search.query.context import Context
from docloft.search.query.nodes import And, Between, Keywords, Node, Not, Or
from docloft.search.text.folding import fold
from docloft.search.text.pieces import pieces
from docloft.search.text.title_order import sort_title

INDEX_FIELD = "field"

_COMPARED = re.compile(r"([^<>=]{1,200}?)(!=|\u2260|>=|<=|=>|=<|>|<|=)(.*)", re.DOTALL)
_BOOLEANS = {"yes": "true", "ja": "true", "true": "true", "no": "false", "nein": "false", "false": "false"}


def filter_of(value: str, context: Context) -> Node | None:
    """What the filter looks for; None for a field that the library does not have, or a value it cannot have."""
    match = _COMPARED.fullmatch(value)
    if match is None:
        ids = tuple(context.find_ids(INDEX_FIELD, value))
        return Keywords(INDEX_FIELD, ids) if ids else None
    name, operator, wanted = match.groups()
    is_unequal = operator in {"!=", "\u2260"}
    operator = "=" if is_unequal else operator
    found = [_compared(one, operator, wanted.strip(), context) for one in context.find_fields(name.strip())]
    node = _any_of([node for node in found if node is not None])
    return Not(node) if node is not None and is_unequal else node


def _any_of(found: Sequence[Node]) -> Node | None:
    nodes = [part for node in found for part in (node.nodes if isinstance(node, Or) else (node,))]
    return (nodes[0] if len(nodes) == 1 else Or(tuple(nodes))) if nodes else None


def beginning_of(value: str) -> str:
    """The name and the sign of a comparison; empty if it is none."""
    match = _COMPARED.fullmatch(value)
    return value[: match.end(2) + value.startswith("=", match.end(2))] if match else ""


def names_field(value: str, context: Context) -> bool:
    """Whether a value that the filter does not know begins with the name of a field."""
    match = _COMPARED.fullmatch(value)
    return match is not None and bool(context.find_fields(match[1].strip()))


def is_text(value: str, context: Context) -> bool:
    """Whether a value compares a field with words."""
    match = _COMPARED.fullmatch(value)
    if match is None or not match[3].strip():
        return False
    return any(one.type in {FieldType.TEXT, FieldType.LINK} for one in context.find_fields(match[1].strip()))


def linked_to(document_id: str) -> Node | None:
    """Documents with a field that contains this document."""
    return Keywords(INDEX_FIELD, (field_keywords.link(document_id.upper()),)) if is_id(document_id.upper()) else None


def _compared(field: Definition, operator: str, wanted: str, context: Context) -> Node | None:
    written = wanted if operator == "=" else operator + wanted
    if field.type in {FieldType.NUMBER, FieldType.MONEY, FieldType.DATE}:
        found = _range(field, written, context)
        return _any_range(field, wanted, context) if found is None and operator == "=" else found
    if operator != "=":
        return None
    if field.type in {FieldType.TEXT, FieldType.LINK}:
        return _whole(field, wanted[1:]) if wanted.startswith("=") else _words(field, wanted)
    return Keywords(INDEX_FIELD, tuple(exact)) if (exact := _exact(field, wanted)) else None


def _range(field: Definition, written: str, context: Context) -> Node | None:
    if field.type != FieldType.DATE:
        return _numbers(field, written)
    span = day_ranges.span_of(written, context.today)
    return _days(field, *span) if span else None


def _any_range(field: Definition, wanted: str, context: Context) -> Node | None:
    """Any of several values that are separated by commas; None if one of them is not understood."""
    for values in value_lists.lists(wanted, lambda one: _range(field, one, context)):
        found = [node for one in values if (node := _range(field, one, context)) is not None]
        if len(found) == len(values):
            return _any_of(found)
    return None


def _exact(field: Definition, wanted: str) -> Sequence[str]:
    if field.type == FieldType.BOOLEAN:
        values = [found] if (found := _BOOLEANS.get(fold(wanted))) else []
    elif field.type == FieldType.DOCUMENT:
        values = [wanted.upper()] if is_id(wanted.upper()) else []
    else:
        values = _options(field.options, wanted) or _any_options(field.options, wanted)
    return [field_keywords.exact(field.field_id, value) for value in values]


def _options(options: Mapping[str, str], wanted: str) -> list[str]:
    """The option of this name, otherwise those of the same words, otherwise those with words that begin so. Options may
    differ in nothing but signs: C, C++ and C#.
    """
    if same := [one for one, name in options.items() if name.casefold() == wanted.casefold()]:
        return same
    typed, words = _folded(wanted), {one: _folded(name) for one, name in options.items()}
    if not typed:
        return []
    same = [one for one, name in words.items() if name == typed]
    return same or [one for one, name in words.items() if _begins(typed, name)]


def _any_options(options: Mapping[str, str], wanted: str) -> list[str]:
    """Those of several names that are separated by commas; none if one of them is unknown."""
    found = [_options(options, name.strip()) for name in wanted.split(",")]
    return [one for several in found for one in several] if all(found) else []


def _folded(name: str) -> list[str]:
    return [fold(piece.text) for piece in pieces(name)]


def _begins(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether each typed word begins a word of the name."""
    return all(any(word.startswith(one) for word in name) for one in typed)


def _words(field: Definition, wanted: str) -> Node | None:
    parts: list[Node] = [Keywords(INDEX_FIELD, one) for one in field_keywords.wanted_words(field.field_id, wanted)]
    return And(tuple(parts)) if parts else None


def _whole(field: Definition, wanted: str) -> Node | None:
    """Texts of the same words, which have nothing else but signs."""
    found = sort_title(wanted)
    return Keywords(INDEX_FIELD, (field_keywords.text_prefix(field.field_id) + found,)) if found else None


def _numbers(field: Definition, written: str) -> Node | None:
    limits = quantities.millionths_of(written, is_money=field.type == FieldType.MONEY)
    if limits is None:
        return None
    low, high = limits
    return Between(
        INDEX_FIELD,
        field_keywords.number_prefix(field.field_id),
        field_keywords.digits_of(field_keywords.LOWEST if low is None else low),
        field_keywords.digits_of(field_keywords.HIGHEST if high is None else high),
    )


def _days(field: Definition, first: date | None, last: date | None) -> Node:
    return Between(
        INDEX_FIELD,
        field_keywords.day_prefix(field.field_id),
        field_keywords.digits_of_day((first or date.min).toordinal()),
        field_keywords.digits_of_day((last or date.max).toordinal()),
    )
