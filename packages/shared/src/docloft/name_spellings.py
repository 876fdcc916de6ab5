"""Other spellings of a name: without its accents, and with its umlauts as two letters."""

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})  # noqa: RUF001
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def spellings_of(folded: str) -> tuple[str, ...]:
    """The folded name, and how it is written on a keyboard without its accents: Müller is also muller and mueller."""
    if folded.isascii():
        return (folded,)
    spelled = unicodedata.normalize("NFC", folded).translate(_SPELLED)
    return tuple(dict.fromkeys((folded, _without_marks(folded), _without_marks(spelled))))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
