"""Which values of a facet a query selects. A filter `kind:` selects kinds; so does a group of alternatives such as
`(kind:invoice OR kind:letter)`.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from docloft.search.query import field_facets
from docloft.search.query.continuations import QUOTES
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import And, Everything, Keywords, Node, Or, Query, Range

_IS = frozenset({Flag.PARTIAL, Flag.LOCKED, Flag.PART, Flag.RECOGNISED, Flag.INBOX})
_HAS = frozenset({Flag.TEXT, Flag.PARTS, Flag.DATE, Flag.NOTES})
FLAGS = {"is": _IS, "has": _HAS}
"""By facet."""

KEYWORDS = {"kind": "kind", "sender": "sender", "tag": "tag", "type": "type", "language": "lang"}
"""The index's field by facet."""

FACETS = (*KEYWORDS, "year", *FLAGS)

_FILTERS = {"sender": "from", "language": "lang", "year": "date"}
_WORDS: dict[str, str] = {Flag.RECOGNISED: "scan", Flag.PARTS: "attachments"}
_QUOTES = re.compile(rf"[{QUOTES}]+")
_COMPARISONS = re.compile("[<>=]")
_NEEDS_QUOTES = re.compile(r"[\s(),]")


def written(facet: str, value: str, name_id: str | None = None) -> str:
    """The filter that selects a value of a facet, as people write it: `from:"Power Ltd"`. `value`: the name of a kind,
    sender or tag, otherwise as in the index. `name_id`: of this name; it is written instead of a name with quotation
    marks, which a query cannot contain.
    """
    if name_id and _QUOTES.search(value):
        value = name_id
    text = _QUOTES.sub(" ", _WORDS.get(value, value) if facet in FLAGS else value).strip()
    return f"{_FILTERS.get(facet, facet)}:{_quoted(text)}"


def _quoted(text: str) -> str:
    return f'"{text}"' if _NEEDS_QUOTES.search(text) else text


def written_value(field: str, field_id: str, value: str, *, is_text: bool = False) -> str:
    """The filter for a value of a custom field, as people write it: `field:Status="To pay"`, for a whole text
    `field:Place==Rome`. The id is written instead of a name that a query cannot contain.
    """
    name = field_id if _QUOTES.search(field) or _COMPARISONS.search(field) else field
    return f"field:{_quoted(name)}{'==' if is_text else '='}{_quoted(_QUOTES.sub(' ', value).strip())}"


def without(query: Query, facet: str) -> tuple[Query, frozenset[str]]:
    """The query without what it selects of a facet, and the values selected: keywords of the index, years, or values of
    a custom field (`field_facets.selects`). What it excludes (`-kind:letter`) is kept, and so is what is no part of its
    own in the query's text: a filter in parentheses with anything else.
    """
    if query.root is None:
        return query, frozenset()
    selects = _selector(facet)
    in_text = [part.node for part in query.parts]
    parts = query.root.nodes if isinstance(query.root, And) and query.root not in in_text else (query.root,)
    kept, selected = [], set()
    for part in parts:
        chosen = _selected(part, selects) if query.context is None or part in in_text else None
        if chosen is None:
            kept.append(part)
        else:
            selected |= chosen
    if len(kept) == len(parts):
        return query, frozenset()
    root = And(tuple(kept)) if len(kept) > 1 else kept[0] if kept else Everything()
    return replace(query, root=root), frozenset(selected)


def places(query: Query, facet: str) -> tuple[tuple[int, int], ...]:
    """Where the query's text has the parts that select values of a facet."""
    selects = _selector(facet)
    return tuple((part.start, part.end) for part in query.parts if _selected(part.node, selects) is not None)


def _selector(facet: str) -> Callable[[Node], set[str] | None]:
    if facet.startswith(field_facets.FIELD):
        return field_facets.selects(facet)
    if facet in FLAGS:
        return _flags(FLAGS[facet])
    return _years if facet == "year" else _keywords(KEYWORDS[facet])


def _selected(node: Node, selects: Callable[[Node], set[str] | None]) -> set[str] | None:
    """The values that a part of a query selects; None when it is about anything else."""
    if not isinstance(node, Or | And):
        return selects(node)
    found: set[str] = set()
    for part in node.nodes:
        chosen = _selected(part, selects)
        if chosen is None:
            return None
        found |= chosen
    return found


def _keywords(field: str) -> Callable[[Node], set[str] | None]:
    return lambda node: set(node.any_of) if isinstance(node, Keywords) and node.field == field else None


def _flags(flags: frozenset[Flag]) -> Callable[[Node], set[str] | None]:
    def selects(node: Node) -> set[str] | None:
        is_about = isinstance(node, Keywords) and node.field == "flags" and flags.issuperset(node.any_of)
        return set(node.any_of) if isinstance(node, Keywords) and is_about else None

    return selects


def _years(node: Node) -> set[str] | None:
    """Days that are not whole years, such as `date:2024-06`, are no selection: they remain beside the years that a
    person selects, which the counts have to agree with.
    """
    if not isinstance(node, Range) or node.field != "date" or node.low is None or node.high is None:
        return None
    return set(field_facets.years(date.fromordinal(node.low), date.fromordinal(node.high))) or None
