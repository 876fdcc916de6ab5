from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search import vocabulary
from docloft.search.text.folding import fold, fold_run
from docloft.search.text.pieces import pieces
from docloft.search.text.typos import distance, tolerance
from docloft.search.vocabulary import MAX_SECTIONS, MAX_WORDS, RULES, Vocabulary, make
from tests.narrowing import present

_TRICKY = [
    "a",
    "Bc",
    "é",
    "é",
    "-",
    "\n",
    "-\n",
    "_",
    "1",
    "処",
    "ガ",
    "ｶﾞ",
    "\xad",
    "'",
    "\u02bc",
    "\r\n",
    "क",
    "한",
    "\u200b",
    "ß",
    "x",
    "\ufffe",
    "ท",
    ";",
    "=",
    ",",
    '"',
]


@given(st.lists(st.sampled_from([*_TRICKY, " ", "- \n"]), max_size=40).map("".join))
def test_words_are_those_that_the_index_has(section):
    expected: set[str] = set()
    for piece in pieces(section):
        expected.update(fold_run(piece.text) if piece.dense else {fold(piece.text)})

    known = Vocabulary(make([section]))

    assert all(known.find(word) for word in expected if word)
    assert sum(1 for _ in known.starting("", 1000)) == len(expected - {""})


def test_word_has_its_sections_and_its_writing():
    known = Vocabulary(make(["Häuser und", "nichts", "häuser hauser"]))

    assert present(known.find("hauser")).sections == (0, 2)
    assert present(known.find("hauser")).writing == "häuser"
    assert known.find("haus") is None
    assert [one.word for one in known.starting("h", 9)] == ["hauser"]
    assert [one.word for one in known.starting("", 2)] == ["hauser", "nichts"]


@pytest.mark.parametrize(
    ("part", "limit", "words"),
    [
        ("an", 9, ["banana", "bandana"]),
        ("an", 2, ["banana", "bandana"]),
        ("an", 1, ["banana"]),
        ("an", 0, []),
        ("ban", 9, ["banana", "bandana"]),
        ("0", 9, []),
        ("ä", 9, []),
        ("x", 9, []),
        ("uf", 9, ["laufer"]),
    ],
)
def test_word_that_contains_a_part_is_found_once(part, limit, words):
    known = Vocabulary(make(["banana bandana apple Läufer"]))

    assert [one.word for one in known.containing(part, limit)] == words


def test_sections_and_words_are_limited():
    often = present(Vocabulary(make(["word"] * (MAX_SECTIONS + 5))).find("word"))
    many = Vocabulary(make([" ".join(f"w{number}" for number in range(MAX_WORDS + 1))]))

    assert (len(often.sections), often.more) == (MAX_SECTIONS, True)
    assert not many.is_complete
    assert many.find("w7")
    assert Vocabulary(make(["word"])).is_complete


def test_words_within_two_edits_resemble_a_word():
    known = Vocabulary(make(["installation Haus", "installation instant"]))

    assert ("installation", 2) in set(known.resembling(["instalation"]))
    assert "haus" not in {word for word, _ in known.resembling(["instalation"])}


@given(st.text("abcdäж", min_size=4, max_size=10), st.data())
def test_each_word_within_the_tolerated_edits_resembles_a_word(word, data):
    other = word
    for _ in range(tolerance(word)):
        at = data.draw(st.integers(0, len(other) - 2))
        left, right = other[at], other[at + 1]
        changed = data.draw(st.sampled_from([left, right, right + left, left + "x" + right, "x" + right]))
        other = other[:at] + changed + other[at + 2 :]
    known = Vocabulary(make([f"some {other} words"]))

    assert distance(fold(other), fold(word)) > tolerance(fold(word)) or other in dict(known.resembling([fold(word)]))


def test_only_words_within_the_edits_that_a_word_tolerates_resemble_it():
    known = Vocabulary(make(["water waiter wader installation"]))

    assert {word for word, _ in known.resembling(["watr", "instalatio"])} == {"water", "installation"}
    assert list(known.resembling(["wat", "4711"])) == []


def test_vocabulary_of_other_rules_is_not_used():
    assert not Vocabulary(f"{RULES + 1};word 0").is_usable
    assert not Vocabulary(None).is_usable


def test_vocabulary_of_the_rules_before_is_used():
    assert Vocabulary("1;word 0").find("word") is not None
    assert Vocabulary("1;word 0").is_complete
    assert not Vocabulary("1;हिन्दी 0").is_complete
    assert not Vocabulary("1+;word 0").is_complete


def test_rules_have_a_new_number_when_texts_are_folded_differently():
    """Increase RULES together with the digest."""
    sample = "Straße Żółw ﬁn e\u0301 Ver-\nfahren комп\u02bcютер کارخانه ٢٠٣٧ 処刑 ｶﾞ naïve E-Mail 1.200,50"  # noqa: RUF001

    assert RULES == 2
    assert sha256(vocabulary.make([sample]).encode()).hexdigest()[:16] == "d79f318ba548e60e"
