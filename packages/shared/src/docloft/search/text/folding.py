"""The normal form in which words are compared: lower case, without accents. The index, queries and marks all use it, so
that they agree.
"""

import re
import unicodedata

from docloft.search.text.characters import FOLDING_MARKS, INVISIBLE

MAX_WORD = 64
"""Only this many characters of a word are compared: otherwise base64 and line art would fill the dictionary. A longer
word is found by its first 64, even if the query has only those."""

# A hyphen at the end of a line, or the character that a PDF reader returns in its place.
LINE_BREAK = "[-\u2010\u00ad\ufffe\x02][ \t]*\r?\n[ \t]*"

_LINE_BREAKS = re.compile(LINE_BREAK)
_DROPPED = re.compile(f"[{FOLDING_MARKS}{INVISIBLE}]")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_SPACE = re.compile(r"\s+")
# Letters that do not decompose into a base letter and a mark (Unicode) but are typed as one.
_BASE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}  # noqa: RUF001
)


def fold(word: str) -> str:
    """The word in lower case and normal width, without accents and ligatures; at most MAX_WORD characters. May be
    empty. Idempotent, and the same for composed and decomposed writing.
    """
    if word.isascii():
        return word.lower()[:MAX_WORD]
    return _SPACE.sub("", _folded(word))[:MAX_WORD]


def fold_page(text: str) -> str:
    """A whole page folded, words broken at line ends joined: a quick way to see whether it can contain a word."""
    joined = _LINE_BREAKS.sub("", text)
    return joined.lower() if joined.isascii() else _folded(joined)


def plain(word: str) -> str:
    """Lower case with its accents, composed, at most MAX_WORD characters: what the stemmers expect."""
    if word.isascii():
        return word.lower()[:MAX_WORD]
    return _SPACE.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", word).lower()))[:MAX_WORD]


def fold_run(run: str) -> str:
    """A dense run (see `pieces`) composed and without white space, not cut to MAX_WORD."""
    folded = unicodedata.normalize("NFKC", run).casefold()
    return _SPACE.sub("", _DROPPED.sub("", folded))


def fold_shown(word: str) -> str:
    """A word as it is written on a page, apart from case and composition: every code point is replaced by its
    compatibility decomposition (NFKD) in lower case; invisible characters and white space are removed. Unlike `fold` it
    needs only what every browser has, so that the site can apply it too (frontend/src/features/document/terms.js).
    """
    decomposed = "".join(unicodedata.normalize("NFKD", character) for character in _UNSEEN.sub("", word))
    return _SPACE.sub("", "".join(character.lower() for character in decomposed))


def is_latin(word: str) -> bool:
    """Whether a folded word is in Latin letters (looks at its first character)."""
    return word[:1] < "\u0250" or "\u1e00" <= word[:1] < "\u1f00"


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", _DROPPED.sub("", decomposed).translate(_BASE))
