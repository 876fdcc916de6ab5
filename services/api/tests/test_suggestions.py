import pytest

from docloft import tables, texts
from docloft.clock import timestamp
from docloft.lifecycle.states import State
from docloft.suggestions import REFUSED_LIMIT, Fact, Suggestion
from docloft.tables.documents import Document
from docloft.tables.records import Lookalike
from docloft.texts import Text
from docloft_api import handler, search_handler
from tests.fixtures import LIBRARY, make_document

FOUND = (
    Suggestion(Fact.TITLE, "Invoice 17", 0.95, "Invoice 17"),
    Suggestion(Fact.DOCUMENT_DATE, "2024-03-12", 0.97, "Date: 12.03.2024", 0, 6, 16),
    Suggestion(Fact.KIND, "invoice", 0.9, "Invoice 17", 0, 0, 10),
)


@pytest.fixture
def suggested(call, ready):
    """Returns the facts that are suggested for `ready`, by the search function."""
    texts.store(LIBRARY, ready.document_id, Text(("Date: 12.03.2024",), suggestions=FOUND))

    def suggested():
        call.handle = search_handler.handle
        reply = call("GET", f"/v1/documents/{ready.document_id}/suggestions")
        call.handle = handler.handle
        assert reply.status == 200
        return [one["fact"] for one in reply.json["suggestions"]]

    return suggested


@pytest.fixture
def refuse(call, ready):
    def refuse(**body):
        call.handle = handler.handle
        return call("POST", f"/v1/documents/{ready.document_id}/suggestions/refuse", body=body)

    return refuse


def test_suggestion_has_its_evidence_and_a_page_that_counts_from_one(call, ready, suggested):
    suggested()
    call.handle = search_handler.handle

    first, second, _ = call("GET", f"/v1/documents/{ready.document_id}/suggestions").json["suggestions"]

    assert (first["page"], first["start"]) == (None, None)
    assert second == {
        "fact": "document_date",
        "value": "2024-03-12",
        "confidence": 0.97,
        "evidence": "Date: 12.03.2024",
        "page": 1,
        "start": 6,
        "end": 16,
        "like": [],
    }


def test_refused_value_never_comes_back_and_another_value_does(suggested, refuse, ready):
    assert refuse(fact="kind", value="receipt").status == 200
    assert suggested() == ["title", "document_date", "kind"]

    assert refuse(fact="kind", value="invoice").json["version"] == 3
    assert refuse(fact="kind", value="invoice").json["version"] == 3
    assert suggested() == ["title", "document_date"]

    # The document is read again.
    texts.store(LIBRARY, ready.document_id, Text(("Date: 12.03.2024",), suggestions=FOUND))
    assert suggested() == ["title", "document_date"]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"document_date": "2020-01-01"}, ["title", "kind"]),
        ({"title": "Mine"}, ["document_date", "kind"]),
        ({"amount": 100}, ["title", "document_date", "kind"]),
    ],
)
def test_what_a_person_entered_is_not_questioned(call, ready, suggested, change, left):
    assert call("PATCH", f"/v1/documents/{ready.document_id}", body=change).status == 200

    assert suggested() == left


def test_title_that_the_document_has_is_not_suggested(suggested, ready):
    ready.update(actions=[Document.title.set("Invoice 17"), Document.file_name.set("Invoice 17.pdf")])

    assert suggested() == ["document_date", "kind"]


def test_kind_that_a_person_chose_is_not_questioned(call, ready, suggested):
    kind = call("POST", "/v1/names", body={"what": "kind", "name": "Invoice"}).json["id"]
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"kind": kind})

    assert suggested() == ["title", "document_date"]


def test_refusals_are_bounded_and_contain_no_text_of_the_document(refuse, ready):
    for number in range(REFUSED_LIMIT + 1):
        reply = refuse(fact="sender", value=f"Secret {number}")
        assert reply.status == 200

    stored = list(tables.documents.find(LIBRARY, ready.document_id).refused_suggestions)
    assert len(stored) == REFUSED_LIMIT
    assert all("Secret" not in one for one in stored)


@pytest.mark.parametrize("body", [{"fact": "colour", "value": "x"}, {"fact": "kind"}, {"fact": "kind", "value": ""}])
def test_refusal_of_nothing_is_invalid(refuse, body):
    assert refuse(**body).code == "invalid-request"


def test_document_that_is_not_ready_has_no_suggestions(call):
    document = make_document(State.RECEIVED)
    call.handle = search_handler.handle

    assert call("GET", f"/v1/documents/{document.document_id}/suggestions").json == {
        "suggestions": [],
        "looks_like": [],
    }


@pytest.fixture
def looks_like(call, ready):
    """Records documents that look like `ready`; returns what is suggested for it."""

    def suggest(**shares):
        for other_id, share in shares.items():
            key = Lookalike.key(ready.document_id, other_id)
            tables.library.replace(Lookalike(LIBRARY, key, created_at=timestamp(), other_id=other_id, share=share))
        call.handle = search_handler.handle
        reply = call("GET", f"/v1/documents/{ready.document_id}/suggestions")
        call.handle = handler.handle
        return [(one["document_id"], one["share"]) for one in reply.json["looks_like"]]

    return suggest


def test_near_duplicates_are_listed_the_most_similar_first_without_deleted_ones(looks_like):
    make_document(state=State.READY, document_id="01A")
    make_document(state=State.READY, document_id="01B")
    make_document(state=State.READY, document_id="01C", trashed_at=timestamp())

    assert looks_like(**{"01A": 91, "01B": 97, "01C": 99, "01GONE": 99}) == [("01B", 97), ("01A", 91)]


def test_near_duplicate_that_was_dismissed_never_comes_back(looks_like, refuse):
    make_document(state=State.READY, document_id="01A")
    assert looks_like(**{"01A": 91}) == [("01A", 91)]

    assert refuse(fact="looks_like", value="01A").status == 200

    assert looks_like(**{"01A": 91}) == []
