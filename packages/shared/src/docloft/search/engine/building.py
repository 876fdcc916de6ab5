"""What `plan` builds a query of: each search engine has these, under its own names. `tantivy_queries` builds objects of
Tantivy, `docloft.search.opensearch.dsl` builds JSON for OpenSearch. So both engines follow the same rules.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

EngineQuery = Any
"""A query of the engine: only its builder knows what it is."""

Expand = Callable[[str, str], list[str]]
"""(field, prefix) -> the most frequent words of the index with that prefix."""


class Builder(Protocol):
    """Words are folded, as they are in the index."""

    def term(self, field: str, word: str) -> EngineQuery:
        """Documents with a word or a keyword."""

    def any_keyword(self, field: str, keywords: Sequence[str]) -> EngineQuery:
        """Documents with one of these keywords; nothing if there are none. Its score is not used."""

    def best_term(self, field: str, words: Sequence[str]) -> EngineQuery:
        """Documents with one of these words; the score is that of the best one."""

    def phrase(self, field: str, words: Sequence[str], slop: int = 0) -> EngineQuery:
        """Two or more words in a row, with at most `slop` words between them."""

    def beginning(self, field: str, start: str) -> EngineQuery:
        """Documents with any word that begins like this."""

    def row(self, field: str, words: Sequence[str]) -> EngineQuery:
        """Two or more words in a row, of which the last may be only the beginning of a word."""

    def longer(self, field: str, start: str, expand: Expand) -> EngineQuery | None:
        """Some of the words that begin like this, with a score by their rarity; None when there are none."""

    def pattern(self, field: str, pattern: str) -> EngineQuery:
        """Documents with a word that matches a regular expression as a whole."""

    def similar(self, field: str, word: str, edits: int) -> EngineQuery:
        """Documents with a word at most this many edits from this one (a swap of neighbours is one edit)."""

    def numbers(self, field: str, low: int | None, high: int | None) -> EngineQuery:
        """Both ends are included; None means no limit."""

    def keywords_between(self, field: str, prefix: str, low: str, high: str) -> EngineQuery:
        """Keywords that begin with `prefix`, followed by a number with as many digits as `low` and `high`."""

    def has_value(self, field: str) -> EngineQuery: ...

    def all_of(
        self,
        must: Sequence[EngineQuery],
        should: Sequence[EngineQuery] = (),
        must_not: Sequence[EngineQuery] = (),
    ) -> EngineQuery:
        """`must` has at least one; `should` only adds to the score."""

    def any_of(self, queries: Sequence[EngineQuery]) -> EngineQuery:
        """The score is the sum of those that match. Nothing if there are none."""

    def boosted(self, query: EngineQuery, factor: float) -> EngineQuery: ...

    def constant(self, query: EngineQuery, score: float) -> EngineQuery:
        """The same documents, all with this score."""

    def everything(self) -> EngineQuery: ...

    def nothing(self) -> EngineQuery: ...


def escaped(word: str) -> str:
    """For a pattern."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in word)


_SPECIAL = frozenset("\\.+*?()|[]{}^$#&~-")
