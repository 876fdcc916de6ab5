"""Texts as a search reads them."""

from docloft import texts
from docloft.search import vocabulary
from docloft.search.shown import searchable_text
from docloft.search.shown.searchable_text import SearchableText
from docloft.text_parts import DividedText
from docloft.texts import Text


def stored(text: Text, prefix: int | None = None) -> SearchableText:
    """The text, stored and read again, of which the first `prefix` bytes are read at once."""
    body = texts.encode(text, vocabulary.make)
    return searchable_text.divided(DividedText(body[:prefix], lambda start, end: body[start:end]))
