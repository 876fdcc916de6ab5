"""Words to their stems, in every language Tantivy has a stemmer for (Snowball). A stem is looked up together with its
language (`de~rechnung`), so that all languages live in one field and none takes another's for its own.
"""

from collections.abc import Mapping
from functools import cache

import tantivy

from docloft.search.words import fold, latin, plain

_NAMES = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
    "tr": "turkish",
    "ar": "arabic",
    "el": "greek",
    "ru": "russian",
    "ta": "tamil",
}
_LATIN = ("en", "da", "de", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "sv", "tr")
_BLOCKS = ((0x0370, 0x0400, "el"), (0x0400, 0x0530, "ru"), (0x0600, 0x0780, "ar"), (0x0B80, 0x0C00, "ta"))
_SHORTEST = 3
"""Shorter words have no stem worth looking up."""


def languages_of(word: str, language: str | None) -> tuple[str, ...]:
    """Languages a folded word of a document is stemmed in: by its script, else the document's own and English, which
    stands in every language's papers and is what a guess gone wrong most often should have been.
    """
    if latin(word):
        code = "no" if language in {"nb", "nn"} else language
        return ("en", code) if code in _LATIN[1:] and code is not None else ("en",)
    return _scripted(word)


def query_languages(word: str) -> tuple[str, ...]:
    """Languages a folded word of a query may be in: nobody says which."""
    return _LATIN if latin(word) else _scripted(word)


def stems(words: Mapping[str, str], language: str) -> dict[str, str]:
    """The stem of each folded word, from its plain writing (accents matter to a stemmer), both given. Words without
    a stem are left out. The stem is folded.
    """
    kept = {folded: writing for folded, writing in words.items() if _stemmable(folded)}
    found = _analyzer(language).analyze(" ".join(kept.values()))
    if len(found) != len(kept):
        found = [" ".join(_analyzer(language).analyze(writing)) for writing in kept.values()]
    return {folded: f"{language}~{fold(stem)}" for folded, stem in zip(kept, found, strict=True) if stem}


def query_stems(writing: str) -> list[str]:
    """Every stem a word of a query may stand for: stemmed as it is written, and as it would be without accents."""
    folded = fold(writing)
    if not _stemmable(folded):
        return []
    found: dict[str, None] = {}
    for language in query_languages(folded):
        for form in (plain(writing), folded):
            found.update(dict.fromkeys(stems({folded: form}, language).values()))
    return list(found)


def stem_terms(words: Mapping[str, str], language: str | None) -> dict[str, str]:
    """What the index holds for each folded word of a document: its stems in every language it may be in, separated
    by spaces.
    """
    by_language: dict[str, dict[str, str]] = {}
    for folded, writing in words.items():
        for code in languages_of(folded, language):
            by_language.setdefault(code, {})[folded] = writing
    terms: dict[str, str] = {}
    for code, members in by_language.items():
        for folded, stem in stems(members, code).items():
            terms[folded] = f"{terms[folded]} {stem}" if folded in terms else stem
    return terms


def _stemmable(folded: str) -> bool:
    return len(folded) >= _SHORTEST and folded.isalpha()


def _scripted(word: str) -> tuple[str, ...]:
    first = ord(word[0]) if word else 0
    return tuple(code for low, high, code in _BLOCKS if low <= first < high)


@cache
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return words.filter(tantivy.Filter.stemmer(_NAMES[language])).build()
