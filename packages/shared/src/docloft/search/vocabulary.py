"""The distinct words of a text and the sections they occur in (docloft.text_parts), as one string that is stored with
the text. A search decides from it which page to show, and splits only a few lines of that page into words.

    1;bank 0,4;hauser 2=häuser;...       sorted, so that words with the same beginning are neighbours

A word is folded as in the index; after "=" is how it is written where it first occurs, if that is not the same, because
accents matter to stemmers. In scripts written without spaces, each character is a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docloft.search.text.folding import fold, fold_run, plain
from docloft.search.text.ordinary_lines import SPECIAL, WORD, special_lines
from docloft.search.text.pieces import pieces
from docloft.search.text.typos import are_alike, tolerance

RULES = 2
"""Increased when texts are split or folded differently: a vocabulary of other rules is not used."""
_RULES_BEFORE = 1
"""Vocabularies of these rules are used, too: they distinguish katakana (`candidates` looks for both) and the two
spellings of Hindi words."""
_FOLDED_SINCE = "\u0901\u0929\u0931\u0934\u093c\u094d"
"""Candrabindu, nukta (also composed with its letter) and virama: words with them may be folded differently now."""

MAX_WORDS = 50_000
"""The most words of one text; the Bible has 13,000. A text with more, such as a list of numbers, is marked as
incomplete."""

MAX_SECTIONS = 64
"""The most sections listed of one word, the first ones; "+" follows when there are more."""

_UNWRITABLE = re.compile(r'[\s;="\\\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Known:
    """A word of a text: folded, as it is written, and its sections, counted from 0. `more`: and later ones."""

    word: str
    writing: str
    sections: tuple[int, ...]
    more: bool


class Vocabulary:
    """A stored vocabulary. `is_complete`: it has every word of the text. A damaged one lacks words, and reading
    others raises ValueError.
    """

    def __init__(self, stored: str | None) -> None:
        rules, _, rest = (stored or "").partition(";")
        self.is_usable = rules.rstrip("+") in {str(RULES), str(_RULES_BEFORE)}
        self.is_complete = rules == str(RULES) or (
            rules == str(_RULES_BEFORE) and not any(letter in rest for letter in _FOLDED_SINCE)
        )
        self._lines = f";{rest}" if self.is_usable and rest else ""

    def __len__(self) -> int:
        """Characters in memory."""
        return len(self._lines)

    def find(self, word: str) -> Known | None:
        """A folded word."""
        at = self._first_from(word)
        return self._known(at) if self._lines.startswith(f";{word} ", at) else None

    def starting(self, beginning: str, limit: int) -> Iterator[Known]:
        """Words with this beginning, in order; at most `limit`."""
        sought = f";{beginning}"
        at = self._first_from(beginning)
        while limit > 0 and self._lines.startswith(sought, at):
            yield self._known(at)
            limit -= 1
            at = self._lines.find(";", at + 1)

    def containing(self, part: str, limit: int) -> Iterator[Known]:
        """Words that contain this part, in order; at most `limit`."""
        at = self._lines.find(part)
        while at >= 0 and limit > 0:
            start = self._lines.rfind(";", 0, at)
            if start >= 0 and " " not in self._lines[start:at]:
                yield self._known(start)
                limit -= 1
                # Further on in the same word, it would be found again.
                at = self._lines.find(" ", at)
            at = self._lines.find(part, at + 1)

    def resembling(self, words: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Candidate corrections for these folded words, as written, each with the number of its known sections. May
        include some that are too different.
        """
        found: dict[str, int] = {}
        for mistyped in words:
            if not (edits := tolerance(mistyped)):
                continue
            for word, sections, writing in _lines_like(mistyped, edits).findall(self._lines):
                if are_alike(mistyped, word, edits):
                    found[writing or word] = sections.count(",") + 1
        yield from found.items()

    def _first_from(self, word: str) -> int:
        """Where the first line begins whose word is not before `word`; -1 or the end if there is none. Halves what is
        left: a vocabulary may have a megabyte, and a query looks for hundreds of words in that of each hit.
        """
        low, high = 0, len(self._lines)
        while 0 <= low < high:
            start = self._lines.rfind(";", low, (low + high) // 2 + 1)
            end = self._lines.find(" ", start)
            # Damaged without an end. The lines before it may be whole.
            if end < 0 or self._lines[start + 1 : end] >= word:
                high = start
            else:
                low = self._lines.find(";", end)
        return low

    def _known(self, at: int) -> Known:
        end = self._lines.find(";", at + 1)
        word, _, rest = self._lines[at + 1 : end if end >= 0 else None].partition(" ")
        sections, _, writing = rest.partition("=")
        return Known(
            word, writing or word, tuple(map(int, sections.rstrip("+").split(","))), more=sections.endswith("+")
        )


def make(sections: Sequence[str]) -> str:
    """The vocabulary of these sections."""
    known: dict[str, list[int]] = {}
    writings: dict[str, str] = {}
    folds: dict[str, str] = {}
    is_complete = True
    for number, section in enumerate(sections):
        for written in _distinct(section):
            word = folds.get(written)
            if word is None:
                word = fold(written)
                if len(folds) < 2 * MAX_WORDS:
                    folds[written] = word
            if not word:
                continue
            found = known.get(word)
            if found is None:
                if len(known) >= MAX_WORDS:
                    is_complete = False
                    continue
                known[word] = [number]
                if (writing := plain(written)) != word:
                    writings[word] = writing
            elif found[-1] != number and len(found) <= MAX_SECTIONS:
                found.append(number)
    lines = [_line(word, known[word], writings.get(word)) for word in sorted(known) if not _UNWRITABLE.search(word)]
    return ";".join((f"{RULES}{'' if is_complete else '+'}", *lines))


def _line(word: str, sections: Sequence[int], writing: str | None) -> str:
    listed = ",".join(map(str, sections[:MAX_SECTIONS])) + ("+" if len(sections) > MAX_SECTIONS else "")
    return f"{word} {listed}" if writing is None or _UNWRITABLE.search(writing) else f"{word} {listed}={writing}"


@lru_cache(maxsize=64)
def _lines_like(word: str, edits: int) -> re.Pattern[str]:
    """Lines with words that may be within this many edits of a word of letters: of a length like its own, and with at
    most one other letter for each edit. Groups: the word, its sections and, if it has one, its writing.
    """
    own = f"[{''.join(sorted(set(word)))}]"
    other = f"[^ ;{own[1:]}"
    length = f"[^ ;]{{{max(1, len(word) - edits)},{len(word) + edits}}}"
    return re.compile(f";(?={length} )((?:{own}*{other}){{0,{edits}}}{own}*) ([^;=]*)=?([^;]*)")


def _distinct(section: str) -> dict[str, None]:
    """The distinct words of a section as written, in order, as `pieces` finds them."""
    found: dict[str, None] = {}
    at = 0
    for start, end in special_lines(section, SPECIAL):
        found.update(dict.fromkeys(WORD.findall(section, at, start)))
        for piece in pieces(section[start:end]):
            found.update(dict.fromkeys(fold_run(piece.text) if piece.dense else (piece.text,)))
        at = end
    found.update(dict.fromkeys(WORD.findall(section, at)))
    return found
