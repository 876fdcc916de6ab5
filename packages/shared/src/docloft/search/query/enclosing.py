"""How a query is written so that a filter can follow it: `(water OR bill) kind:Invoice`, `water "gas" kind:Invoice`."""

from collections.abc import Iterator

from docloft.search.query.continuations import QUOTES
from docloft.search.query.nodes import And, Everything, Node, Query, placeless
from docloft.search.query.parser import parse

_FILTER, _ALTERNATIVES = (parse(text) for text in ("lang:qx", "(lang:qx OR lang:qy)"))
"""What the site adds. No query has these, so they are not taken for a part of it."""
_FULL = frozenset({"too_many", "too_long"})
"""Notices about a query that has no room for a filter."""


def around(query: Query) -> tuple[str, str]:
    """What to write before and after the text of a query, so that a filter after it is combined with all of it by AND,
    and is a part of its own (`nodes.Part`), which can be taken out again.
    Empty for most queries, and where nothing helps: in words that are operators, or after a parenthesis that nothing
    opens. If a query has room for one filter only, alternatives after it are not considered.
    """
    if not query.text.strip() or any(notice.code in _FULL for notice in query.notices):
        return "", ""
    typed = parse(query.text, query.context)
    fitting: tuple[str, str] | None = None
    for way in _ways(query.text):
        if _is_and(typed, way, _FILTER):
            if _is_and(typed, way, _ALTERNATIVES):
                return way
            fitting = fitting or way
    return fitting or ("", "")


def _ways(text: str) -> Iterator[tuple[str, str]]:
    """The shortest first; two for most queries, and 16 at most, because each is parsed."""
    opened = text.count("(") - text.count(")")
    # Parentheses in quotation marks, and those that nothing opens, are counted, too.
    counts = sorted({0, 1, 2, max(opened, 0)}) if "(" in text else [0]
    quotes = ("", '"') if any(quote in text for quote in QUOTES) else ("",)
    closings = [quote + ")" * count for count in counts for quote in quotes]
    yield from (("", closing) for closing in closings)
    yield from (("(", f"{closing})") for closing in closings)


def _is_and(typed: Query, way: tuple[str, str], added: Query) -> bool:
    before, after = way
    both = parse(f"{before}{typed.text}{after} {added.text}", typed.context)
    is_part = bool(both.parts) and both.parts[-1].node == added.root
    return is_part and both.trash == typed.trash and _conjuncts(both) == [*_conjuncts(typed), *_conjuncts(added)]


def _conjuncts(query: Query) -> list[Node]:
    return list(_flat(query.root or Everything()))


def _flat(node: Node) -> Iterator[Node]:
    if isinstance(node, And):
        for part in node.nodes:
            yield from _flat(part)
    elif not isinstance(node, Everything):
        yield placeless(node)
