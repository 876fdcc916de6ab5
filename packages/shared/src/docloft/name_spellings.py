"""Finds names as people spell them: without their accents, with umlauts as two letters, or only the beginnings of their
words.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice

from docloft.tables.records import Name

_WORDS = re.compile(r"\w+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})  # noqa: RUF001
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def fold(name: str) -> str:
    """The name without differences that are ignored: case, width of letters, white space around it."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def spellings_of(folded: str) -> tuple[str, ...]:
    """The folded name, and how it is written on a keyboard without its accents: Müller is also muller and mueller."""
    if folded.isascii():
        return (folded,)
    spelled = unicodedata.normalize("NFC", folded).translate(_SPELLED)
    return tuple(dict.fromkeys((folded, _without_marks(folded), _without_marks(spelled))))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class SpelledNames:
    """The names of a kind by how they are spelled: a query may look for many, in a library with thousands."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = list(names)
        self._ids = {name.name_id: name for name in self.names}
        folded = [fold(name.name) for name in self.names]
        self._exact: dict[str, list[Name]] = {}
        for name, text in zip(self.names, folded, strict=True):
            self._exact.setdefault(text, []).append(name)
        self._alike: dict[str, set[int]] = {}
        words: set[tuple[str, int]] = set()
        for at, text in enumerate(folded):
            for writing in spellings_of(text):
                self._alike.setdefault(writing, set()).add(at)
                words.update((word, at) for word in _WORDS.findall(writing))
        self._words = sorted(words)
        self._begun: dict[str, frozenset[int]] = {}

    def exactly(self, typed: str) -> list[Name]:
        """Those with these letters, or this id."""
        return [*self._exact.get(fold(typed), ()), *([self._ids[typed]] if typed in self._ids else [])]

    def alike(self, typed: str) -> list[Name]:
        """Those with these letters apart from accents, in any spelling of umlauts."""
        places: set[int] = set()
        places.update(*(self._alike.get(writing, ()) for writing in spellings_of(fold(typed))))
        return [self.names[at] for at in sorted(places)]

    def beginning(self, typed: str) -> list[Name]:
        """Those in which each typed word begins a word, in any spelling."""
        places: set[int] = set()
        for writing in spellings_of(fold(typed)):
            places |= self._with_all(dict.fromkeys(_WORDS.findall(writing)))
        return [self.names[at] for at in sorted(places)]

    def _with_all(self, beginnings: Iterable[str]) -> frozenset[int]:
        found: frozenset[int] | None = None
        for beginning in beginnings:
            if beginning not in self._begun:
                self._begun[beginning] = frozenset(self._with(beginning))
            found = self._begun[beginning] if found is None else found & self._begun[beginning]
            if not found:
                break
        return found or frozenset()

    def _with(self, beginning: str) -> set[int]:
        found: set[int] = set()
        for word, at in islice(self._words, bisect_left(self._words, (beginning, -1)), None):
            if not word.startswith(beginning):
                break
            found.add(at)
        return found


def matches(typed: str, name: str) -> bool:
    """Whether each word that a person typed begins a word of this name, in any spelling."""
    names = [_WORDS.findall(writing) for writing in spellings_of(fold(name))]
    return any(_begin(_WORDS.findall(wanted), words) for wanted in spellings_of(fold(typed)) for words in names)


def _begin(wanted: list[str], words: list[str]) -> bool:
    return bool(wanted) and all(any(word.startswith(one) for word in words) for one in wanted)
