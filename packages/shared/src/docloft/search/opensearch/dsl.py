"""Builds queries of OpenSearch (https://docs.opensearch.org/latest/query-dsl/) for `engine.plan`. What a person typed
is only ever a value in them, never a name or a query string.
"""

from collections.abc import Sequence
from typing import Any

from docloft.search.engine.building import Expand

Clause = dict[str, Any]

_LONGEST = 2**63 - 1
_LONGER = 24
"""Words with a given beginning that score by their rarity."""
_EXPANSIONS = 1_000
"""Words that the incomplete last word of a row may be. Together they count as one clause."""


class OpenSearchQueries:
    """See `building.Builder`. `plain`: with as few clauses as possible: stems and beginnings of words have the same
    score however rare they are.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self._plain = plain

    def term(self, field: str, word: str) -> Clause:
        return {"term": {field: {"value": word}}}

    def any_keyword(self, field: str, keywords: Sequence[str]) -> Clause:
        return {"terms": {field: list(keywords)}} if keywords else self.nothing()

    def best_term(self, field: str, words: Sequence[str]) -> Clause:
        if len(words) == 1:
            return self.term(field, words[0])
        if self._plain:
            return self.constant(self.any_keyword(field, words), 1.0)
        return {"dis_max": {"queries": [self.term(field, word) for word in words]}}

    def phrase(self, field: str, words: Sequence[str], slop: int = 0) -> Clause:
        return {"match_phrase": {field: {"query": " ".join(words), "slop": slop}}}

    def beginning(self, field: str, start: str) -> Clause:
        return {"prefix": {field: {"value": start}}}

    def row(self, field: str, words: Sequence[str]) -> Clause:
        return {"match_phrase_prefix": {field: {"query": " ".join(words), "max_expansions": _EXPANSIONS}}}

    def longer(self, field: str, start: str, _expand: Expand) -> Clause | None:
        if self._plain:
            return None
        return {"prefix": {field: {"value": start, "rewrite": f"top_terms_{_LONGER}"}}}

    def pattern(self, field: str, pattern: str) -> Clause:
        # Without flags, Lucene's operators beyond those of other regular expressions are ordinary characters.
        return {"regexp": {field: {"value": pattern, "flags": "NONE"}}}

    def similar(self, field: str, word: str, edits: int) -> Clause:
        return {"fuzzy": {field: {"value": word, "fuzziness": edits, "rewrite": "constant_score"}}}

    def numbers(self, field: str, low: int | None, high: int | None) -> Clause:
        limits = {"gte": low, "lte": high}
        kept = {name: max(-_LONGEST, min(_LONGEST, limit)) for name, limit in limits.items() if limit is not None}
        return {"range": {field: kept}} if kept else self.has_value(field)

    def keywords_between(self, field: str, prefix: str, low: str, high: str) -> Clause:
        if low > high:
            return self.nothing()
        return {"range": {field: {"gte": prefix + low, "lte": prefix + high}}}

    def has_value(self, field: str) -> Clause:
        return {"exists": {"field": field}}

    def all_of(self, must: Sequence[Clause], should: Sequence[Clause] = (), must_not: Sequence[Clause] = ()) -> Clause:
        parts = {"must": must, "should": should, "must_not": must_not}
        return {"bool": {name: list(clauses) for name, clauses in parts.items() if clauses}}

    def any_of(self, queries: Sequence[Clause]) -> Clause:
        if not queries:
            return self.nothing()
        if len(queries) == 1:
            return queries[0]
        return {"bool": {"should": list(queries), "minimum_should_match": 1}}

    def boosted(self, query: Clause, factor: float) -> Clause:
        return {"bool": {"must": [query], "boost": factor}}

    def constant(self, query: Clause, score: float) -> Clause:
        return {"constant_score": {"filter": query, "boost": score}} if score else {"bool": {"filter": [query]}}

    def everything(self) -> Clause:
        return {"match_all": {}}

    def nothing(self) -> Clause:
        return {"match_none": {}}


def clauses(query: Any) -> int:
    """How many clauses OpenSearch counts in a query: those without others in them, with the words that a rewritten one
    turns into.
    """
    match query:
        case {"bool": inner}:
            return sum(clauses(one) for kind, parts in inner.items() if isinstance(parts, list) for one in parts)
        case {"dis_max": {"queries": parts}}:
            return sum(map(clauses, parts))
        case {"constant_score": {"filter": part}}:
            return clauses(part)
        case {"prefix": inner} if any("rewrite" in options for options in inner.values()):
            return _LONGER
        case _:
            return 1
