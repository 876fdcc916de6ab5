"""The hits of a search page by page: their order, and cursors, which hold while documents change."""

import pytest

from docloft import tables
from services.api.tests.published import MOMENT, add_name, amend, found, publish, ready
from tests.fixtures import LIBRARY

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_pages_of_hits_follow_each_other_to_the_end(search_for):
    documents = [ready(f"needle number{number}") for number in range(7)]
    publish(*documents)

    seen, cursor = [], None
    while True:
        reply = search_for("needle", also={"limit": 3, **({"cursor": cursor} if cursor else {})})
        seen += found(reply)
        assert reply.json["total"] == 7
        cursor = reply.json["cursor"]
        if cursor is None:
            break

    assert sorted(seen) == [document.document_id for document in documents]


def test_hits_and_total_of_the_next_page_do_not_depend_on_what_changed_meanwhile(search_for):
    documents = [ready(f"needle number{number}") for number in range(5)]
    publish(*documents)
    first = search_for("neelde", also={"limit": 2})
    publish(ready("needle added"), ready("neelde"), amend(documents[0], title="Needle needle"))
    trashed = found(first)[0]
    publish(amend(tables.documents.find(LIBRARY, trashed), trashed_at=MOMENT))

    rest = search_for("neelde", also={"limit": 9, "cursor": first.json["cursor"]})

    assert {document.document_id for document in documents} <= {*found(first), *found(rest)}
    assert not set(found(first)) & set(found(rest))
    assert (rest.json["total"], rest.json["corrected"]) == (5, "needle")


def test_page_in_the_order_of_a_field_neither_repeats_nor_leaves_out_a_document(search_for):
    area = add_name("field", "Area", value_type="number")
    documents = [ready("needle", custom_fields={area: number} if number else {}) for number in range(6)]
    publish(*documents)
    ids = [document.document_id for document in documents]
    order = {"limit": 2, "order": f"-field:{area}"}
    first = search_for("needle", also=order)
    # One of the first page is last now, and one of the others is first.
    publish(amend(documents[5], custom_fields={}), amend(documents[1], custom_fields={area: 9}))

    rest = search_for("needle", also={**order, "cursor": first.json["cursor"]})
    last = search_for("needle", also={**order, "cursor": rest.json["cursor"]})

    assert found(first) == [ids[5], ids[4]]
    assert [*found(rest), *found(last)] == [ids[1], ids[3], ids[2], ids[0]]


@pytest.mark.parametrize("cursor", ["x", "W10", "WzUsIngiXQ", "bnVsbA", "é", "WzFlOTk5LCJ4Il0", "W3RydWUsIngiXQ"])
def test_cursor_that_was_not_issued_is_refused(search_for, cursor):
    publish(ready("needle"))

    reply = search_for("needle", also={"cursor": cursor})

    assert (reply.status, reply.code) == (400, "invalid-request")


def test_cursor_belongs_to_its_query(search_for):
    publish(*[ready("needle water") for _ in range(3)])
    cursor = search_for("needle", also={"limit": 1}).json["cursor"]

    assert search_for("needle", also={"limit": 1, "cursor": cursor}).status == 200
    assert search_for("water", also={"limit": 1, "cursor": cursor}).status == 400


def test_hits_are_returned_in_the_requested_order(search_for):
    dated = {day: ready("needle", document_date=day, title=f"Paper {day}") for day in ("2025-02-01", "2024-01-01")}
    undated = ready("needle", title="A paper")
    publish(*dated.values(), undated)
    ids = {name: document.document_id for name, document in dated.items()}

    for typed in ("needle", "", " "):
        assert found(search_for(typed, also={"order": "date"})) == [
            ids["2024-01-01"],
            ids["2025-02-01"],
            undated.document_id,
        ]
    assert found(search_for("needle", also={"order": "title"}))[0] == undated.document_id
    assert search_for("needle", also={"order": "best"}).code == "invalid-request"


def test_cursor_belongs_to_its_order(search_for):
    publish(*[ready("needle") for _ in range(3)])
    cursor = search_for("needle", also={"limit": 1, "order": "title"}).json["cursor"]

    assert search_for("needle", also={"limit": 1, "order": "title", "cursor": cursor}).status == 200
    assert search_for("needle", also={"limit": 1, "cursor": cursor}).code == "invalid-request"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x"])
def test_limit_is_from_one_to_a_hundred(search_for, limit):
    assert search_for("x", also={"limit": limit}).status == 400


def test_page_whose_documents_were_all_deleted_is_not_the_end(search_for):
    documents = [ready("needle") for _ in range(4)]
    publish(*documents)
    order = found(search_for("needle"))
    for document_id in order[:2]:
        tables.documents.Document(LIBRARY, document_id).delete()

    reply = search_for("needle", also={"limit": 2})

    assert found(reply) == order[2:]
    assert reply.json["cursor"] is None
