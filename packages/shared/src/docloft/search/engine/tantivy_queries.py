"""Builds queries of Tantivy, using only its constructors: its own parser turns `ke*` into the word `ke`, and its
phrase_prefix_query silently stops at the first 50 words with the prefix (measured).
"""

from collections.abc import Sequence
from functools import lru_cache, partial

import tantivy
from tantivy import Occur

from docloft.search.engine.building import EngineQuery, Expand, escaped
from docloft.search.engine.digit_ranges import pattern_of
from docloft.search.engine.schema import schema

_term = partial(tantivy.Query.term_query, schema())
_regex = lru_cache(maxsize=256)(partial(tantivy.Query.regex_query, schema()))
"""Compiling a pattern takes longer than searching with it, and one search plans its query several times."""

_ranged = lru_cache(maxsize=32)(partial(tantivy.Query.regex_query, schema()))
"""As _regex. A pattern for a range of numbers needs 0.9 MB (measured), so fewer are kept."""

_FEW_KEYWORDS = 20
"""More of them are looked for as a set, which the engine walks once."""

_all_of = tantivy.Query.boolean_query


class TantivyQueries:
    """See `building.Builder`."""

    def term(self, field: str, word: str) -> EngineQuery:
        return _term(field, word)

    def any_keyword(self, field: str, keywords: Sequence[str]) -> EngineQuery:
        if len(keywords) > _FEW_KEYWORDS:
            return tantivy.Query.term_set_query(schema(), field, list(keywords))
        return self.any_of([_term(field, keyword) for keyword in keywords])

    def best_term(self, field: str, words: Sequence[str]) -> EngineQuery:
        return tantivy.Query.disjunction_max_query([_term(field, word) for word in words])

    def phrase(self, field: str, words: Sequence[str], slop: int = 0) -> EngineQuery:
        return tantivy.Query.phrase_query(schema(), field, list(words), slop)

    def beginning(self, field: str, start: str) -> EngineQuery:
        return _regex(field, escaped(start) + ".*")

    def row(self, field: str, words: Sequence[str]) -> EngineQuery:
        *whole, last = map(escaped, words)
        return tantivy.Query.regex_phrase_query(schema(), field, [*whole, last + ".*"])

    def longer(self, field: str, start: str, expand: Expand) -> EngineQuery | None:
        found = [word for word in expand(field, start) if word != start]
        return self.best_term(field, found) if found else None

    def pattern(self, field: str, pattern: str) -> EngineQuery:
        return _regex(field, pattern)

    def similar(self, field: str, word: str, edits: int) -> EngineQuery:
        return tantivy.Query.fuzzy_term_query(schema(), field, word, distance=edits, transposition_cost_one=True)

    def numbers(self, field: str, low: int | None, high: int | None) -> EngineQuery:
        return tantivy.Query.range_query(schema(), field, tantivy.FieldType.Integer, low, high)

    def keywords_between(self, field: str, prefix: str, low: str, high: str) -> EngineQuery:
        return _ranged(field, escaped(prefix) + pattern_of(low, high))

    def has_value(self, field: str) -> EngineQuery:
        return tantivy.Query.exists_query(field)

    def all_of(
        self,
        must: Sequence[EngineQuery],
        should: Sequence[EngineQuery] = (),
        must_not: Sequence[EngineQuery] = (),
    ) -> EngineQuery:
        parts = [(Occur.Must, query) for query in must]
        parts += [(Occur.Should, query) for query in should]
        return _all_of(parts + [(Occur.MustNot, query) for query in must_not])

    def any_of(self, queries: Sequence[EngineQuery]) -> EngineQuery:
        return queries[0] if len(queries) == 1 else _all_of([(Occur.Should, query) for query in queries])

    def boosted(self, query: EngineQuery, factor: float) -> EngineQuery:
        return tantivy.Query.boost_query(query, factor)

    def constant(self, query: EngineQuery, score: float) -> EngineQuery:
        return tantivy.Query.const_score_query(query, score)

    def everything(self) -> EngineQuery:
        return tantivy.Query.all_query()

    def nothing(self) -> EngineQuery:
        return tantivy.Query.empty_query()


TANTIVY = TantivyQueries()
