"""The normal form in which words are compared: lower case, without accents. The index, queries and marks all use it, so
that they agree.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import product
from math import prod

from docloft.search.text.characters import FOLDING_MARKS, INVISIBLE, VARIATIONS, ZERO_WIDTH_SPACE

MAX_SPELLINGS = 8
"""The most spellings of a row of words. If it has more umlauts, all of them are written the same way."""

MAX_WORD = 64
"""Only this many characters of a word are compared: otherwise base64 and line art would fill the dictionary. A longer
word is found by its first 64, even if the query has only those."""

# A hyphen at the end of a line, or the character that a PDF reader returns in its place.
LINE_BREAK = "[-\u2010\u00ad\ufffe\x02][ \t]*\r?\n[ \t]*"

_DROPPED = re.compile(f"[{FOLDING_MARKS}{INVISIBLE}{VARIATIONS}{ZERO_WIDTH_SPACE}]")
_UNSEEN = re.compile(f"[{INVISIBLE}{VARIATIONS}{ZERO_WIDTH_SPACE}]")
_SPACE = re.compile(r"\s+")
# Letters that do not decompose into a base letter and a mark (Unicode) but are typed as one.
_BASE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}  # noqa: RUF001
)
# Arabic keyboards differ by language: each of these letters is typed in place of the one that replaces it here.
_ARABIC = {
    "\u0671": "\u0627",  # alef wasla
    "\u0629": "\u0647",  # teh marbuta, as heh
    "\u06be": "\u0647",  # heh doachashmee
    "\u06c1": "\u0647",  # heh goal (Urdu)
    "\u06c3": "\u0647",  # teh marbuta goal
    "\u06d5": "\u0647",  # ae (Kurdish, Uyghur)
    "\u0649": "\u064a",  # alef maksura, as yeh
    "\u06cc": "\u064a",  # yeh (Persian, Kurdish, Urdu)
    "\u06cd": "\u064a",  # yeh with tail
    "\u06d2": "\u064a",  # yeh barree (Urdu)
    "\u06a9": "\u0643",  # keheh: kaf (Persian, Kurdish, Urdu)
    "\u06aa": "\u0643",  # swash kaf
}
_KANA = {chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
"""The hiragana of each katakana: the same word may be written in either."""
_TO_HIRAGANA = str.maketrans(_KANA)
_TO_KATAKANA = str.maketrans({hiragana: katakana for katakana, hiragana in _KANA.items()})
_VIRAMA = "\u094d"
# In Hindi, a nasal before a consonant of the same row may be written as a point (anusvara) or as the letter.
_NASALS = re.compile(
    rf"[\u0919\u091e\u0923\u0928\u092e]{_VIRAMA}(?:"
    rf"(?<=\u0919{_VIRAMA})(?=[\u0915-\u0919])|(?<=\u091e{_VIRAMA})(?=[\u091a-\u091e])"
    rf"|(?<=\u0923{_VIRAMA})(?=[\u091f-\u0923])|(?<=\u0928{_VIRAMA})(?=[\u0924-\u0928])"
    rf"|(?<=\u092e{_VIRAMA})(?=[\u092a-\u092e]))"
)
_ANUSVARA = "\u0902"
# The nukta is often left out, and the candrabindu written as the anusvara.
_DEVANAGARI = {"\u093c": "", "\u0901": _ANUSVARA}
# The zeros of the decimal digits (Unicode category Nd, basic plane); NFKD replaces those of full width. A table,
# because a search for them among all characters would delay every cold start.
_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
)  # fmt: skip
_DIGITS = {chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)}
_BASE.update(str.maketrans({**_ARABIC, **_DEVANAGARI, **_DIGITS, "\u02bc": ""}))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
OPTIONAL_E = "\ue000"
"""A private character of Unicode, which no folded word contains otherwise."""

_MARKED_UMLAUTS = str.maketrans({"ä": f"a{OPTIONAL_E}", "ö": f"o{OPTIONAL_E}", "ü": f"u{OPTIONAL_E}"})
# In "neue", "Steuer", "Bauer" and "quer" the two vowels do not stand for an umlaut, and at the end of a word ("value")
# they rarely do.
_DIGRAPH = re.compile("(?<![aeoq])([aou])e(?=[a-z])")
# Danish and Norwegian names are also written with aa for å: Aarhus, Kierkegaard. In "Staat" and "Saal" it is no å.
_LONG_A = re.compile(r"\Aaa(?=[a-z]{3})|(?<=[a-z])aa(?=rds?\Z)")


def fold(word: str) -> str:
    """The word in lower case and normal width, without accents and ligatures; at most MAX_WORD characters. May be
    empty. Idempotent, and the same for composed and decomposed writing.
    """
    if word.isascii():
        return word.lower()[:MAX_WORD]
    return _SPACE.sub("", _folded(word))[:MAX_WORD]


def spellings(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The folded words of a query, then the same words with the other spellings of their umlauts, if any: Müller may be
    written Mueller, and Mueller may stand for Müller; the same for å and ø. At most MAX_SPELLINGS. Words that fold to
    nothing are left out; an empty list if none remains.
    """
    kept = [(folded, word) for word in words if (folded := fold(word))]
    spelled = tuple(fold(unicodedata.normalize("NFC", word).lower().translate(_UMLAUTS)) for _, word in kept)
    forms = tuple(folded for folded, _ in kept), spelled, tuple(map(_shortened, spelled))
    by_word = [tuple(dict.fromkeys(of_word)) for of_word in zip(*forms, strict=True)]
    if prod(len(of_word) for of_word in by_word) <= MAX_SPELLINGS:
        return list(product(*by_word)) if kept else []
    return list(dict.fromkeys(forms))


def _shortened(spelled: str) -> str:
    """With one letter for two that may stand for an umlaut or å."""
    return _LONG_A.sub("a", _DIGRAPH.sub(r"\1", spelled))


def fold_optional(word: str) -> str:
    """The folded word with OPTIONAL_E where an `e` may follow because it spells an umlaut: after the a of Bär and in
    place of the e of Baer.
    """
    marked = unicodedata.normalize("NFC", word).lower().translate(_MARKED_UMLAUTS)
    return _DIGRAPH.sub(rf"\1{OPTIONAL_E}", fold(marked))


def plain(word: str) -> str:
    """Lower case with its accents, composed, at most MAX_WORD characters: what the stemmers expect."""
    if word.isascii():
        return word.lower()[:MAX_WORD]
    return _SPACE.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", word).lower()))[:MAX_WORD]


def fold_run(run: str) -> str:
    """A dense run (see `pieces`) composed, in hiragana for katakana, and without white space, not cut to MAX_WORD."""
    return composed_run(run).translate(_TO_HIRAGANA)


def composed_run(run: str) -> str:
    """As `fold_run`, in the kana of the run."""
    folded = unicodedata.normalize("NFKC", run).casefold()
    return _SPACE.sub("", _DROPPED.sub("", folded))


def in_katakana(run: str) -> str:
    return run.translate(_TO_KATAKANA)


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
    plain_text = _DROPPED.sub("", decomposed).translate(_BASE)
    if _VIRAMA in plain_text:
        plain_text = _NASALS.sub(_ANUSVARA, plain_text)
    return unicodedata.normalize("NFKC", plain_text)
