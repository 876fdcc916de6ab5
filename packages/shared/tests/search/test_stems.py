import pytest

from docloft.search.engine.stems import languages_of, query_languages, query_stems, stem_terms, stems
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


@pytest.mark.parametrize(
    ("word", "language", "languages"),
    [
        ("word", None, ("en",)),
        ("word", "en", ("en",)),
        ("word", "xx", ("en",)),
        ("word", "ru", ("en",)),
        ("word", "da", ("en", "da")),
        ("word", "nb", ("en", "no")),
        ("word", "nn", ("en", "no")),
        ("", None, ("en",)),
        ("\u0370", "de", ("el",)),
        ("\u03ff", None, ("el",)),
        ("\u0400", None, ("ru",)),
        ("\u052f", None, ("ru",)),
        ("\u0530", "ru", ()),
        ("\u05ff", None, ()),
        ("\u0600", None, ("ar",)),
        ("\u077f", None, ("ar",)),
        ("\u0780", None, ()),
        ("\u0b80", None, ("ta",)),
        ("\u0bffa", None, ("ta",)),
        ("\u0c00", None, ()),
    ],
)
def test_script_decides_about_the_languages_of_a_word(word, language, languages):
    assert languages_of(word, language) == languages


def test_word_of_a_query_may_be_in_any_language_of_its_script():
    assert len(query_languages("word")) == 14
    assert query_languages("договор") == ("ru",)


def test_each_word_has_its_own_stem():
    assert stems({"houses": "houses", "xyz": "x yz", "ab": "ab", "trees": "trees"}, "en") == {
        "houses": "en~hous",
        "xyz": "en~x yz",
        "trees": "en~tree",
    }
    assert stem_terms({"printing": "printing", "hauser": "häuser"}, "de") == {
        "printing": "en~print de~printing",
        "hauser": "en~hauser de~haus",
    }
