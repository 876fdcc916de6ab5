"""Documents are listed newest first, page by page, or by their ids."""

import pytest

from docloft.ids import new_id
from docloft.lifecycle.states import State
from tests.fixtures import OTHER_LIBRARY, make_document

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


def listed(call, query=""):
    reply = call("GET", f"/v1/documents{query}")
    assert reply.status == 200, reply.text
    return [document["id"] for document in reply.json["documents"]]


def test_default_listing_is_the_archive_newest_first_without_trash(call):
    made = {state: make_document(state).document_id for state in State}
    trashed = make_document(State.READY).document_id
    call("POST", f"/v1/documents/{trashed}/trash")

    archived = [State.FAILED, State.READY, State.WORKING, State.RECEIVED]
    assert listed(call) == [made[state] for state in archived]
    assert listed(call, "?trashed=true") == [trashed]
    assert listed(call, "?trashed=false") == listed(call)
    for state in State:
        assert listed(call, f"?state={state}") == [made[state]]


def test_pages_of_a_listing_contain_everything_once(call):
    made = [make_document(State.READY).document_id for _ in range(7)]
    make_document(State.READY, library_id=OTHER_LIBRARY)

    for extra in ("", "&state=ready"):
        seen, cursor = [], ""
        while cursor is not None:
            body = call("GET", f"/v1/documents?limit=3{extra}{cursor and '&cursor=' + cursor}").json
            seen += [document["id"] for document in body["documents"]]
            cursor = body["cursor"]
        assert seen == sorted(made, reverse=True)


def test_full_last_page_has_no_cursor(call):
    for _ in range(3):
        make_document(State.READY)

    assert call("GET", "/v1/documents?limit=3").json["cursor"] is None


def test_ids_list_documents_in_any_state_but_not_of_other_libraries(call):
    mine = [make_document(State.AWAITING_UPLOAD).document_id, make_document(State.REJECTED).document_id]
    theirs = make_document(library_id=OTHER_LIBRARY).document_id

    assert listed(call, f"?ids={','.join([*mine, theirs, UNKNOWN, mine[0]])}") == sorted(mine, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "state=gone",
        "state=",
        "trashed=maybe",
        "cursor=nonsense",
        "cursor=",
        "cursor=eyJiZWZvcmUiOiJ4In0",
        "cursor=ä",
        "cursor=bnVsbA",
        "ids=",
        "ids=x",
        "ids=" + ",".join([UNKNOWN] * 101),
        "state=ready&trashed=true",
        f"ids={UNKNOWN}&state=ready",
        "order=title",
        "limit=1%00",
        "limit=%D9%A3",
        "limit=%EF%BC%93",
        "limit=1_0",
        "limit=%2B3",
        "limit=-1",
        "limit=%203",
        "limit=3.0",
        "limit=" + "0" * 5000 + "3",
    ],
)
def test_invalid_query_is_refused(offline, query):
    reply = offline("GET", f"/v1/documents?{query}")

    assert (reply.status, reply.code) == (400, "invalid-request")


def test_hundred_ids_are_enough_for_a_polling_page(call):
    ids = [new_id() for _ in range(99)] + [make_document().document_id]

    assert listed(call, f"?ids={','.join(ids)}") == ids[-1:]
