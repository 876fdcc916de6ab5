"""Texts as a search reads them."""

from collections.abc import Callable, Sequence

from docloft import texts
from docloft.search import vocabulary
from docloft.search.shown import searchable_text
from docloft.search.shown.searchable_text import SearchableText
from docloft.text_parts import DividedText
from docloft.texts import Text


def stored(
    text: Text, prefix: int | None = None, *, made: Callable[[Sequence[str]], str] = vocabulary.make
) -> SearchableText:
    """The text, stored and read again, of which the first `prefix` bytes are read at once."""
    body = texts.encode(text, made)
    return searchable_text.divided(DividedText(body[:prefix], lambda start, end: body[start:end]))
