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
