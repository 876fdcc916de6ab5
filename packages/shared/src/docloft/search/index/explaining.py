"""How the score of a hit came about, for people who debug the ranking. The engine explains a score as a tree of several
hundred nodes; only its terms are kept.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log2
from typing import Any

import tantivy
from tantivy import Occur

from docloft.search.engine.schema import NUMBERED, schema

MOST_EXPLAINED = 20
"""Hits of one response. The engine computes the score of each of them again."""
MOST_PARTS = 30

_DEEPEST = 60
"""Levels of a tree that are followed."""
_TERM = re.compile(r'Term=Term\(field=(\d+), type=Str, (".*")\)', re.DOTALL)
_id_is = partial(tantivy.Query.term_query, schema(), "id")


@dataclass(frozen=True, slots=True)
class Part:
    """What one term adds to the score, weights included. `field` and `term` as in the index; both None for what has the
    same score in every document, such as the beginning of a word or a number written differently, and for phrases.
    `documents`: how many documents have the term; `times`: how often this one has it.
    """

    score: float
    field: str | None = None
    term: str | None = None
    documents: int | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`score`: what hits are ranked by, the sum of all parts times `recency`. `parts`: the largest MOST_PARTS."""

    score: float
    recency: float
    parts: list[Part]


def explain(searcher: tantivy.Searcher, query: tantivy.Query, document_id: str) -> Explanation | None:
    """None for a document that the query does not find in this index."""
    only = tantivy.Query.boolean_query([(Occur.Must, query), (Occur.Must, _id_is(document_id))])
    hits = searcher.search(only, 1, count=False).hits
    if not hits:
        return None
    address = hits[0][1]
    tree = json.loads(query.explain(searcher, address).to_json())
    [recency] = searcher.fast_field_values("recency", [address])
    # The engine multiplies the score by this when it weights by a field.
    factor = log2(2 + float(recency or 0))
    parts = sorted((part for part in _parts(tree, 1.0, 0) if part.score), key=lambda part: -part.score)
    return Explanation(float(tree["value"]) * factor, factor, parts[:MOST_PARTS])


def _parts(node: Mapping[str, Any], factor: float, depth: int) -> Iterator[Part]:
    """The terms below a node. `factor`: the product of the weights above it."""
    below = node.get("details") or []
    value = float(node["value"])
    context = " ".join(node.get("context") or ())
    if found := _TERM.search(context):
        yield _term(node, value * factor, int(found[1]), json.loads(found[2]))
    elif node["description"].startswith("Boost") and below and float(below[0]["value"]):
        yield from _parts(below[0], factor * value / float(below[0]["value"]), depth + 1)
    elif node["description"].startswith("BooleanClause") and below and depth < _DEEPEST:
        for one in _contributing(below, value):
            yield from _parts(one, factor, depth + 1)
    else:
        yield Part(value * factor)


def _contributing(below: Sequence[Mapping[str, Any]], value: float) -> Sequence[Mapping[str, Any]]:
    """All nodes if their sum is the value, otherwise the largest one: the engine describes a maximum as a sum, too."""
    values = [float(one["value"]) for one in below]
    largest = max(values)
    return [below[values.index(largest)]] if abs(largest - value) < abs(sum(values) - value) else below


def _term(node: Mapping[str, Any], score: float, number: int, term: str) -> Part:
    numbers = {one["description"].partition(",")[0]: int(one["value"]) for one in _descendants(node)}
    name = NUMBERED[number] if number < len(NUMBERED) else None
    return Part(score, name, term, numbers.get("n"), numbers.get("freq"))


def _descendants(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in node.get("details") or ():
        yield one
        yield from _descendants(one)
