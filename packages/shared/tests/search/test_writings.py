"""Other ways in which the text of a query may be written."""

import pytest

from docloft.search.text import writings
from docloft.search.text.pieces import pieces


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("48.913,27", ("48913,27",)),
        ("Co-Working", ("coworking",)),
        ("red house", ()),
        ("ab", ()),
        ("+49 351 99887", ("4935199887", "035199887", "35199887")),
        (" (+49 351 99887", ("4935199887", "035199887", "35199887")),
        ("49 351 99887", ("4935199887",)),
        ("0049 351 99887", ("004935199887", "4935199887", "035199887", "35199887")),
    ],
)
def test_text_may_be_written_together(text, runs):
    assert writings.runs_of(text) == runs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Total 48.913,27 Euros", ["Total", "48913", "27", "Euros"]),
        ("Co-Working red house", ["CoWorking", "red", "house"]),
        ("DE02 1203 0000", ["DE0212030000"]),
        ("re 2031", ["re2031"]),
        ("red", ["red"]),
        ("", []),
    ],
)
def test_parts_of_a_group_are_written_together(text, words):
    assert writings.words_together(text, [piece for piece in pieces(text) if not piece.loose]) == words


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("5 3 2024", ["05 03 2024"]),
        ("05 03 2024", ["5 3 2024"]),
        ("05 3 2024", ["05 03 2024", "5 3 2024"]),
        ("2024 3 5", ["2024 03 05"]),
        ("1 1 2024", ["01 01 2024"]),
        ("31 3 2024", ["31 03 2024"]),
        ("05 03 0824", ["5 3 0824"]),
        ("12 10 2024", []),
        ("5 2024 3", []),
        ("5 3 24", []),
        ("32 3 2024", []),
        ("0 3 2024", []),
        ("5 3", []),
        ("a 3 2024", []),
        ("5 3 2024 7", []),
        ("5 3 2024 700", []),
        ("5 300 2024", []),
        ("005 3 2024", []),
        ("2024 3 2025", []),
    ],
)
def test_date_is_also_written_with_and_without_leading_zeros(words, others):
    assert [" ".join(form) for form in writings.dates_of(words.split())] == others


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,50 EUR", "12,50"),
        ("EUR 12,50", "12,50"),
        ("12Euro", "12"),
        ("12,50 €", ""),
        ("12,50", ""),
        ("EUR 12 EUR", ""),
        ("red EUR", ""),
    ],
)
def test_amount_is_also_written_without_the_word_for_its_currency(text, number):
    assert writings.without_currency(text) == number


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("12,50 €", ("12,50eur", "eur12,50", "12,50euro", "euro12,50")),
        ("EUR 12", ("12eur", "eur12", "12euro", "euro12")),
        ("$12", ("12usd", "usd12")),
        ("12 Chf", ("12chf", "chf12")),
        ("12", ()),
        ("red", ()),
    ],
)
def test_amount_is_also_written_with_the_code_of_its_currency(text, forms):
    assert writings.with_currencies(text) == forms


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("4500kWh", ["4 500 kwh", "4 500kwh"]),
        ("1234567,5m2", ["1 234 567 5 m2", "1 234 567 5m2"]),
        ("500kWh", []),
        ("4500", []),
        ("kWh", []),
    ],
)
def test_thousands_of_a_measure_may_be_grouped(text, rows):
    assert [" ".join(row) for row in writings.grouped_measures(text)] == rows


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("3 5kg", ["3 5 kg"]),
        ("3 5 kg", ["3 5kg"]),
        ("100m2", ["100 m2"]),
        ("5 kg flour", ["5kg flour"]),
        ("red 5", []),
        ("red house", []),
        ("5 3 2024", ["05 03 2024"]),
        ("5 3 2024 eur", ["5 3 2024eur"]),
    ],
)
def test_words_in_a_row_are_also_written_otherwise(words, others):
    assert [" ".join(form) for form in writings.rows_of(words.split())] == others
