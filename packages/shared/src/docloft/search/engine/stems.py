"""Stems of words, in every language Tantivy has a stemmer for (Snowball). A stem is indexed with its language
(`de~rechnung`): one field contains all languages without mixing them up.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

import tantivy

from docloft.search.text.folding import fold, is_latin, plain

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
PREFIXED = frozenset({"ar", "ta"})
"""Languages whose stemmers also remove prefixes, such as the Arabic article."""
_BLOCKS = ((0x0370, 0x0400, "el"), (0x0400, 0x0530, "ru"), (0x0600, 0x0780, "ar"), (0x0B80, 0x0C00, "ta"))
_SHORTEST = 3
"""Shorter words are not stemmed."""


def languages_of(word: str, language: str | None) -> tuple[str, ...]:
    """Languages in which a folded word of a document is stemmed: by its script, or else the document's language and
    English. English words occur in documents of every language, and a wrong guess of the language is most often
    English.
    """
    if is_latin(word):
        code = "no" if language in {"nb", "nn"} else language
        return ("en", code) if code in _LATIN[1:] and code is not None else ("en",)
    return _scripted(word)


def query_languages(word: str) -> tuple[str, ...]:
    """Languages a folded word of a query may be in: unlike a document, a query has no known language."""
    return _LATIN if is_latin(word) else _scripted(word)


def stems(words: Mapping[str, str], language: str) -> dict[str, str]:
    """Maps each folded word to its folded stem. `words` maps folded words to their spelling with accents, because
    accents matter to a stemmer. Words without a stem are left out.
    """
    kept = {folded: writing for folded, writing in words.items() if _stemmable(folded)}
    found = _analyzer(language).analyze(" ".join(kept.values()))
    if len(found) != len(kept):
        found = [" ".join(_analyzer(language).analyze(writing)) for writing in kept.values()]
    return {folded: f"{language}~{fold(stem)}" for folded, stem in zip(kept, found, strict=True) if stem}


@lru_cache(maxsize=256)
def query_stems(writing: str) -> tuple[str, ...]:
    """All stems a word of a query may have, stemmed with and without its accents. Kept for the last words, because a
    search needs them several times: for its query, its corrections and its snippets.
    """
    folded = fold(writing)
    if not _stemmable(folded):
        return ()
    found: dict[str, None] = {}
    for language in query_languages(folded):
        for form in (plain(writing), folded):
            found.update(dict.fromkeys(stems({folded: form}, language).values()))
    return tuple(found)


def stem_terms(words: Mapping[str, str], language: str | None) -> dict[str, str]:
    """The indexed stems of each folded word of a document, one for every language it may be in, separated by spaces."""
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
    """`word` is not empty: an empty one counts as Latin."""
    first = ord(word[0])
    return tuple(code for low, high, code in _BLOCKS if low <= first < high)


@cache
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return words.filter(tantivy.Filter.stemmer(_NAMES[language])).build()
