"""The lines of a document in which facts are searched: a bounded part of it, so that the time is bounded."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import re2

from docloft.suggestions import EVIDENCE_LIMIT, VALUE_LIMIT, Fact, Suggestion

FIRST_PAGES = 5
LAST_PAGES = 2
PAGE_LIMIT = 12_000
"""Characters searched at the beginning of a page, and as many at the end of a longer one."""
LINE_LIMIT = 400
"""In characters. The rest of a longer line counts as another line."""
HEAD_LINES = 40
"""Lines of the first page that may be a letterhead or a heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it. `folded` has the same length: lower case without accents, and every
    white space is one space. `start` is the place of the line on its page, `number` counts the lines of the page.
    """

    page: int
    number: int
    start: int
    text: str
    folded: str

    @property
    def is_head(self) -> bool:
        return self.page == 0 and self.number < HEAD_LINES

    def suggest(self, fact: Fact, value: str, confidence: float, start: int, end: int, label: str = "") -> Suggestion:
        """A suggestion for the characters from `start` to `end` of this line. `label` is the text of another line that
        belongs to the evidence.
        """
        first = max(0, min(start - EVIDENCE_LIMIT // 2, len(self.text) - EVIDENCE_LIMIT))
        evidence = " ".join(f"{label} {self.text[first : first + EVIDENCE_LIMIT]}".split())[:EVIDENCE_LIMIT]
        place = (self.page, self.start + start, self.start + end)
        return Suggestion(fact, value[:VALUE_LIMIT], confidence, evidence, *place)


@dataclass(frozen=True)
class Source:
    """The text in which facts are searched. `language` is an ISO 639-1 code. `properties` is what the file says about
    itself: title and author.
    """

    pages: Sequence[str]
    language: str | None
    properties: Mapping[str, Any]
    today: str
    """YYYY-MM-DD."""

    @cached_property
    def lines(self) -> list[Line]:
        """Without blank lines."""
        count = len(self.pages)
        read = sorted({*range(min(count, FIRST_PAGES)), *range(max(0, count - LAST_PAGES), count)})
        return [line for page in read for line in _lines(page, self.pages[page])]

    @cached_property
    def head(self) -> list[Line]:
        return [line for line in self.lines if line.is_head]


def groups(match: "re2._Match[str]") -> tuple[str, ...]:
    """The groups of a match, from the first one; empty for a group that took no part in it."""
    return tuple(part or "" for part in match.groups())


def fold(text: str) -> str:
    """Lower case without accents, one character for each."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def _folded(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character.isspace():
        return " "
    letter = unicodedata.normalize("NFD", character)[0].lower()[0]
    # RE2 takes UTF-8, which has no surrogates.
    return "?" if 0xD800 <= ord(letter) <= 0xDFFF else letter


def _lines(page: int, text: str) -> list[Line]:
    parts = [(0, text)]
    if len(text) > 2 * PAGE_LIMIT:
        parts = [(0, text[:PAGE_LIMIT]), (len(text) - PAGE_LIMIT, text[-PAGE_LIMIT:])]
    found: list[Line] = []
    for offset, part in parts:
        start = offset
        for whole in part.splitlines(keepends=True):
            for cut in range(0, len(whole), LINE_LIMIT):
                piece = whole[cut : cut + LINE_LIMIT]
                stripped = piece.strip()
                if stripped:
                    indent = len(piece) - len(piece.lstrip())
                    folded = fold(stripped).replace("\t", " ")
                    found.append(Line(page, len(found), start + cut + indent, stripped, folded))
            start += len(whole)
    return found
