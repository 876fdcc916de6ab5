import pytest

from docloft.search.engine.stems import query_stems, stem_terms
from docloft.search.text.folding import fold, plain


def indexed(word, language):
    return set(stem_terms({fold(word): plain(word)}, language).get(fold(word), "").split())


@pytest.mark.parametrize(
    ("written", "language", "typed"),
    [
        ("thanks", "en", "thank"),
        ("practicality", "en", "practically"),
        ("increment", "en", "incremental"),
        ("stability", None, "stabil"),
        ("suppressions", "fr", "suppress"),
        ("Rechnungen", "de", "Rechnung"),
        ("Häuser", "de", "Haus"),
        ("opérations", "fr", "operation"),
        ("facturas", "es", "factura"),
        ("договоров", "ru", "договор"),
        ("fakturaer", "nb", "faktura"),
    ],
)
def test_forms_of_a_word_share_a_stem(written, language, typed):
    assert indexed(written, language) & set(query_stems(typed))


def test_latin_words_are_stemmed_in_english_and_their_own_language():
    assert {term.partition("~")[0] for term in indexed("printing", "de")} == {"de", "en"}


def test_script_takes_precedence_over_the_language_of_the_document():
    assert {term.partition("~")[0] for term in indexed("договоров", "en")} == {"ru"}


@pytest.mark.parametrize("word", ["ab", "4711", "b2b", "處刑"])
def test_short_words_numbers_and_other_scripts_have_no_stem(word):
    assert indexed(word, "en") == set()
    assert query_stems(word) == ()
