"""Corrects mistyped words of a query."""

from collections.abc import Iterable, Sequence

from docloft.search.query.nodes import Query, Word
from docloft.search.query.parser import parse
from docloft.search.text.folding import fold
from docloft.search.text.typos import closest


def correct(query: Query, mistyped: Iterable[Word], texts: Sequence[str]) -> Query | None:
    """The query with each mistyped word replaced by the most similar word in the texts; None when no word has a similar
    one.
    """
    text = query.text
    for word in sorted(mistyped, key=lambda word: -word.start):
        meant = closest(fold(word.text), texts)
        if meant is not None:
            text = text[: word.start] + meant + text[word.end :]
    return parse(text, query.context) if text != query.text else None
