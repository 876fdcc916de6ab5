import pytest

from docloft.search.query.nodes import (
    And,
    Everything,
    Not,
    Or,
    Phrase,
    Together,
    Word,
    exactly,
    placeless,
    replaced,
    rows,
    wanted,
)
from docloft.search.query.parser import parse


def root(typed):
    return parse(typed).root


def texts(nodes):
    return [node.text for node in nodes]


@pytest.mark.parametrize(
    ("typed", "words", "together"),
    [
        ("a", ["a"], []),
        ('a "b c" d*', ["a", "b c", "d"], []),
        ("a OR (b c)", ["a", "b", "c"], []),
        ("a -b -(c d)", ["a"], []),
        ("type:pdf", [], []),
        ("*", [], []),
        ("48 913,27", ["48", "913,27"], ["48 913,27"]),
        ("a OR 48 913,27", ["a", "48", "913,27"], ["48 913,27"]),
        ("a (b OR 48 913,27) c", ["a", "b", "48", "913,27", "c"], ["48 913,27"]),
        ("(b OR 48 913,27) (12 345)", ["b", "48", "913,27", "12", "345"], ["48 913,27", "12 345"]),
        ("a -(48 913,27)", ["a"], []),
    ],
)
def test_words_that_a_hit_should_contain(typed, words, together):
    assert texts(wanted(root(typed))) == words
    assert texts(rows(root(typed))) == together


def test_query_without_words_wants_none():
    assert wanted(None) == []
    assert rows(None) == []


def test_only_the_word_itself_is_replaced():
    one, same, new = Word("a", 0, 1), Word("a", 0, 1), Word("b", 0, 1)
    negated = Not(one)

    assert replaced(one, one, new) is new
    assert replaced(same, one, new) is same
    assert replaced(negated, one, new) is negated
    assert replaced(And((one, Or((same, one)), negated)), one, new) == And((new, Or((same, new)), negated))


def test_words_in_a_row_are_one_as_long_as_each_is_a_word():
    one, other = Word("48", 0, 2), Word("913,27", 3, 9)
    row = Together((one, other), "48 913,27")
    new, phrase = Word("49", 0, 2), Phrase("49")

    assert replaced(row, one, new) == Together((new, other), "48 913,27")
    assert replaced(row, one, phrase) == And((phrase, other))


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("a", Phrase("a")),
        ("title:a", Phrase("a", "title")),
        ('name:"a b"', Phrase("a b", "name")),
        ("a*", Word("a", 0, 1, prefix=True, last=True)),
        ("48 913,27", Phrase("48 913,27")),
        ("a -b", And((Phrase("a"), Not(Phrase("b"))))),
        ("a OR b", Or((Phrase("a"), Phrase("b")))),
        ("*", Everything()),
    ],
)
def test_exact_query_has_phrases_for_words(typed, exact):
    assert exactly(root(typed)) == exact


def test_trees_of_the_same_words_in_other_places_are_equal_without_their_places():
    one, other = (root(typed) for typed in ("a (b OR -c) d.e", "a   (b  OR  -c)   d.e"))

    assert one != other
    assert placeless(one) == placeless(other)
    assert placeless(one) != placeless(root("a (b OR -c) d.f"))
    assert placeless(one) != placeless(root("a (b OR -x) d.e"))
