"""What queries find in OpenSearch: each example of docs/queries.md finds the same as with the built-in engine."""

import pytest

from docloft.search import api as search
from docloft.search.opensearch.dsl import clauses
from docloft.search.opensearch.planning import planned
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from packages.shared.tests.search.test_queries_page import CONTEXT, FACTS, PAGE, examples, named, rows
from tests.fixtures import LIBRARY

TEXTS = {row[0].lstrip("| "): row[1] for row in (line.split(" | ") for line in PAGE.splitlines() if " | " in line)}


@pytest.fixture
def library(opensearch):
    def add(batch):
        for title, facts in FACTS.items():
            text = None if facts.get("has_text") is False else Text((TEXTS[title],), facts["language"])
            batch.put(search.document_of(entry(title, title=title, **facts), text))

    search.commit(search.location_of(LIBRARY), add)
    return opensearch


def found(typed):
    query = search.parse(typed, CONTEXT)
    return set(search.find(LIBRARY, query, offset=0, limit=9).document_ids)


@pytest.mark.parametrize(("typed", "here"), list(examples()))
def test_example_finds_what_the_page_says(library, typed, here):
    assert found(typed) == named(here)


@pytest.mark.parametrize(("typed", "_said", "here"), rows("Notices"))
def test_query_with_a_notice_finds_what_the_page_says(library, typed, _said, here):
    assert found(typed.strip("| `")) == named(here.rstrip(" |"))


PLANS = {
    'title:"annual meeting"': {
        "bool": {"must": [{"match_phrase": {"title": {"query": "annual meeting", "slop": 0}}}], "boost": 2.0}
    },
    "pages:2..5": {"bool": {"filter": [{"range": {"pages": {"gte": 2, "lte": 5}}}]}},
    "type:pdf": {"bool": {"filter": [{"terms": {"type": ["application/pdf"]}}]}},
    "has:due": {"bool": {"filter": [{"exists": {"field": "due"}}]}},
    "field:Area=80..90": {
        "bool": {"filter": [{"range": {"field": {"gte": "f4#5000000000080000000", "lte": "f4#5000000000090000000"}}}]}
    },
    "*": {"bool": {"filter": [{"match_all": {}}]}},
}


@pytest.mark.parametrize(("typed", "expected"), PLANS.items())
def test_query_is_translated(typed, expected):
    in_trash = {"bool": {"filter": [{"term": {"flags": {"value": "trash"}}}]}}

    assert planned(search.parse(typed, CONTEXT)) == {"bool": {"must": [expected], "must_not": [in_trash]}}


def test_word_is_translated_with_its_forms_and_beginning():
    [word] = planned(search.parse("bill"))["bool"]["must"]
    form, joined = word["bool"]["should"]
    parts = form["bool"]["should"]

    assert {"bool": {"must": [{"term": {"title": {"value": "bill"}}}], "boost": 2.0}} in parts
    assert {"term": {"words": {"value": "bill"}}} in parts
    assert {"constant_score": {"filter": {"prefix": {"words": {"value": "bill"}}}, "boost": 0.05}} in parts
    assert parts[-1] == {
        "bool": {"must": [{"prefix": {"words": {"value": "bill", "rewrite": "top_terms_24"}}}], "boost": 0.3}
    }
    assert joined["constant_score"]["filter"] == {
        "regexp": {"joined": {"value": "b[|]?i[|]?l[|]?l([|,].*)?", "flags": "NONE"}}
    }
    assert clauses(word) < 100


def test_excluded_word_and_group_are_translated():
    query = planned(search.parse("-(attached OR type:image)"))["bool"]["must"][0]["bool"]

    assert query["must"] == [{"bool": {"filter": [{"match_all": {}}]}}]
    [excluded] = query["must_not"]
    assert len(excluded["bool"]["should"]) == 2
    assert excluded["bool"]["minimum_should_match"] == 1
