"""Which words of a query were probably mistyped, with a search engine that knows how many documents have each word."""

import pytest

from docloft.search.engine.plan import Similar
from docloft.search.index import mistyped
from docloft.search.index.found import Found, Near
from docloft.search.query.nodes import And, Not, Phrase, Query, Word
from docloft.search.query.parser import parse

RED, HOUSE = Word("Red", 0, 3), Word("Housse", 4, 10)


def query(*nodes, trash=False):
    return Query("", And(nodes), trash)


class Engine:
    """`exact`: how many documents have a word. `near`: how many have a similar one, by word and edits. Records what is
    looked for.
    """

    def __init__(self, exact, near):
        self.exact, self.near, self.asked = exact, near, []

    def look(self, one, instead, limit):
        self.asked.append((one, instead, limit))
        if instead:
            total = max(self.near.get((similar.word, similar.edits), 0) for similar in instead.values())
        else:
            total = self.exact[one.root.text]
        return Found([f"d{number}" for number in range(min(total, limit))], total)

    def found(self, *nodes, trash=False):
        whole = query(*nodes, trash=trash)
        return mistyped.near(whole, mistyped.typed_words(whole), self.look, self.counts)

    def counts(self, queries):
        return [self.look(one, instead, 1).total for one, instead in queries]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Housse", "housse"),
        ("Häuser", "hauser"),
        ("so\u00adfa", "sofa"),
        ("car", None),
        ("2024", None),
        ("red-house", None),
        ("東京都", None),
        ("!", None),
    ],
)
def test_single_long_word_may_have_been_mistyped(text, folded):
    word = Word(text, 0, len(text))

    assert mistyped.typed_words(query(word)) == ({word: folded} if folded else {})


@pytest.mark.parametrize(
    "typed",
    [
        'bill "Rechnugn Strom"',
        'title:"Rechnugn Strom"',
        'Betreff:"Rechnugn Strom"',
        'Betreff:"Rechnugn Str*"',
        'https:"//www.rechnugn.de x"',
        '-Betreff:"Strom" +"Rechnugn" x',
        "titel:(\u201eRechnugn Strom\u201c) Betreff:\u201eRechnugn\u201c",
        "https://www.rechnugn.de tel:rechnugn mailto:rechnugn rechnugn*",
    ],
)
def test_word_that_may_have_been_mistyped_is_at_its_place_in_the_query(typed):
    words = mistyped.typed_words(parse(typed))

    assert [typed[word.start : word.end] for word in words] == [word.text for word in words]


def test_only_words_that_are_looked_for_everywhere_may_have_been_mistyped():
    nodes = (Phrase("house"), Not(Word("house", 0, 5)), Word("house", 0, 5, only="note"), HOUSE)

    assert mistyped.typed_words(query(*nodes)) == {HOUSE: "housse"}
    assert mistyped.typed_words(Query("", None)) == {}


def test_word_of_no_document_was_mistyped():
    engine = Engine({"Housse": 0, "Garden": 5}, {("housse", 1): 3})
    garden = Word("Garden", 11, 17)

    assert engine.found(HOUSE, garden) == Near([HOUSE], ["d0", "d1", "d2"], are_unknown=True)
    whole = query(HOUSE, garden)
    assert engine.asked == [
        (Query("", HOUSE), {}, 1),
        (Query("", garden), {}, 1),
        (whole, {HOUSE: Similar("housse", 1)}, 6),
    ]


def test_words_are_looked_for_where_the_query_looks():
    engine = Engine({"Housse": 0}, {("housse", 1): 3})

    engine.found(HOUSE, trash=True)

    assert {one.trash for one, _, _ in engine.asked} == {True}


def test_more_edits_are_allowed_in_a_long_word_only():
    long, short = Word("Gardenhouse", 0, 11), Word("Housse", 0, 6)

    assert Engine({"Gardenhouse": 0}, {("gardenhouse", 2): 1}).found(long) == Near([long], ["d0"], are_unknown=True)
    assert Engine({"Gardenhouse": 0}, {}).found(long) is None
    engine = Engine({"Gardenhouse": 0}, {("gardenhouse", 1): 1, ("gardenhouse", 2): 2})
    assert engine.found(long) == Near([long], ["d0"], are_unknown=True)
    engine = Engine({"Housse": 0}, {("housse", 2): 1})
    assert engine.found(short) is None
    assert [instead for _, instead, _ in engine.asked if instead] == [{short: Similar("housse", 1)}] * 2


@pytest.mark.parametrize(
    ("exact", "near", "is_mistyped"), [(1, 10, True), (1, 9, False), (2, 20, True), (2, 19, False), (3, 99, False)]
)
def test_rare_word_was_mistyped_when_a_similar_one_is_far_more_frequent(exact, near, is_mistyped):
    engine = Engine({"Housse": exact}, {("housse", 1): near})

    found = engine.found(HOUSE)

    assert found == (Near([HOUSE], [f"d{number}" for number in range(6)], are_unknown=False) if is_mistyped else None)


def test_rare_word_was_mistyped_by_one_edit_only():
    """Here, the documents with a similar word have no other word of the query."""
    long = Word("Gardenhouse", 0, 11)

    class Alone(Engine):
        def look(self, one, instead, limit):
            found = super().look(one, instead, limit)
            return found if isinstance(one.root, Word) else Found([], 0)

    engine = Alone({"Gardenhouse": 1}, {("gardenhouse", 1): 10, ("gardenhouse", 2): 20})

    assert engine.found(long) is None
    assert engine.asked[2:] == [(query(long), {long: Similar("gardenhouse", 1)}, 6)]


def test_frequent_similar_words_are_counted_in_their_own_documents():
    engine = Engine({"Housse": 1}, {("housse", 1): 10})

    engine.found(HOUSE)

    similar = {HOUSE: Similar("housse", 1)}
    assert engine.asked[1:] == [(Query("", HOUSE), similar, 1), (query(HOUSE), similar, 6)]


def test_rare_word_is_not_looked_at_when_another_is_in_no_document():
    rare = Word("Gardn", 11, 16)
    engine = Engine({"Housse": 0, "Gardn": 1}, {("housse", 1): 2, ("gardn", 1): 99})

    assert engine.found(HOUSE, rare) == Near([HOUSE], ["d0", "d1"], are_unknown=True)


def test_rare_beginning_of_a_word_was_not_mistyped():
    star = Word("Housse", 0, 6, prefix=True)

    assert Engine({"Housse": 1}, {("housse", 1): 99}).found(star) is None


def test_query_without_mistyped_words_has_none():
    engine = Engine({}, {})

    assert engine.found(Phrase("house")) is None
    assert engine.asked == []


def test_words_in_quotation_marks_and_of_titles_may_have_been_mistyped():
    typed = parse('"red housse" title:gardn -"othr words" "東京 housse"')

    assert mistyped.typed_words(typed) == {
        Word("housse", 5, 11): "housse",
        Word("gardn", 19, 24, last=True, only="title"): "gardn",
    }


def test_documents_with_the_words_of_a_phrase_in_any_order_show_what_was_meant():
    typed = parse('"red housse"')
    engine = Engine({"housse": 0}, {("housse", 1): 3})

    found = mistyped.near(typed, mistyped.typed_words(typed), engine.look, engine.counts)

    assert found is not None
    assert found.words == [Word("housse", 5, 11)]
    assert engine.asked[-1][0].root == And((Word("red", 1, 4), Word("housse", 5, 11)))


def test_rare_word_in_quotation_marks_or_of_a_title_is_meant():
    typed = parse('"red housse" title:gardn')
    engine = Engine({"housse": 1, "gardn": 1}, {("housse", 1): 99, ("gardn", 1): 99})

    assert mistyped.near(typed, mistyped.typed_words(typed), engine.look, engine.counts) is None


def test_few_words_of_a_long_query_are_checked():
    typed = parse(" ".join(f"wordof{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))

    assert len(mistyped.typed_words(typed)) == mistyped.MOST
