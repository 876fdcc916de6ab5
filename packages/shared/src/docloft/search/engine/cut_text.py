"""Splits pages into the words, character pairs and joined words that are indexed."""

from collections.abc import Iterable, Iterator

from docloft.search.text import joins
from docloft.search.text.characters import ZERO_WIDTH_SPACE
from docloft.search.text.folding import fold, plain
from docloft.search.text.ordinary_lines import SPECIAL_OR_GROUPED, WORD, special_lines
from docloft.search.text.pieces import pairs, pieces, with_whole_words

MAX_DISTINCT_WORDS = 150_000
"""The most distinct words indexed for one document; further new words are left out, while words seen before still
count. The Bible has 13,000, a generated list of 4 MB can have a million: with this limit such a file stays within a
function's 512 MB and a minute (bench/search_times.py)."""

MAX_DISTINCT_PAIRS = 300_000
"""The same limit for character pairs (scripts without spaces): a Chinese novel has about 200,000."""

MAX_JOINED = 50_000
"""The same limit for runs of words and numbers that may be written together."""


class _Folds(dict[str, str]):
    """Each word as written, folded; empty for one that is not indexed. Adds new words to `writings`."""

    def __init__(self, writings: dict[str, str]) -> None:
        super().__init__()
        self._writings = writings

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if folded not in self._writings:
            if len(self._writings) >= MAX_DISTINCT_WORDS or not folded:
                folded = ""
            else:
                self._writings[folded] = plain(word)
        if len(self) < 2 * MAX_DISTINCT_WORDS:
            self[word] = folded
        return folded


class CutText:
    """Pages split into words: `words` by page, in `writings` each distinct word as it is written, in `joined` the runs
    that may be written together, and in `rows` lines with zero-width spaces, with each word that has some as one.
    """

    def __init__(self, pages: Iterable[str]) -> None:
        self.writings: dict[str, str] = {}
        self.words: list[list[str]] = []
        self.loose: list[str] = []
        self.rows: list[list[str]] = []
        self.pairs: list[list[str]] = []
        self.joined: dict[str, None] = {}
        self._folds = _Folds(self.writings)
        self._known: set[str] = set()
        for page in pages:
            self.words.append([])
            self.pairs.append([])
            at = 0
            for start, end in special_lines(page, SPECIAL_OR_GROUPED):
                self._add_words(WORD.findall(page, at, start))
                self._add_lines(page[start:end])
                at = end
            self._add_words(WORD.findall(page, at))

    def _add_words(self, found: list[str]) -> None:
        self.words[-1] += filter(None, map(self._folds.__getitem__, found))

    def _add_lines(self, text: str) -> None:
        """Lines that have more than ordinary words."""
        cut = list(pieces(text))
        for group in joins.groups(text, cut):
            for run in joins.runs(text, group):
                if len(self.joined) < MAX_JOINED:
                    self.joined[run.written] = None
        if ZERO_WIDTH_SPACE in text:
            whole = [self._folds[piece.text] for piece in with_whole_words(cut) if not piece.dense]
            self.rows.append(list(filter(None, whole)))
        for piece in cut:
            if piece.dense:
                found = pairs(piece.text)
                if len(self._known) < MAX_DISTINCT_PAIRS:
                    self._known.update(found)
                self.pairs[-1] += [pair for pair in found if pair in self._known]
            elif folded := self._folds[piece.text]:
                (self.loose if piece.loose else self.words[-1]).append(folded)

    def lines(self) -> Iterator[str]:
        """Values of the words field, one for each page: no phrase spans two pages."""
        for words in (*self.words, self.loose, *self.rows):
            yield " ".join(words)
