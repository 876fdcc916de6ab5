"""Corrects mistyped words of a query."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from docloft.search.query.nodes import Query, Word
from docloft.search.query.parser import parse
from docloft.search.text.folding import fold
from docloft.search.text.typos import closest


def correct(
    query: Query,
    mistyped: Iterable[Word],
    texts: Sequence[str],
    *,
    keeps: bool = False,
    limited: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Query | None:
    """The query with each mistyped word replaced by the most similar other word in the texts; None when no word has a
    similar one. `keeps`: the word as typed is found as well. `limited`: the texts for words that are limited to a
    field.
    """
    text = query.text
    for word in sorted(mistyped, key=lambda word: -word.start):
        meant = closest(fold(word.text), limited.get(word.only, texts))
        if meant is not None:
            written = f"({text[word.start : word.end]} OR {meant})" if keeps else meant
            text = text[: word.start] + written + text[word.end :]
    return parse(text, query.context) if text != query.text else None
