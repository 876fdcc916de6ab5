"""Character classes shared by `folding` and `pieces`, as the inside of a regular expression's brackets."""

# Latin, Greek, Cyrillic, Hebrew points, Arabic vowel signs. Marks of other scripts (Devanagari vowels, for one) change
# the word and are kept.
FOLDING_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Combining marks that folding removes."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u0640\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8"
)
"""Ignored inside a word: soft hyphen, joiners, marks of the writing direction, variation selectors, byte order mark
(Unicode: Default_Ignorable_Code_Point), and the tatweel. Not the fillers of Hangul, which are letters.
"""

VARIATIONS = "\U000e0100-\U000e01ef"
"""The variation selectors of Chinese characters, ignored after them. Not in INVISIBLE, because a character class with
characters beyond U+FFFF is much slower.
"""

ZERO_WIDTH_SPACE = "\u200b"
"""Where a line may be broken: between two words, or inside one (`<wbr>` of HTML). So both words are indexed, and what
they are together (`joins`), as with a hyphen. Ignored inside a run of characters of `DENSE`."""

LETTER_APOSTROPHES = "\u02b9-\u02bf\u02c8\u02ca-\u02cb\u02ee\u0374\u05f3\ua78b\ua78c"
"""Apostrophes and primes that Unicode classifies as letters. They separate words, as all other apostrophes do: any of
them may be written in the same place."""

APOSTROPHES = f"'`\u00b4\u2018\u2019\u201b\u2032\u055a\u05f4\uff07{LETTER_APOSTROPHES}"
"""All apostrophes, and the Hebrew gershayim."""

INDIC = "\u0900-\u0963\u0966-\u0dff"

HAN_KANA = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
SOUTH_EAST = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3"

DENSE = HAN_KANA + HANGUL + SOUTH_EAST
"""Scripts searched by character, because they are written without spaces between words."""

HEBREW_QUOTES = '["\u201d](?<=[\u05d0-\u05ea].)(?=[\u05d0-\u05ea])'
"""A pattern for a quotation mark that stands for the gershayim of a Hebrew abbreviation, because keyboards lack it. It
begins with the mark, because it is tried at every character of a text."""
