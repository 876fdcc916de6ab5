"""Plans a query for OpenSearch, within the number of clauses that it accepts. A query that is too long is first planned
more simply, and then cut: half of its words are looked for, and so on.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from docloft.search.engine.plan import Given, Similar, plan
from docloft.search.opensearch.dsl import Clause, OpenSearchQueries, clauses
from docloft.search.query.nodes import And, Node, Not, Or, Phrase, Query, Together, Word

MOST_CLAUSES = 1_000
"""OpenSearch accepts 1,024 (indices.query.bool.max_clause_count), of which the library and the order need some."""

_BUILDERS = (OpenSearchQueries(), OpenSearchQueries(plain=True))


def planned(query: Query, instead: Mapping[Word, Similar] = MappingProxyType({})) -> Clause:
    """The query of OpenSearch, for any library. `instead`: see `plan.Given`. Never raises."""
    while True:
        for build in _BUILDERS:
            made: Clause = plan(query, Given(_no_words, instead, build=build))
            if clauses(made) <= MOST_CLAUSES:
                return made
        query = replace(query, root=shorter(query.root) if query.root is not None else None)


def ranked(query: Query) -> Clause:
    """The query with the scores by which its hits are ranked."""
    return weighted(planned(query))


def weighted(clause: Clause) -> Clause:
    """As with the built-in engine, a score is multiplied by the logarithm of 2 + recency. The base is 10 here (`log2p`)
    and 2 there, which makes no difference to the order.
    """
    newer = {"field": "recency", "modifier": "log2p", "missing": 0}
    return {"function_score": {"query": clause, "field_value_factor": newer, "boost_mode": "multiply"}}


def shorter(node: Node) -> Node:
    """About half of what a part of a query looks for. Filters are kept while there are words to leave out."""
    match node:
        case And(parts):
            return _fewer(parts, And)
        case Or(parts):
            return _fewer(parts, Or)
        case Not(inner):
            return Not(shorter(inner))
        case Word(text) | Phrase(text):
            return replace(node, text=text[: len(text) // 2])
        case Together(words, text):
            return And(words[: len(words) // 2]) if len(words) > 1 else Phrase(text[: len(text) // 2])
        case _:
            return node


def _fewer(parts: tuple[Node, ...], kind: type[And] | type[Or]) -> Node:
    different = tuple(dict.fromkeys(parts))
    if len(different) < len(parts):
        return kind(different)
    wordy = [part for part in parts if _has_words(part)] or list(parts)
    if len(wordy) == 1:
        return kind(tuple(shorter(part) if part is wordy[0] else part for part in parts))
    dropped = {id(part) for part in wordy[len(wordy) // 2 :]}
    return kind(tuple(part for part in parts if id(part) not in dropped))


def _has_words(node: Node) -> bool:
    match node:
        case Word() | Phrase() | Together():
            return True
        case Not(inner):
            return _has_words(inner)
        case And(parts) | Or(parts):
            return any(map(_has_words, parts))
        case _:
            return False


def _no_words(_field: str, _beginning: str) -> list[str]:
    """OpenSearch has no list of the words of one library: see `dsl.OpenSearchQueries.longer`."""
    return []
