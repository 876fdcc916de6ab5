"""Finds words of a query that may also be written as one: `48 913,27`, `DE02 1203 0000 0000 2020 51`."""

from collections.abc import Sequence

from docloft.search.query.nodes import And, Node, Or, Together, Word
from docloft.search.text import currencies, joins
from docloft.search.text.pieces import pieces


def with_rows(node: Node, text: str) -> Node:
    """The same tree of the query `text` with such words as one `Together`. Negated parts are unchanged."""
    match node:
        case Or(nodes):
            return Or(tuple(with_rows(part, text) for part in nodes))
        case And(nodes):
            kept = _joined([with_rows(part, text) for part in nodes], text)
            return kept[0] if len(kept) == 1 else And(tuple(kept))
        case _:
            return node


def _joined(nodes: list[Node], text: str) -> list[Node]:
    kept: list[Node] = []
    row: list[Word] = []
    for node in nodes:
        if isinstance(node, Word) and not node.only:
            if row and any(map(str.isalnum, text[row[-1].end : node.start])):
                # AND, or a filter that is no node, such as `is:trash`.
                kept += _of_row(row, text)
                row = []
            row.append(node)
            continue
        kept += [*_of_row(row, text), node]
        row = []
    return [*kept, *_of_row(row, text)]


def _of_row(row: list[Word], text: str) -> list[Node]:
    if len(row) < 2:
        return list(row)
    first, written = row[0].start, text[row[0].start : row[-1].end]
    cut = list(pieces(written))
    spans = [(first + group[0].start, first + _end(group)) for group in joins.groups(written, cut, typed=True)]
    kept: list[Node] = []
    left = list(row)
    for start, end in spans:
        inside = [word for word in left if start <= _visible_start(word, text) and word.start < end]
        if len(inside) < 2 or any(word.prefix for word in inside[:-1]):
            continue
        at = left.index(inside[0])
        kept += [*left[:at], Together(tuple(inside), text[min(start, inside[0].start) : end])]
        left = left[at + len(inside) :]
    return [*kept, *left]


def _end(group: Sequence[joins.Chunk]) -> int:
    """Where a group ends: a word after an amount that begins with its currency is an ordinary one."""
    is_amount = currencies.is_currency(group[0].folded) and len(group) > 2
    return group[-2 if is_amount and group[-1].folded.isalpha() else -1].end


def _visible_start(word: Word, text: str) -> int:
    return word.start + next(pieces(text[word.start : word.end])).start
