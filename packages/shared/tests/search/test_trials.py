"""The searches that are made to correct one query are few, whatever the query is."""

import pytest

from docloft.search.query import beginnings, spacings
from docloft.search.query.nodes import Or, Phrase, Word
from docloft.search.query.parser import parse
from docloft.search.query.trials import MOST, Trials

LONG = "donaudampfschifffahrtsamtleitr"
QUERIES = (
    f"{LONG} {LONG[::-1]}",
    " ".join(f"word{letter} {LONG}{letter}"[:29] for letter in "abcdefgh"),
    " ".join(f"begin{letter}*" for letter in "abcdefghijklmnopqrstuvw"),
    f"{LONG} OR {LONG[::-1]} elektri*",
    "ab cde fgh ijk lmn opq rst uvw",
)


class Library:
    """Contains these words and phrases, each in a number of documents."""

    def __init__(self, **hits):
        self.hits = {text.replace("_", " "): count for text, count in hits.items()}
        self.searches = []

    def count(self, query):
        self.searches.append(query.root)
        nodes = query.root.nodes if isinstance(query.root, Or) else (query.root,)
        return sum(self.hits.get(node.text, 0) for node in nodes if isinstance(node, Word | Phrase))

    def count_each(self, queries):
        return [self.count(query) for query in queries]

    def complete(self, beginning):
        self.searches.append(beginning)
        return [word for word in self.hits if word.startswith(beginning)]


def corrections(typed, library):
    query, trials = parse(typed), Trials(library.count_each, library.complete)
    return [
        spacings.joined(query, 0, 10, trials),
        spacings.divided(query, trials),
        beginnings.correct(query, trials),
    ]


class Full(Library):
    """Has every phrase and no word."""

    def count(self, query):
        super().count(query)
        nodes = query.root.nodes if isinstance(query.root, Or) else (query.root,)
        return sum(isinstance(node, Phrase) for node in nodes)


@pytest.mark.parametrize("library", [Library, Full])
@pytest.mark.parametrize("typed", QUERIES)
def test_one_query_is_corrected_with_few_searches(typed, library):
    found = library()

    corrections(typed, found)

    assert len(found.searches) == len(set(found.searches)) <= MOST


def test_space_is_found_in_a_long_word():
    for at in range(2, len(LONG) - 1):
        row = f"{LONG[:at]} {LONG[at:]}"
        library = Library(**{row: 1})

        assert [one and one.text for one in corrections(LONG, library)][:2] == [None, row]
        assert len(library.searches) <= 8


def test_row_of_more_documents_is_preferred():
    assert corrections("invoicenumber", Library(invoice_number=5, inv_oicenumber=2))[1].text == "invoice number"
    assert corrections("invoicenumber", Library(invoice_number=2, inv_oicenumber=5))[1].text == "inv oicenumber"


def test_neighbours_that_no_document_has_as_one_word_take_one_search():
    library = Library()

    assert (
        spacings.joined(parse("one two three four five six"), 0, 10, Trials(library.count_each, library.complete))
        is None
    )
    assert len(library.searches) == 1


def test_word_is_unchanged_when_no_searches_are_left():
    library = Library(electricity=1, invoice_number=1, waterpipe=1)
    trials = Trials(library.count_each, library.complete)
    for number in range(MOST):
        trials.count(Word(str(number), 0, 1))

    assert spacings.joined(parse("water pipe"), 0, 10, trials) is None
    assert spacings.divided(parse("invoicenumber"), trials) is None
    assert beginnings.correct(parse("elektri"), trials) is None
    assert trials.complete("ele") == ()
    assert len(library.searches) == MOST


def test_search_in_the_trash_is_corrected_there():
    trials = Trials(lambda queries: [int(query.trash) for query in queries], lambda _: (), in_trash=True)

    assert trials.count(Word("a", 0, 1)) == 1
