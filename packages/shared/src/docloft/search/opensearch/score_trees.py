"""How OpenSearch computed the score of a hit (https://docs.opensearch.org/latest/api-reference/search-apis/explain/).
The explanations come from Lucene: trees of values, each with a description, of which only the terms are kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docloft.search.index.explaining import MOST_EXPLAINED, MOST_PARTS, Explanation, Part
from docloft.search.index.open_indexes import Heads
from docloft.search.opensearch import reads
from docloft.search.opensearch.planning import ranked
from docloft.search.query.nodes import Query

_TERM = re.compile(r'weight\((\w+):([^" ]\S*) in \d+\) \[', re.DOTALL)
_SUM, _MAX, _FUNCTION = "sum of:", "max of:", "function score, product of:"
_NUMBERS = {"n": "n, number of documents containing term", "freq": "freq, occurrences of term within document"}
_DEEPEST = 60
"""Levels of a tree that are followed."""

Node = Mapping[str, Any]


def explain(library_id: str, query: Query, document_ids: Sequence[str], _heads: Heads) -> dict[str, Explanation]:
    wanted = list(document_ids[:MOST_EXPLAINED])
    if not wanted:
        return {}
    clause = {"bool": {"must": [ranked(query)], "filter": [{"terms": {"id": wanted}}]}}
    found = reads.search(library_id, clause, size=len(wanted), explain=True)
    if found is None:
        return {}
    trees = [hit["_explanation"] for hit in found["hits"]["hits"]]
    return {one: explained(tree) for one, tree in zip(reads.ids(library_id, found), trees, strict=True)}


def explained(tree: Node) -> Explanation:
    """`tree`: the `_explanation` of a hit."""
    function = next((node for node in _nodes(tree, 0) if node["description"] == _FUNCTION), None)
    factor = float(function["details"][1]["value"]) if function and len(function["details"]) > 1 else 1.0
    scored = function["details"][0] if function and function["details"] else tree
    parts = sorted((part for part in _parts(scored, 0) if part.score), key=lambda part: -part.score)
    return Explanation(float(tree["value"]), factor, parts[:MOST_PARTS])


def _parts(node: Node, depth: int) -> Iterator[Part]:
    below = node.get("details") or []
    description = str(node["description"])
    if found := _TERM.match(description):
        yield _term(node, found[1], found[2])
    elif description == _SUM and below and depth < _DEEPEST:
        for one in below:
            yield from _parts(one, depth + 1)
    elif description.startswith(_MAX) and below and depth < _DEEPEST:
        yield from _parts(max(below, key=lambda one: float(one["value"])), depth + 1)
    else:
        yield Part(float(node["value"]))


def _term(node: Node, field: str, term: str) -> Part:
    values = {str(one["description"]): one["value"] for one in _nodes(node, 0)}
    documents, times = (values.get(_NUMBERS[name]) for name in ("n", "freq"))
    return Part(
        float(node["value"]),
        field,
        term,
        None if documents is None else int(documents),
        None if times is None else int(times),
    )


def _nodes(node: Node, depth: int) -> Iterator[Node]:
    yield node
    for one in (node.get("details") or ()) if depth < _DEEPEST else ():
        yield from _nodes(one, depth + 1)
