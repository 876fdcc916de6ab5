"""Splits text into the pieces that are indexed: words, and runs of characters for scripts written without spaces. The
index, queries and marks all use it, so that they agree.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docloft.search.text.characters import (
    DENSE,
    FOLDING_MARKS,
    HAN_KANA,
    HANGUL,
    INDIC,
    INVISIBLE,
    LETTER_APOSTROPHES,
    SOUTH_EAST,
    VARIATIONS,
    ZERO_WIDTH_SPACE,
)
from docloft.search.text.folding import LINE_BREAK, fold_run

_LETTER = f"(?:[^\\W_{DENSE}{LETTER_APOSTROPHES}]|[{INDIC}])"
_WORD = f"{_LETTER}(?:[{FOLDING_MARKS}{INVISIBLE}]*{_LETTER})*[{FOLDING_MARKS}]*"
# Lines end inside words where there are no spaces, and PDF readers put spaces between such characters.
_UNSEEN = f"[{ZERO_WIDTH_SPACE}{INVISIBLE}]?"
_RUN = f"[{HAN_KANA}](?:[\\s{ZERO_WIDTH_SPACE}{INVISIBLE}{VARIATIONS}]{{0,3}}[{HAN_KANA}])*"
_RUN += f"|[{HANGUL}](?:{_UNSEEN}\r?\n?[{HANGUL}])*|[{SOUTH_EAST}](?:{_UNSEEN}\r?\n?[{SOUTH_EAST}])*"
_PIECE = re.compile(f"(?P<dense>{_RUN})|(?P<word>{_WORD})(?:(?P<broken>{LINE_BREAK})(?P<rest>{_WORD}))?")
_PIECE_OR_SEVERAL = re.compile(f"(?P<several>{_WORD}(?:{ZERO_WIDTH_SPACE}{_WORD})+)|{_PIECE.pattern}")
"""For texts with zero-width spaces."""
_LINE_BREAKS = re.compile(LINE_BREAK)
_made = tuple.__new__
"""Half the time that a Piece's own constructor takes."""


class Piece(NamedTuple):
    """One unit of search and its place (code point offsets into the text). `dense` pieces are a run of characters
    written without spaces. `loose` pieces are the halves of a word broken at a line end, and words with a zero-width
    space between them taken as one: they count as words but not as neighbours in a phrase.
    """

    text: str
    start: int
    end: int
    dense: bool = False
    loose: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """Splits text in reading order. `Piece.text` is as written, broken words joined; see `folding.fold`."""
    for match in (_PIECE_OR_SEVERAL if ZERO_WIDTH_SPACE in text else _PIECE).finditer(text):
        if match.lastgroup == "word":
            # The usual case: a word that needs no further work.
            yield _made(Piece, (match[0], match.start(), match.end(), False, False))
            continue
        if match.lastgroup == "several":
            yield from _several(match[0], match.start())
            continue
        dense, word, rest = match.group("dense", "word", "rest")
        if dense is not None:
            yield Piece(dense, match.start(), match.end(), dense=True)
        else:
            # "Stromver-|brauch" is one word; "E-Mail-|Adresse" and "2024-|05" are two.
            one = word[-1].isalpha() and rest[0].islower()
            if one:
                yield Piece(word + rest, match.start(), match.end())
            yield Piece(word, *match.span("word"), loose=one)
            yield Piece(rest, *match.span("rest"), loose=one)


def _several(words: str, start: int) -> Iterator[Piece]:
    yield Piece(words, start, start + len(words), loose=True)
    for word in words.split(ZERO_WIDTH_SPACE):
        yield Piece(word, start, start + len(word))
        start += len(word) + 1


def with_whole_words(cut: Iterable[Piece]) -> list[Piece]:
    """The pieces of a text that are neighbours in a phrase, with words that contain zero-width spaces as one. Empty for
    a text without such words.
    """
    found: list[Piece] = []
    end = 0
    for piece in cut:
        if piece.loose and ZERO_WIDTH_SPACE in piece.text:
            end = piece.end
        elif piece.loose or piece.start < end:
            continue
        found.append(piece)
    return found if end else []


def broken_ends(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the hyphens and line ends inside words: left out when the text is shown."""
    for match in _LINE_BREAKS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isalpha() and after.islower():
            yield match.span()


def pairs(run: str) -> list[str]:
    """The character pairs of a dense run, and its last character alone. That one ends the run, so that no pair reaches
    into the next run, and a single character can be found as the beginning of a pair.
    """
    return pairs_in(fold_run(run))


def pairs_in(kept: str) -> list[str]:
    """As `pairs`, for a folded run."""
    return [kept[index : index + 2] for index in range(len(kept))]
