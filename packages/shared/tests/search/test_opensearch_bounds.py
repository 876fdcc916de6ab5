"""No query is refused by OpenSearch, or makes it work without a limit."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from opensearchpy.helpers.query import Q

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search
from docloft.search.opensearch.dsl import clauses
from docloft.search.opensearch.mapping import FIELDS
from docloft.search.opensearch.planning import MOST_CLAUSES, planned
from docloft.search.query.nodes import exactly
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY
from tests.opensearch.documents import Index
from tests.opensearch.queries import Queries, leaves

KINDS = {f"kind{number}": number % 30 + 1 for number in range(200)}
CONTEXT = search.Context(
    datetime(2025, 3, 14, tzinfo=UTC),
    find_ids=lambda _field, name: [name.strip() or "x"],
    find_fields=lambda _name: [Definition("f1", FieldType.NUMBER, {}), Definition("f2", FieldType.DATE, {})],
    find_keep_years=lambda: KINDS,
)
STRICT = Queries(Index("test", FIELDS, "uuid"))
PARTS = (
    "bill", "müller", "Rechnungen", "漢字", "漢", "48 913,27", "co-working", "E-Mail", '"a b"', '"', "(", ")", "OR",
    "-", "*", "is:trash", "kind:x", "date:2024", "amount:1..9", "pages:>99999999999999999999", "size:>=1e400MB",
    "field:a=1", "field:a>2", "title:x*", "name:a-b", "is:expired", "trashed:2024", "AND", "NOT", "<", "@", "~", "#",
    "\\", "\x00", "\ud800", "a" * 70, "١٢٣", "ÄÖÜäöüß", "i\u0307", ".", "|", "tel 0351 9",
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PARTS), max_size=40).map(" ".join),
    st.lists(st.characters(), max_size=300).map("".join),
)


@given(TYPED, st.booleans())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@example(typed="(" * 60 + "a", exact=False)
@example(typed="-" * 900, exact=False)
@example(typed=" ".join(["müller-lüdenscheidt*"] * 50), exact=False)
@example(typed=" ".join(["Käsekuchen"] * 50), exact=False)
@example(typed=" ".join(["is:expired"] * 40), exact=False)
@example(typed='"' + "a漢" * 499, exact=True)
@example(typed='"' + "äö " * 300, exact=True)
@example(typed="a漢" * 499, exact=False)
@example(typed="-" + "a漢" * 400, exact=False)
@example(typed=" ".join(f"{number} a" for number in range(200)), exact=False)
@example(typed=" OR ".join(f"(a{number} -b{number})" for number in range(60)), exact=False)
def test_any_text_becomes_a_query_that_opensearch_accepts(typed, exact):
    query = search.parse(typed, CONTEXT)
    if exact and query.root is not None:
        query = search.Query(typed, exactly(query.root), query.trash, (), query.context)

    made = planned(query)

    Q(made)  # the official client knows each kind of query
    STRICT.check(made)
    assert clauses(made) == leaves(made) <= MOST_CLAUSES


@pytest.mark.parametrize(
    "typed", [" ".join(f"Käse{n}kuchen" for n in range(40)), '"' + "".join(f"wörter{n}漢" for n in range(200))]
)
def test_query_that_is_too_long_is_searched_by_its_beginning(typed):
    made = str(planned(search.parse(typed)))

    assert ("kase0" in made, "worter0" in made) in {(True, False), (False, True)}
    assert clauses(planned(search.parse(typed))) > 100


def test_library_is_never_cut_from_a_long_query(opensearch):
    search.commit(search.location_of(LIBRARY), lambda _: None)
    opensearch.requests.clear()

    search.find(LIBRARY, search.parse('"' + "a漢" * 499), offset=0, limit=9)

    [request] = opensearch.searches()
    assert request.body["query"]["bool"]["filter"] == [{"term": {"library": {"value": LIBRARY}}}]


def test_work_of_a_search_is_bounded(opensearch):
    search.commit(search.location_of(LIBRARY), lambda _: None)
    opensearch.requests.clear()

    search.find(LIBRARY, search.parse("bill"), offset=0, limit=9)

    [request] = opensearch.searches()
    assert request.body["timeout"] == "10s"
    assert request.parameters == {"allow_partial_search_results": "false"}
    assert request.body["_source"] is False


def test_all_hits_are_read_page_by_page(opensearch, monkeypatch):
    monkeypatch.setattr("docloft.search.opensearch.reads.PAGE", 10)

    def add(batch):
        for number in range(35):
            batch.put(search.document_of(entry(f"d{number:02}", title=f"T{number % 4}"), None))

    search.commit(search.location_of(LIBRARY), add)
    opensearch.requests.clear()

    found = search.find(LIBRARY, search.parse("*"), offset=5, limit=25, order=search.ORDERS["title"])

    assert found.total == 35
    assert len(set(found.document_ids)) == 25
    sizes = [(request.body["size"], "search_after" in request.body) for request in opensearch.searches()]
    assert sizes == [(10, False), (10, True), (10, True)]
    everything = search.find(LIBRARY, search.parse("*"), offset=0, limit=35, order=search.ORDERS["title"])
    assert found.document_ids == everything.document_ids[5:30]
    # A place that OpenSearch does not reach by counting.
    monkeypatch.setattr("docloft.search.opensearch.reads.WINDOW", 20)
    far = search.find(LIBRARY, search.parse("*"), offset=30, limit=3, order=search.ORDERS["title"])
    assert (far.document_ids, far.total) == (everything.document_ids[30:33], 35)
