"""Whether a text is in Windows-1252 because of its letters. Statistics need some hundred words to find an encoding: a
list of German or Italian names looks like Turkish or Macedonian to them.
"""

import re

# Letters besides A to Z. Icelandic is not here: in Windows-1254, the same bytes are the most frequent Turkish letters.
_LANGUAGES = tuple(
    frozenset(letters + letters.upper())
    for letters in (
        "äöüßéèàâêáóôçñë",  # German, with names and foreign words of its neighbours
        "àâæçéèêëîïôœùûüÿñö",  # French
        "àèéìíòóùúâêîôûçñäöü",  # Italian, with names of South Tyrol
        "áéíóúüñçàèòï",  # Spanish and Catalan
        "áâãàçéêíóôõúü",  # Portuguese
        "áéíóúàèëïöüçêô",  # Dutch
        "æøåéäöüóòôèê",  # Danish and Norwegian
        "åäöéüæøáàèš",  # Swedish and Finnish
    )
)
_MOST_OUTSIDE_ASCII = 0.4
"""The share of other letters in a text whose words consist of both. Cyrillic and Greek words have no ASCII letters."""

# Other than apostrophes, dashes, dots and hyphens.
_SYMBOL_INSIDE = re.compile("[^\\W\\d_][^\\w\\s\x00-\x7f\xad\xb4\xb7\u2013\u2014\u2018\u2019]{1,9}[^\\W\\d_]")
_WORD_OF_OTHERS = re.compile("[À-ÖØ-öø-ÿ]{4}")
_NUMBER_INSIDE = re.compile("[A-Za-z][¹²³¼½¾ªº][a-z]")
_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d\ufffd]")


def are_in(text: str) -> bool:
    """Whether all letters of a text, decoded from Windows-1252, are those of one western language."""
    letters = {character for character in text if character > "\x7f" and character.isalpha() and character not in "ªºµ"}
    if not letters or not any(letters <= language for language in _LANGUAGES):
        return False
    others = sum(map(text.count, letters))
    ascii_letters = sum(character.isascii() and character.isalpha() for character in text)
    if others > (others + ascii_letters) * _MOST_OUTSIDE_ASCII:
        return False
    return not any(pattern.search(text) for pattern in (_SYMBOL_INSIDE, _NUMBER_INSIDE, _WORD_OF_OTHERS, _UNDEFINED))
