import pytest

from docloft import tables
from docloft.clock import timestamp
from docloft.documents import changes
from docloft.documents.names import TITLE_LIMIT
from docloft.documents.states import State
from docloft.ids import new_id
from docloft.reasons import REASONS
from docloft.tables import transactions
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document, sent_commands

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
NOT_IDS = ["x", "01jda0zq5t8m3n7k2v4w6x8y9z", "%2e%2e", "a" * 300, "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z%00"]


def listed(call, query=""):
    reply = call("GET", f"/v1/documents{query}")
    assert reply.status == 200, reply.text
    return [document["id"] for document in reply.json["documents"]]


def test_document_has_every_declared_field(call, ready):
    reply = call("GET", f"/v1/documents/{ready.document_id}")

    body = reply.json
    assert reply.headers["ETag"] == '"1"'
    assert (body["thumbnail"].pop("width"), body["thumbnail"].pop("height")) == (354, 500)
    assert f"/thumbnails/{LIBRARY}/{ready.document_id}?" in body["thumbnail"].pop("url")
    del body["thumbnail"]
    assert body == {
        "id": ready.document_id,
        "state": "ready",
        "title": "Invoice",
        "note_count": 0,
        "file_number": 1,
        "file_count": 1,
        "replaces": None,
        "file_name": "Invoice.pdf",
        "media_type": "application/pdf",
        "size": 1000,
        "checksum_sha256": ready.checksum_sha256,
        "pages": 3,
        "width": None,
        "height": None,
        "language": None,
        "reason": None,
        "reason_code": None,
        "reason_values": {},
        "index_problem": None,
        "attention": {
            "kind": "partial",
            "since": ready.attention_at.partition("#")[0],
            "until": None,
            "remedies": ["retry", "keep", "delete"],
        },
        "remedies": ["retry", "keep", "delete"],
        "duplicate_of": None,
        "parent_id": None,
        "parent_title": None,
        "children": 0,
        "document_date": None,
        "sender": None,
        "kind": None,
        "tags": [],
        "due_date": None,
        "keep_until": None,
        "amount": None,
        "currency": None,
        "custom_fields": {},
        "inbox": False,
        "created_at": ready.created_at,
        "updated_at": ready.updated_at,
        "trashed_at": None,
        "trashed_by": None,
        "has_text": True,
        "ocr_pages_total": 40,
        "ocr_pages_done": 7,
        "partial": ["text_cut"],
        "version": 1,
    }


@pytest.mark.parametrize("document_id", [UNKNOWN, *NOT_IDS])
def test_unknown_document_is_not_found(offline, monkeypatch, document_id):
    monkeypatch.setattr(tables.documents.Document, "get", raise_absent)

    reply = offline("GET", f"/v1/documents/{document_id}")

    assert (reply.status, reply.code) == (404, "not-found")


def raise_absent(*_, **__):
    raise tables.documents.Document.DoesNotExist


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


def test_edit_changes_given_fields_and_increments_the_version(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    renamed = call("PATCH", path, body={"title": "  Invoice\tof\u202e  March\x07 "})
    dated = call("PATCH", path, body={"document_date": "2024-03-01"})

    assert renamed.json["title"] == "Invoice of March"
    assert (dated.json["title"], dated.json["document_date"]) == ("Invoice of March", "2024-03-01")
    assert dated.headers["ETag"] == '"3"'
    assert call("PATCH", path, body={"document_date": None}).json["document_date"] is None
    assert call("GET", path).json["version"] == 4


def test_edit_that_changes_nothing_writes_nothing(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    for body in ({}, {"title": "Invoice"}, {"title": " Invoice "}, {"document_date": None}):
        assert call("PATCH", path, body=body).json["version"] == 1


def test_history_of_an_edit_has_the_values_before_and_after(call, ready):
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "March"})

    line = tables.history.list_events(LIBRARY, ready.document_id)[-1]
    assert (line.event, line.actor, line.changes) == ("edited", f"user:{LIBRARY}", {"title": ["Invoice", "March"]})


def test_document_keeps_the_correlation_id_of_its_last_change_for_the_stream(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    call("PATCH", path, body={"title": "Other"}, headers={"Correlation-Id": "click-to-rename"})
    call("GET", path, headers={"Correlation-Id": "click-to-look"})

    assert tables.documents.find(LIBRARY, ready.document_id).correlation_id == "click-to-rename"
    assert tables.history.list_events(LIBRARY, ready.document_id)[-1].correlation_id == "click-to-rename"
    call("POST", f"{path}/trash", headers={"Correlation-Id": "click-to-trash"})
    assert tables.documents.find(LIBRARY, ready.document_id).correlation_id == "click-to-trash"


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "   "},
        {"title": None},
        {"title": 5},
        {"title": "t" * 501},
        {"document_date": "2024-13-01"},
        {"document_date": "2024-02-30"},
        {"document_date": "20240301"},
        {"document_date": "2024-W09-5"},
        {"document_date": "2024-03-01T00:00:00Z"},
        {"document_date": ""},
        {"document_date": 20240301},
        {"state": "ready"},
        {"id": "x"},
        {"title": ["a"]},
        {"title": "\u200b"},
        {"title": "\u200d\ufeff \u2060"},
        {"title": "\u3164"},
        {"title": "\ufe0f\U000e0100"},
        {"title": "\u2800 \u2800"},
    ],
)
def test_invalid_edit_is_refused(offline, body):
    reply = offline("PATCH", f"/v1/documents/{UNKNOWN}", body=body)

    assert (reply.status, reply.code) == (400, "invalid-request")
    assert [error["pointer"] for error in reply.json["errors"]] == [f"/{next(iter(body))}"]


@pytest.mark.parametrize("tag", ['"1"', "*", '"7", "1"', 'W/"1", "1"'])
def test_edit_of_the_current_version_succeeds(call, ready, tag):
    reply = call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "New"}, headers={"If-Match": tag})

    assert (reply.status, reply.headers["ETag"]) == (200, '"2"')


@pytest.mark.parametrize("method_and_end", ["PATCH ", "POST /trash", "POST /restore", "DELETE "])
def test_change_of_an_outdated_version_is_refused_and_changes_nothing(call, ready, method_and_end):
    method, end = method_and_end.split(" ")
    before = call("GET", f"/v1/documents/{ready.document_id}").json
    for tag in ('"2"', 'W/"1"', '""', '"01"'):
        reply = call(
            method,
            f"/v1/documents/{ready.document_id}{end}",
            body={"title": "New"} if method == "PATCH" else None,
            headers={"If-Match": tag},
        )
        assert (reply.status, reply.code) == (412, "precondition-failed")

    assert call("GET", f"/v1/documents/{ready.document_id}").json == before


def test_invalid_if_match_is_refused(call, ready):
    for tag in ("1", '"1', '"1" "2"', "*, *", '"1",'):
        reply = call("POST", f"/v1/documents/{ready.document_id}/trash", headers={"If-Match": tag})
        assert (reply.status, reply.code) == (400, "invalid-request")


def test_if_match_also_detects_a_concurrent_change(call, ready, monkeypatch):
    commit, others = transactions.commit, []

    def commit_second(*steps):
        if not others:
            others.append(True)
            changes.amend(
                LIBRARY, ready.document_id, lambda _: changes.Change("edited", {"title": "Theirs"}), actor="other"
            )
        commit(*steps)

    monkeypatch.setattr(transactions, "commit", commit_second)

    reply = call("PATCH", f"/v1/documents/{ready.document_id}", body={"title": "Mine"}, headers={"If-Match": '"1"'})

    assert reply.code == "precondition-failed"
    assert tables.documents.find(LIBRARY, ready.document_id).title == "Theirs"


def test_document_is_kept_permanently_and_that_is_reverted(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    kept = call("PATCH", path, body={"keep_until": "9999-12-31"})
    entry = call("GET", f"{path}/history").json["entries"][0]
    reverted = call("POST", f"{path}/history/{entry['id']}/revert")

    assert kept.json["keep_until"] == "9999-12-31"
    assert entry["changes"] == [{"field": "keep_until", "before": None, "after": "9999-12-31"}]
    assert reverted.json["document"]["keep_until"] is None


def test_trash_and_restore_are_idempotent(call, ready):
    path = f"/v1/documents/{ready.document_id}"

    trashed = [call("POST", f"{path}/trash").json for _ in range(2)]
    restored = [call("POST", f"{path}/restore").json for _ in range(2)]

    assert trashed[0] == trashed[1]
    assert (trashed[0]["version"], bool(trashed[0]["trashed_at"])) == (2, True)
    assert restored[0] == restored[1]
    assert (restored[0]["version"], restored[0]["trashed_at"]) == (3, None)
    events = [line.event for line in tables.history.list_events(LIBRARY, ready.document_id)]
    assert events == ["created", "trashed", "restored"]


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.REJECTED])
def test_document_that_was_never_archived_cannot_be_trashed(call, state):
    document = make_document(state)

    reply = call("POST", f"/v1/documents/{document.document_id}/trash")

    assert (reply.status, reply.code) == (409, "conflict")
    assert call("POST", f"/v1/documents/{document.document_id}/restore").json["version"] == 1


def test_trashing_keeps_the_time_when_the_sweeper_checks(call):
    document = make_document(State.WORKING)

    call("POST", f"/v1/documents/{document.document_id}/trash")

    assert tables.documents.find(LIBRARY, document.document_id).due_at == document.due_at


def test_pages_beyond_the_daily_limit_are_continued_once(call):
    document = make_document(
        State.READY, ocr_pages_total=10, ocr_pages_done=10, ocr_parked="10-29", partial=["text_cut", "ocr_parked"]
    )
    path = f"/v1/documents/{document.document_id}/recognise"

    first, second = (call("POST", path) for _ in range(2))

    assert (first.status, first.json["partial"]) == (200, ["text_cut"])
    assert (first.json["ocr_pages_done"], first.json["ocr_pages_total"]) == (10, 30)
    assert first.json == second.json
    after = tables.documents.find(LIBRARY, document.document_id)
    assert (after.ocr_pending, after.ocr_parked) == ("10-29", None)
    assert after.due_at > timestamp()
    assert [(one.action.name, one.document_id) for one in sent_commands()] == [("recognise", document.document_id)]


def test_document_without_waiting_pages_is_left_as_it_is(call, ready):
    reply = call("POST", f"/v1/documents/{ready.document_id}/recognise")

    assert (reply.status, reply.json["version"]) == (200, 1)
    assert sent_commands() == []


@pytest.mark.parametrize(
    ("body", "code", "values"),
    [
        ({"title": "x" * 1000}, "title_length", {"most": str(TITLE_LIMIT)}),
        ({"title": "\u200b"}, "invisible", {}),
        ({"document_date": "yesterday"}, "no_date", {}),
    ],
)
def test_invalid_part_of_a_request_has_the_code_and_the_values_of_its_sentence(call, ready, body, code, values):
    (part,) = call("PATCH", f"/v1/documents/{ready.document_id}", body=body).json["errors"]

    assert (part["code"], part["values"]) == (code, values)
    assert part["detail"] == str(REASONS[code].having(**values))
