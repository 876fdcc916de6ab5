"""From text to what is looked up: words folded to lower case without accents, character pairs for scripts that are
written without spaces. The index, the query and the snippets all cut text here, so that they always agree. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_WORD = 64
"""Characters of a word that count: base64 and line art would otherwise fill the dictionary. A longer word is found by
its first 64, typed whole or not."""

# Combining marks that fold away: Latin, Greek, Cyrillic, Hebrew points, Arabic vowel signs. Marks of other scripts
# (Devanagari vowels, for one) change the word and stay.
_FOLDING_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
_FOLDING_MARKS += "\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Inside a word these are not there: soft hyphen, joiners, word joiner, tatweel, byte order mark.
_INVISIBLE = "\u00ad\u034f\u0640\u200b-\u200d\u2060\ufeff"
_INDIC = "\u0900-\u0963\u0966-\u0dff"

_HAN_KANA = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HAN_KANA += "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
_SOUTH_EAST = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3"
_DENSE = _HAN_KANA + _HANGUL + _SOUTH_EAST

_LETTER = f"(?:[^\\W_{_DENSE}]|[{_INDIC}])"
_WORD = f"{_LETTER}(?:[{_FOLDING_MARKS}{_INVISIBLE}]*{_LETTER})*[{_FOLDING_MARKS}]*"
# A word broken at the end of a line: hyphen (or what a PDF reader leaves of one), line end, lower case goes on.
_BREAK = "[-\u2010\u00ad\ufffe\x02][ \t]*\r?\n[ \t]*"
# Lines end inside words where there are no spaces, and PDF readers put spaces between such characters.
_RUN = f"[{_HAN_KANA}](?:\\s{{0,3}}[{_HAN_KANA}])*|[{_HANGUL}](?:\r?\n?[{_HANGUL}])*"
_RUN += f"|[{_SOUTH_EAST}](?:\r?\n?[{_SOUTH_EAST}])*"
_PIECE = re.compile(f"(?P<dense>{_RUN})|(?P<word>{_WORD})(?:(?P<broken>{_BREAK})(?P<rest>{_WORD}))?")

_BREAKS = re.compile(_BREAK)
_DROPPED = re.compile(f"[{_FOLDING_MARKS}{_INVISIBLE}]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_SPACE = re.compile(r"\s+")
# Letters that do not decompose into a base letter and a mark (Unicode) but are typed as one.
_BASE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}  # noqa: RUF001
)


class Piece(NamedTuple):
    """One thing that can be looked up, and where it stands (code point offsets into the text). `dense` pieces are a
    run of characters written without spaces. `loose` pieces are halves of a word broken at a line's end: they count
    as words but not as neighbours in a phrase.
    """

    text: str
    start: int
    end: int
    dense: bool = False
    loose: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """Cuts text in reading order. `Piece.text` is as written, broken words joined; see `fold`."""
    for match in _PIECE.finditer(text):
        dense, word, rest = match.group("dense", "word", "rest")
        if dense is not None:
            yield Piece(dense, match.start(), match.end(), dense=True)
        elif rest is None:
            yield Piece(word, match.start(), match.end())
        else:
            # "Stromver-|brauch" is one word; "E-Mail-|Adresse" and "2024-|05" are two.
            one = word[-1].isalpha() and rest[0].islower()
            if one:
                yield Piece(word + rest, match.start(), match.end())
            yield Piece(word, *match.span("word"), loose=one)
            yield Piece(rest, *match.span("rest"), loose=one)


def fold(word: str) -> str:
    """How a word is looked up: without case, accents, width or ligatures; at most MAX_WORD characters. May be empty.
    Idempotent, and the same for composed and decomposed writing.
    """
    if word.isascii():
        return word.lower()[:MAX_WORD]
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    base = unicodedata.normalize("NFKC", _DROPPED.sub("", decomposed).translate(_BASE))
    return _SPACE.sub("", base)[:MAX_WORD]


def fold_page(text: str) -> str:
    """A whole page folded, words broken at line ends joined, not cut into words: to see quickly whether it can hold a
    word at all.
    """
    joined = _BREAKS.sub("", text)
    if joined.isascii():
        return joined.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", joined).casefold())
    return unicodedata.normalize("NFKC", _DROPPED.sub("", decomposed).translate(_BASE))


def broken_ends(text: str) -> Iterator[tuple[int, int]]:
    """Where a hyphen and a line end stand inside one word: what is left out when the text is shown."""
    for match in _BREAKS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isalpha() and after.islower():
            yield match.span()


def plain(word: str) -> str:
    """Lower case with its accents, composed: what the stemmers expect."""
    if word.isascii():
        return word.lower()[:MAX_WORD]
    return _SPACE.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", word).lower()))[:MAX_WORD]


def pairs(run: str) -> list[str]:
    """The character pairs of a dense run, and its last character alone: that one ends the run, so that no pair
    reaches into the next one, and lets a single character be found by its beginning.
    """
    kept = fold_run(run)
    return [kept[index : index + 2] for index in range(len(kept))]


def fold_run(run: str) -> str:
    """A dense run composed and without white space, not cut."""
    folded = unicodedata.normalize("NFKC", run).casefold()
    return _SPACE.sub("", _DROPPED.sub("", folded))


def latin(word: str) -> bool:
    """Whether a folded word is in Latin letters (looks at its first character)."""
    return word[:1] < "\u0250" or "\u1e00" <= word[:1] < "\u1f00"
