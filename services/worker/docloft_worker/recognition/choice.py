"""Chooses the text of a page that has a text layer and was also recognised, and decides which pages are unreadable."""

import re

from docloft_worker.legibility import is_legible, letters

READABLE = 50
"""A lower confidence of a page means that it is in a script or a language without a model, or no text at all."""

_AS_MUCH = 0.8

# A text layer can look like text but have different words from the page, because of a bad font or earlier recognition.
_FEWEST_WORDS, _LEAST_SHARED = 8, 0.25
_WORD = re.compile(r"[^\W\d_]{4,40}")
_EXAMINED = 20_000


def better(text_layer: str, recognised: str, confidence: int) -> str:
    """The recognised text, if the text layer is illegible, much shorter, or has other words. Lines that only a legible
    text layer has (a comment, a stamp) are added to it.
    """
    legible = is_legible(text_layer)
    if not recognised:
        return text_layer if legible else ""
    if not legible or not letters(text_layer):
        return recognised
    if confidence < READABLE:
        return text_layer
    if _has_other_words(text_layer, recognised):
        return recognised
    if letters(text_layer) >= _AS_MUCH * letters(recognised):
        return text_layer
    return "\n\n".join(filter(None, (recognised, _more(text_layer, recognised))))


def _has_other_words(text_layer: str, recognised: str) -> bool:
    """Whether most words of both texts are only in one of them. False for short texts."""
    first, second = (set(_WORD.findall(text[:_EXAMINED].lower())) for text in (text_layer, recognised))
    fewer = min(len(first), len(second))
    return fewer >= _FEWEST_WORDS and len(first & second) < _LEAST_SHARED * fewer


def is_unreadable(lines: int, confidence: int) -> bool:
    """Whether recognition failed on a page. `lines`: how many the layout analysis found, none on an empty page and most
    photos. The confidence of a page without words is 0.
    """
    return lines > 0 and confidence < READABLE


def _more(text_layer: str, recognised: str) -> str:
    """The lines of the text layer with a word that was not recognised."""
    known = set(recognised.lower().split())
    return "\n".join(line for line in text_layer.splitlines() if not known.issuperset(line.lower().split()))
