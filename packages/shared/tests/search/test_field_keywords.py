"""The keywords of the values of custom fields, and those that a query looks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query import field_keywords
from docloft.search.query.field_keywords import HIGHEST, LOWEST, MILLION, digits_of, digits_of_day

ID = "01JDA0ZQ5T8M3N7K2V4W6X8Y91"
ACCOUNT = "61109010140000071219812874"
ZERO = 5 * 10**18


def keywords(value):
    return list(field_keywords.keywords_of({"f": value}))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (True, ["f", "f=true"]),
        (False, ["f", "f=false"]),
        (3, ["f", f"f#{ZERO + 3 * MILLION}"]),
        (-0.25, ["f", f"f#{ZERO - MILLION // 4}"]),
        (
            {"amount": 1234, "currency": "EUR"},
            ["f", f"f#{ZERO + 12_340_000}", f"f%EUR{ZERO + 12_340_000}"],
        ),
        (ID, ["f", f"f={ID}", f"={ID}", f"f!{ID.lower()}", f"f~{ID.lower()}"]),
        ("0001-01-02", ["f", "f@0000002", "f!00000001 00000001 00000002", "f~0001", "f~01", "f~02"]),
        ("Straße, 12", ["f", "f!strasse 00000012", "f:Straße, 12", "f~strasse", "f~12"]),
        ("x" * 60, ["f", "f!" + "x" * 60, "f:" + "x" * 60, "f~" + "x" * 60]),
        ("x" * 61, ["f", "f!" + "x" * 60, "f~" + "x" * 61]),
        ("東京a", ["f", "f!東京 a", "f:東京a", "f~東京", "f~東", "f~京", "f~京", "f~a"]),
        ("", ["f", "f!", "f:"]),
    ],
)
def test_value_has_keywords_of_its_type(value, found):
    assert keywords(value) == found


def test_every_field_has_its_own_keywords():
    assert list(field_keywords.keywords_of({"f": True, "g": "a"})) == ["f", "f=true", "g", "g!a", "g:a", "g~a"]


def test_value_of_no_type_has_none():
    with pytest.raises(TypeError):
        keywords(None)


def test_words_of_the_text_are_neither_ids_nor_days_nor_numbers():
    values = {"a": "two words", "b": ID, "c": "2024-05-01", "d": 7, "e": ACCOUNT}

    assert field_keywords.texts_of(values) == ["two words", ACCOUNT]


@given(st.integers(LOWEST, HIGHEST))
def test_digits_are_read_as_the_number(number):
    assert field_keywords.millionths_of(digits_of(number)) == number


@given(st.integers(2 * LOWEST, 2 * HIGHEST), st.integers(2 * LOWEST, 2 * HIGHEST))
def test_digits_are_in_the_order_of_the_numbers(one, other):
    assert len(digits_of(one)) == len(digits_of(other)) == 19
    assert (digits_of(one) <= digits_of(other)) or one > other


def test_numbers_beyond_the_limits_are_outside_all_values():
    assert digits_of(2 * HIGHEST) == digits_of(HIGHEST) == str(ZERO + HIGHEST)
    assert digits_of(2 * LOWEST) == digits_of(LOWEST) == str(ZERO + LOWEST)


def test_digits_of_a_day_are_those_of_an_existing_one():
    assert [digits_of_day(day) for day in (-1, 0, 1, 2, 3652059, 3652060)] == [
        "0000001",
        "0000001",
        "0000001",
        "0000002",
        "3652059",
        "3652059",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Red 12", [("f~red",), ("f~12",)]),
        ("Müller", [("f~muller", "f~mueller")]),
        ("東京都", [("f~東京",), ("f~京都",)]),
        ("京", [("f~京",)]),
        ("!", []),
    ],
)
def test_each_word_of_a_query_is_looked_for_in_its_spellings(text, found):
    assert list(field_keywords.wanted_words("f", text)) == found


@given(st.text(st.sampled_from("aÄß東京か 12-"), max_size=12))
def test_each_word_of_a_value_finds_it(text):
    indexed = set(keywords(text))

    assert all(indexed.intersection(spellings) for spellings in field_keywords.wanted_words("f", text))
