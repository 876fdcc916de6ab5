"""The trees look like those in the documentation of OpenSearch, or like Lucene 9 writes them where it shows none."""

import pytest

from docloft.search import api as search
from docloft.search.index.explaining import Explanation, Part
from docloft.search.opensearch import score_trees
from packages.shared.tests.search.indexes import entry, putting
from tests.fixtures import LIBRARY, OTHER_LIBRARY


def node(value, description, *details):
    return {"value": value, "description": description, "details": list(details)}


def term(value, field, word, documents, times):
    return node(
        value,
        f"weight({field}:{word} in 3) [PerFieldSimilarity], result of:",
        node(
            value,
            f"score(freq={times}), computed as boost * idf * tf from:",
            node(4.4, "boost"),
            node(
                1.2,
                "idf, computed as log(1 + (N - n + 0.5) / (n + 0.5)) from:",
                node(documents, "n, number of documents containing term"),
                node(9, "N, total number of documents with field"),
            ),
            node(
                0.5,
                "tf, computed as freq / (freq + k1 * (1 - b + b * dl / avgdl)) from:",
                node(times, "freq, occurrences of term within document"),
                node(1.2, "k1, term saturation parameter"),
            ),
        ),
    )


TREE = node(
    2.4,
    "sum of:",
    node(
        2.4,
        "function score, product of:",
        node(
            6.0,
            "sum of:",
            node(
                5.0,
                "sum of:",
                term(3.0, "title", "bill", 2, 1.0),
                node(2.0, "max of:", term(2.0, "stems", "en~bill", 4, 3.0), term(0.5, "stems", "de~bill", 1, 1.0)),
            ),
            node(0.75, 'weight(words:"electricity bill"~3 in 3) [PerFieldSimilarity], result of:', node(0.75, "score")),
            node(0.25, "ConstantScore(words:bill*)^0.25"),
            node(0.0, "match on required clause, product of:", node(0.0, "# clause"), node(1.0, "library:x")),
        ),
        node(0.4, "min of:", node(0.4, "field value function: log2p(doc['recency'].value?:0.0 * factor=1.0)")),
    ),
    node(0.0, "match on required clause, product of:", node(0.0, "# clause")),
)


def test_terms_of_a_tree_are_the_parts_of_the_score():
    assert score_trees.explained(TREE) == Explanation(
        2.4,
        0.4,
        [
            Part(3.0, "title", "bill", 2, 1),
            Part(2.0, "stems", "en~bill", 4, 3),
            Part(0.75),
            Part(0.25),
        ],
    )


def test_parts_times_the_factor_are_the_score():
    found = score_trees.explained(TREE)

    assert sum(part.score for part in found.parts) * found.recency == pytest.approx(found.score)


@pytest.mark.parametrize("tree", [node(1.5, "sum of:"), node(1.5, "something new"), {"value": 1.5, "description": "x"}])
def test_tree_of_an_unknown_shape_is_one_part(tree):
    assert score_trees.explained(tree) == Explanation(1.5, 1.0, [Part(1.5)])


def test_hits_of_the_library_are_explained_by_their_ids(bucket, opensearch):
    for library_id in (LIBRARY, OTHER_LIBRARY):
        documents = [search.document_of(entry(name, title="A bill"), None) for name in ("one", "two")]
        search.commit(search.location_of(library_id), putting(documents))

    found = score_trees.explain(LIBRARY, search.parse("bill"), ["two", "nothing"], {})
    [request] = [one for one in opensearch.searches() if one.body.get("explain")]

    assert list(found) == ["two"]
    assert found["two"].score > 0
    assert request.body["size"] == 2
    assert score_trees.explain(LIBRARY, search.parse("bill"), [], {}) == {}
