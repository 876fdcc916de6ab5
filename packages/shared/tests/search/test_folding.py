"""The normal forms of words: of the index and of queries (`fold`), of stemmers (`plain`), of dense runs (`fold_run`),
and of marks on a page (`fold_shown`).
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.text.folding import (
    MAX_SPELLINGS,
    MAX_WORD,
    OPTIONAL_E,
    fold,
    fold_optional,
    fold_run,
    fold_shown,
    is_latin,
    plain,
    spellings,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Größe", "gro\u0308ße"),
        ("ﬁne", "fine"),
        ("\uff21\u00a01", "a1"),
        ("so\u00adft\u200b ly", "softly"),
        ("İ", "i\u0307"),
        ("٣", "٣"),
        ("", ""),
    ],
)
def test_shown_form_only_decomposes_and_lowers(written, shown):
    assert fold_shown(written) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिन्दी", "हिंदी"),
        ("सम्बन्ध", "संबंध"),
        ("अङ्क पञ्च", "अंक पंच"),
        ("क़ानून", "कानून"),
        ("सड़क", "सडक"),
        ("चाँद", "चांद"),
    ],
)
def test_hindi_words_are_the_same_in_both_spellings(one, other):
    assert fold(one) == fold(other)


def test_nasal_before_another_consonant_is_kept():
    assert fold("अन्य") == "अन्य"
    assert fold("जन्म") != fold("जंम")


@given(st.text(max_size=20))
def test_shown_form_is_that_of_each_character(text):
    assert fold_shown(text) == "".join(map(fold_shown, text))
    assert fold_shown(fold_shown(text)) == fold_shown(text)


@pytest.mark.parametrize(
    ("run", "folded"),
    [
        ("ｶﾞﾗｽ 工場", "がらす工場"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("ヽヾヶー", "ゝゞゖー"),
        ("処\u00ad理\u200b中", "処理中"),
        ("Straße", "strasse"),
        ("字" * 100, "字" * 100),
    ],
)
def test_run_is_composed_without_white_space_and_of_any_length(run, folded):
    assert fold_run(run) == folded


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Größe", "größe"),
        ("Gro\u0308ße", "größe"),
        ("Grö\u00adße\u00a0x", "größex"),
        ("Word", "word"),
        ("ä" * (MAX_WORD + 1), "ä" * MAX_WORD),
        ("A" * (MAX_WORD + 1), "a" * MAX_WORD),
    ],
)
def test_plain_form_keeps_accents(word, expected):
    assert plain(word) == expected


@pytest.mark.parametrize("character", ["a", "z", "\u024f", "\u1e00", "\u1eff", ""])
def test_latin_letters_are_known_by_the_first_character(character):
    assert is_latin(character)
    assert is_latin(f"{character}a")


@pytest.mark.parametrize("character", ["\u0250", "\u03b1", "д", "\u1dff", "\u1f00", "字"])
def test_other_letters_are_not_latin(character):
    assert not is_latin(character)
    assert not is_latin(f"{character}a")


@pytest.mark.parametrize(
    ("word", "marked"),
    [
        ("Bär", f"ba{OPTIONAL_E}r"),
        ("BÄR", f"ba{OPTIONAL_E}r"),
        ("Ba\u0308r", f"ba{OPTIONAL_E}r"),
        ("Baer", f"ba{OPTIONAL_E}r"),
        ("neue", "neue"),
        ("value", "value"),
    ],
)
def test_optional_e_is_marked_where_it_spells_an_umlaut(word, marked):
    assert fold_optional(word) == marked


def test_words_with_few_umlauts_have_all_their_spellings():
    found = spellings(["Mueller", "Bär", "König"])

    assert found[0] == ("mueller", "bar", "konig")
    assert len(found) == len(set(found)) == MAX_SPELLINGS
    assert ("muller", "baer", "koenig") in found


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Århus", {"aarhus"}),
        ("Aarhus", {"arhus"}),
        ("Kierkegaard", {"kierkegard"}),
        ("København", {"koebenhavn"}),
        ("Koebenhavn", {"kobenhavn"}),
        ("Staat", set()),
        ("Saal", set()),
        ("Aal", set()),
    ],
)
def test_scandinavian_letters_are_also_written_as_two(word, others):
    assert {form for (form,) in spellings([word])[1:]} == others


def test_umlauts_of_many_words_are_all_written_the_same_way():
    assert spellings(["Mueller", "Baer", "Koenig", "Goethe"]) == [
        ("mueller", "baer", "koenig", "goethe"),
        ("muller", "bar", "konig", "gothe"),
    ]


def test_words_that_fold_to_nothing_are_left_out():
    assert spellings(["\u00ad", "rent"]) == [("rent",)]
    assert spellings(["\u00ad"]) == spellings([]) == []


@given(st.text(max_size=40))
def test_folded_word_is_folded(text):
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) <= MAX_WORD
