"""Which lines of a text need more than a regular expression for words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.text.ordinary_lines import SPECIAL, SPECIAL_OR_GROUPED, special_lines
from docloft.search.text.pieces import pieces


def special(text, pattern=SPECIAL):
    return [text[start:end] for start, end in special_lines(text, pattern)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one\ntwo", []),
        ("one\n東\ntwo\nthree", ["東\ntwo"]),
        ("東", ["東"]),
        ("東\n", ["東\n"[:2]]),
        ("one\ntwo\n東", ["東"]),
        ("one\nver-\nbrauch\ntwo", ["ver-\nbrauch"]),
        ("東\ntwo\nthree\nfour\n京\nfive", ["東\ntwo", "京\nfive"]),
        ("東\ntwo\n京\nfour\nfive", ["東\ntwo\n京\nfour"]),
        ("東\ntwo\n\n\n京\n", ["東\ntwo\n\n\n京\n"]),
        ("東\ntwo\n\n\n\n京\n", ["東\ntwo", "京\n"]),
        ("東\n\ntwo\nthree", ["東\n"]),
        ("東京\ntwo\nthree", ["東京\ntwo"]),
        ("one 東 two 京\nthree\nfour", ["one 東 two 京\nthree"]),
    ],
)
def test_special_lines_are_found_with_the_line_after_each(text, lines):
    assert special(text) == lines


def test_numbers_are_special_where_they_may_be_in_groups():
    assert special("one\n12\ntwo\nthree") == []
    assert special("one\n12\ntwo\nthree", SPECIAL_OR_GROUPED) == ["12\ntwo"]


TEXT = st.text(st.sampled_from(["a", "b", " ", "\n", "\n", "-", "東", "\u00ad", "1", "\r"]), max_size=40)


@given(TEXT, st.sampled_from([SPECIAL, SPECIAL_OR_GROUPED]))
def test_every_match_is_in_a_special_line(text, pattern):
    spans = list(special_lines(text, pattern))

    assert all(any(start <= match.start() < end for start, end in spans) for match in pattern.finditer(text))
    assert all(start == 0 or text[start - 1] == "\n" for start, _ in spans)
    assert all(end == len(text) or text[end] == "\n" for _, end in spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))


@given(TEXT)
def test_words_of_other_lines_are_found_by_the_expression(text):
    spans = list(special_lines(text, SPECIAL))
    found = [piece for piece in pieces(text) if not any(start <= piece.start <= end for start, end in spans)]

    assert all(not piece.dense and not piece.loose and piece.text.isalnum() for piece in found)
