from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search import vocabulary
from docloft.search.text.folding import fold, fold_run
from docloft.search.text.pieces import pieces
from docloft.search.text.typos import distance, tolerance
from docloft.search.vocabulary import MAX_WORDS, RULES, Known, Vocabulary, make
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


@pytest.mark.parametrize(
    ("beginning", "limit", "words"),
    [
        ("ha", 9, ["hand", "hauser"]),
        ("ha", 2, ["hand", "hauser"]),
        ("ha", 1, ["hand"]),
        ("ha", 0, []),
        ("haus", 9, ["hauser"]),
        ("hauser", 9, ["hauser"]),
        ("z", 9, ["zoo"]),
        ("x", 9, []),
        ("", 9, ["and", "hand", "hauser", "zoo"]),
        ("user", 9, []),
    ],
)
def test_words_with_the_same_beginning_are_found_in_their_order(beginning, limit, words):
    known = Vocabulary(make(["Häuser zoo", "hand and"]))

    assert [one.word for one in known.starting(beginning, limit)] == words


SHORT = st.text("abcz09äあ\ue000😀", min_size=1, max_size=3)


@given(st.lists(SHORT, unique=True, max_size=30), SHORT)
def test_words_of_a_text_are_found_wherever_they_are_and_no_others(words, sought):
    known = Vocabulary(";".join([str(RULES), *(f"{word} {len(word)}" for word in sorted(words))]))

    assert [present(known.find(word)).word for word in words] == words
    assert (known.find(sought) is not None) == (sought in words)
    assert [one.word for one in known.starting(sought, 99)] == sorted(one for one in words if one.startswith(sought))


@pytest.mark.parametrize(
    ("part", "limit", "words"),
    [
        ("an", 9, ["banana", "bandana", "canal"]),
        ("an", 2, ["banana", "bandana"]),
        ("an", 1, ["banana"]),
        ("an", 0, []),
        ("ban", 9, ["banana", "bandana"]),
        ("0", 9, []),
        ("ä", 9, []),
        ("x", 9, []),
        ("uf", 9, ["laufer"]),
        ("ppl", 9, ["apple"]),
    ],
)
def test_word_that_contains_a_part_is_found_once(part, limit, words):
    known = Vocabulary(make(["banana canal bandana apple Läufer"]))

    assert [one.word for one in known.containing(part, limit)] == words


@pytest.mark.parametrize(
    ("sections", "stored"),
    [
        ([], ""),
        (["", " "], ""),
        (["b a", "", "a"], ";a 0,2;b 0"),
        (["a b a"], ";a 0;b 0"),
        (["Bank"], ";bank 0"),
        (["Häuser und", "häuser hauser"], ";hauser 0,1=häuser;und 0"),
        (["hauser", "Häuser"], ";hauser 0,1"),
        (["処刑"], ";処 0;刑 0"),
        (["\u0640 a"], ";a 0"),
        (["Ver-\nfahren"], ";fahren 0;ver 0;verfahren 0"),
    ],
)
def test_vocabulary_has_each_word_once_with_its_sections(sections, stored):
    assert make(sections) == f"{RULES}{stored}"


@pytest.mark.parametrize(
    ("sections", "stored"),
    [
        (["a b"], ";a 0;b 0"),
        (["b a c"], "+;a 0;b 0"),
        (["b a c d", "c a b"], "+;a 0,1;b 0,1"),
        (["a", "a"], ";a 0,1"),
        (["a", "a", "a"], ";a 0,1+"),
        (["a"] * 9, ";a 0,1+"),
    ],
)
def test_sections_and_words_are_limited(sections, stored, monkeypatch):
    monkeypatch.setattr(vocabulary, "MAX_SECTIONS", 2)
    monkeypatch.setattr(vocabulary, "MAX_WORDS", 2)

    assert make(sections) == f"{RULES}{stored}"


@pytest.mark.parametrize(
    ("stored", "is_complete", "known"),
    [
        (";a 0;b 1,3=ä;c 2+", True, [Known("a", "a", (0,), more=False), Known("b", "ä", (1, 3), more=False)]),
        ("+;c 2,64+", False, [Known("c", "c", (2, 64), more=True)]),
        (";c 2,64+=ç", True, [Known("c", "ç", (2, 64), more=True)]),
        ("", True, []),
        ("+", False, []),
    ],
)
def test_stored_vocabulary_is_read(stored, is_complete, known):
    vocabulary = Vocabulary(f"{RULES}{stored}")

    assert (vocabulary.is_usable, vocabulary.is_complete) == (True, is_complete)
    assert list(vocabulary.starting("", 2)) == known
    assert [vocabulary.find(one.word) for one in known] == known


def test_large_text_is_marked_as_incomplete():
    many = make([" ".join(f"w{number}" for number in range(MAX_WORDS + 1))])

    assert many.startswith(f"{RULES}+;w0 0;")
    assert len(Vocabulary(many)) == len(many) - len(f"{RULES}+")


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


def test_words_that_resemble_one_have_their_writing_and_the_number_of_their_sections():
    known = Vocabulary(make(["Häuser Mäuse", "häuser", "Häuser und"]))

    assert list(known.resembling(["hauserr", "hauserr"])) == [("häuser", 3)]
    assert list(known.resembling(["xx", "mausse"])) == [("mäuse", 1)]


def test_only_words_within_the_edits_that_a_word_tolerates_resemble_it():
    known = Vocabulary(make(["water waiter wader installation"]))

    assert {word for word, _ in known.resembling(["watr", "instalatio"])} == {"water", "installation"}
    assert list(known.resembling(["wat", "4711"])) == []


def test_vocabulary_of_other_rules_is_not_used():
    other = Vocabulary(f"{RULES + 1};word 0")

    assert (other.is_usable, other.is_complete, other.find("word"), len(other)) == (False, False, None, 0)
    assert not Vocabulary(None).is_usable


def test_vocabulary_of_the_rules_before_is_used():
    assert Vocabulary("1;word 0").find("word") is not None
    assert Vocabulary("1;word 0").is_complete
    assert not Vocabulary("1+;word 0").is_complete


@pytest.mark.parametrize("word", ["हिन्दी", "क\u093cलम", "चा\u0901द", "\u0929म", "\u0931म", "\u0934म"])
def test_vocabulary_of_the_rules_before_lacks_the_two_spellings_of_hindi_words(word):
    """As it was folded then: NFKC composes three letters with their nukta."""
    assert not Vocabulary(f"1;{word} 0").is_complete
    assert Vocabulary(f"{RULES};{word} 0").is_complete


def test_rules_have_a_new_number_when_texts_are_folded_differently():
    """Increase RULES together with the digest."""
    sample = "Straße Żółw ﬁn e\u0301 Ver-\nfahren комп\u02bcютер کارخانه ٢٠٣٧ 処刑 ｶﾞ naïve E-Mail 1.200,50"  # noqa: RUF001

    assert RULES == 2
    assert sha256(vocabulary.make([sample]).encode()).hexdigest()[:16] == "d79f318ba548e60e"
