from math import log

import pytest
import tantivy

from docloft.search import api as search
from docloft.search.engine.plan import Given, plan
from docloft.search.engine.schema import schema
from docloft.search.index import explaining
from docloft.search.index.open_indexes import open_now
from docloft.search.query.nodes import Query, Word
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

FILLER = " lorem ipsum dolor sit amet consectetur adipiscing elit" * 4


def ids(typed):
    return search.find(LIBRARY, search.parse(typed), offset=0, limit=20).document_ids


@pytest.fixture
def others(index):
    """Enough other documents for the rarity of a word to matter."""
    index.add_all(
        [search.document_of(entry(f"other{number}"), Text((f"nothing of it {FILLER}",))) for number in range(6)]
    )
    return index


def test_title_match_ranks_before_text_match(others):
    others.add("text", f"insurance {FILLER}")
    others.add("title", f"policy {FILLER}", title="Insurance")

    assert ids("insurance") == ["title", "text"]


def test_exact_word_ranks_before_another_form_of_it(others):
    others.add("form", f"insurances insured {FILLER}", language="en")
    others.add("word", f"insurance paid {FILLER}", language="en")

    assert ids("insurance") == ["word", "form"]


def test_stem_has_six_tenths_of_the_weight_of_the_word(index):
    """Both documents have the stem, one has the word: the score of each is its weight times its rarity."""
    texts = {"word": "insurance paid", "form": "insured paid", "third": "letter paid", "fourth": "water paid"}
    index.add_all([search.document_of(entry(name), Text((text,))) for name, text in texts.items()])
    [(searcher, _)] = open_now(LIBRARY, {}).searchers

    hits = searcher.search(plan(Query("", Word("insurance", 0, 9)), Given(lambda *_: [])), 10).hits

    score = {searcher.doc(address)["id"][0]: score for score, address in hits}
    rarity = {found: log(1 + (len(texts) - found + 0.5) / (found + 0.5)) for found in (1, 2)}
    ratio = score["form"] / (score["word"] - score["form"])
    assert ratio == pytest.approx(0.6 * rarity[2] / rarity[1], rel=1e-3)


def test_whole_word_ranks_before_a_longer_word(others):
    others.add("begins", f"portfolio portfolio {FILLER}")
    others.add("word", f"port {FILLER}")

    assert ids("port") == ["word", "begins"]


def test_of_two_equal_documents_the_newer_ranks_first(others):
    others.add("old", f"insurance {FILLER}", created_at="2021-01-01T00:00:00.000Z")
    others.add("new", f"insurance {FILLER}", created_at="2026-01-01T00:00:00.000Z")

    assert ids("insurance") == ["new", "old"]


def test_five_years_do_not_outweigh_a_second_occurrence(others):
    others.add("new", f"insurance once {FILLER}", created_at="2026-01-01T00:00:00.000Z")
    others.add("twice", f"insurance insurance {FILLER}", created_at="2021-01-01T00:00:00.000Z")

    assert ids("insurance") == ["twice", "new"]


def test_newer_document_never_outranks_one_with_more_of_the_words(others):
    others.add("one", f"insurance {FILLER}", created_at="2045-01-01T00:00:00.000Z")
    others.add("both", f"insurance claim {FILLER}", created_at="2020-01-01T00:00:00.000Z")

    assert ids("insurance OR claim") == ["both", "one"]


@pytest.mark.parametrize("added", ["2020-01-01T00:00:00.000Z", "2025-03-14T09:26:53.000Z", "2041-06-01T00:00:00.000Z"])
def test_explained_score_is_the_one_that_ranks_the_hit(added):
    index = tantivy.Index(schema())
    writer = index.writer(15_000_000, 1)
    # In two languages, of which the better stem counts.
    text = Text(("a badger lease letter",), "de")
    writer.add_document(search.document_of(entry("one", title="Letter", created_at=added), text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    query = plan(search.parse("badger letter"), Given(lambda *_: []))

    [(ranked, _)] = searcher.search(query, 1, weight_by_field="recency").hits

    explained = explaining.explain(searcher, query, "one")
    assert explained is not None
    assert explained.score == pytest.approx(ranked, rel=1e-5)
    assert explained.score == pytest.approx(explained.recency * sum(part.score for part in explained.parts), rel=1e-3)
