"""The text of a document as snippets are made from it: sections that are read when they are needed, and the vocabulary
that says which ones to read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from docloft import text_parts
from docloft.search import vocabulary
from docloft.search.vocabulary import Vocabulary
from docloft.text_parts import DividedText
from docloft.texts import Text

_MOST_KEPT = 8
_KEPT_BYTES = 1_500
"""The approximate size of one kept result: a snippet and a hundred pages."""

_Kept = TypeVar("_Kept")

_MADE_CHARACTERS = 500_000
"""The most characters of one text that are split into words during a search."""


@dataclass(slots=True)
class Allowance:
    """How many characters one search may still split into words for texts that were stored without a vocabulary. It
    bounds the work of a search, whatever the texts are; the next search continues with other texts.
    """

    characters: int = 1_000_000


class SearchableText:
    """`pages`: the page of each section, counted from 1."""

    def __init__(
        self,
        language: str | None,
        pages: Sequence[int],
        read_section: Callable[[int], str],
        read_words: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.language = language
        self.pages = pages
        self.section = read_section
        self._read_words = read_words
        self._vocabulary: Vocabulary | None = None
        self._kept: dict[str, Any] = {}

    def vocabulary(self, allowance: Allowance) -> Vocabulary:
        """The stored one, or one made now, perhaps of a part of the text. Raises whatever reading a section raises."""
        if self._vocabulary is not None:
            return self._vocabulary
        known = Vocabulary(self._read_words())
        if not known.is_usable and self.pages:
            known, is_settled = self._made(allowance)
            if not is_settled:
                return known
        self._vocabulary = known
        return known

    def _made(self, allowance: Allowance) -> tuple[Vocabulary, bool]:
        """Also returns whether a later search could not make a better one."""
        sections: list[str] = []
        characters = 0
        for number in range(len(self.pages)):
            if characters >= min(_MADE_CHARACTERS, allowance.characters) and sections:
                break
            sections.append(self.section(number))
            characters += len(sections[-1])
        allowance.characters -= characters
        made = Vocabulary(vocabulary.make(sections))
        is_whole = len(sections) == len(self.pages)
        made.is_complete = made.is_complete and is_whole
        return made, is_whole or characters >= _MADE_CHARACTERS

    def once(self, key: str, make: Callable[[], _Kept]) -> _Kept:
        """The result of `make`, or its earlier result for this key: the results of the last searches are kept. A search
        is repeated when someone goes back to it, adds a filter, or turns a page and back. Raises whatever `make`
        raises.
        """
        if key in self._kept:
            self._kept[key] = made = self._kept.pop(key)
            return cast("_Kept", made)
        made = make()
        # Not kept while the vocabulary is incomplete: a later search may make a better one.
        if self._vocabulary is not None:
            self._kept[key] = made
            if len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return made

    def characters(self) -> int:
        """The characters of the vocabulary, once it is in memory, and of the kept results."""
        return (len(self._vocabulary) if self._vocabulary else 0) + _KEPT_BYTES * len(self._kept)


def divided(text: DividedText) -> SearchableText:
    return SearchableText(text.language, text.pages, text.section, text.words)


def whole(text: Text) -> SearchableText:
    """Makes a text in memory searchable."""
    sections: list[str] = []
    pages: list[int] = []
    for number, page in enumerate(text.pages, 1):
        for section in text_parts.cut(page):
            sections.append(section)
            pages.append(number)
    return SearchableText(text.language, pages, sections.__getitem__)
