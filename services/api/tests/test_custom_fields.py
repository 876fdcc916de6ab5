"""Typed fields of a library, and the values that documents have for them."""

import pytest

from docloft import directory, tables
from docloft.lifecycle import custom_fields
from docloft.lifecycle.states import State
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


@pytest.fixture
def field(call):
    """Creates a field, and returns its id."""

    def make(kind, name="Field", **more):
        reply = call("POST", "/v1/names", body={"what": "field", "name": name, "type": kind, **more})
        assert reply.status == 201, reply.text
        return reply.json["id"]

    return make


@pytest.fixture
def put(call, ready):
    """Gives the document values, and returns the response."""

    def give(values, **options):
        return call("PATCH", f"/v1/documents/{ready.document_id}", body={"custom_fields": values}, **options)

    return give


def newest(call, document):
    return call("GET", f"/v1/documents/{document.document_id}/history").json["entries"][0]


def revert(call, document, entry_id):
    return call("POST", f"/v1/documents/{document.document_id}/history/{entry_id}/revert").json


def test_field_has_a_type_and_a_choice_its_options(call, field):
    field("number", "Meter reading")
    made = call(
        "POST",
        "/v1/names",
        body={"what": "field", "name": "Status", "type": "choice", "options": [{"name": "Open"}, {"name": "Paid"}]},
    )
    again = call(
        "POST", "/v1/names", body={"what": "field", "name": "status", "type": "choice", "options": [{"name": "x"}]}
    )

    assert [one["name"] for one in made.json["options"]] == ["Open", "Paid"]
    assert (again.status, again.json) == (200, made.json)
    assert [(one["what"], one["type"]) for one in call("GET", "/v1/names").json["names"]] == [
        ("field", "number"),
        ("field", "choice"),
    ]
    other = call("POST", "/v1/names", body={"what": "field", "name": "Status", "type": "text"})
    assert (other.code, other.json["reason_code"]) == ("conflict", "field_of_another_type")


@pytest.mark.parametrize(
    "body",
    [
        {"what": "field"},
        {"what": "field", "type": "colour"},
        {"what": "tag", "type": "text"},
        {"what": "field", "type": "choice"},
        {"what": "field", "type": "choice", "options": []},
        {"what": "field", "type": "text", "options": [{"name": "A"}]},
        {"what": "field", "type": "choice", "options": [{"name": "A"}, {"name": "a "}]},
        {"what": "field", "type": "choice", "options": [{"name": "A"}] * 101},
        {"what": "field", "type": "choice", "options": [{"name": "A", "id": UNKNOWN}]},
        {"what": "field", "type": "text", "colour": "#ffffff"},
    ],
)
def test_inconsistent_field_is_refused(call, body):
    assert call("POST", "/v1/names", body={"name": "X", **body}).code == "invalid-request"


def test_options_are_renamed_and_kept_by_their_ids(call, field):
    field_id = field("choice", options=[{"name": "Open"}, {"name": "Paid"}])
    opened, paid = call("GET", "/v1/names").json["names"][0]["options"]
    path = f"/v1/names/{field_id}"

    renamed = call("PATCH", path, body={"options": [{"id": paid["id"], "name": "Settled"}, {"name": "open"}]}).json

    assert renamed["options"] == [{"id": paid["id"], "name": "Settled"}, {"id": opened["id"], "name": "open"}]
    added = call("PATCH", path, body={"options": [*renamed["options"], {"name": "New"}]}).json["options"]
    assert added[:2] == renamed["options"]
    assert call("PATCH", path, body={"options": [{"id": UNKNOWN, "name": "x"}]}).code == "invalid-request"
    assert call("PATCH", path, body={"options": []}).code == "invalid-request"


def test_fields_are_limited_and_never_merged(call, field, monkeypatch):
    monkeypatch.setattr(directory, "MOST_FIELDS", 2)
    first, second = field("text", "A"), field("text", "B")

    assert call("POST", "/v1/names", body={"what": "field", "name": "C", "type": "text"}).code == "conflict"
    assert call("POST", f"/v1/names/{first}/merge", body={"into": second}).code == "invalid-request"
    assert call("POST", "/v1/names", body={"what": "tag", "name": "C"}).status == 201


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("text", " RE \t 2031 ", "RE 2031"),
        ("number", -1.5, -1.5),
        ("number", 12.0, 12),
        ("money", {"amount": -1234, "currency": "EUR"}, {"amount": -1234, "currency": "EUR"}),
        ("date", "2024-02-29", "2024-02-29"),
        ("boolean", False, False),
        ("link", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("link", "mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_value_is_stored_as_its_type_says(put, field, kind, given, stored):
    field_id = field(kind)

    reply = put({field_id: given})

    assert reply.json["custom_fields"] == {field_id: stored}
    assert put({field_id: given}).json["version"] == reply.json["version"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("text", value) for value in ("", " ", "\u200b", "x" * 501, 5, ["x"])),
        *(("number", value) for value in ("5", True, 1e13, -1e300)),
        ("number", {}),
        *(("money", value) for value in (5, {"amount": 5}, {"amount": 1.5, "currency": "EUR"})),
        *(("money", {"amount": 5, "currency": value}) for value in ("eur", "EURO", None)),
        *(("money", {"amount": value, "currency": "EUR"}) for value in (True, 10**15)),
        *(("date", value) for value in ("2024-02-30", "20240229", "2024", 2024)),
        *(("boolean", value) for value in (0, 1, "true")),
        *(("choice", value) for value in ("Open", UNKNOWN)),
        ("choice", []),
        ("choice", {}),
        *(("link", value) for value in ("example.org", "javascript:alert(1)", "https://", "https://[", "https://a b")),
        *(("link", value) for value in ("data:text/html,x", "mailto:", "https://example.org/" + "x" * 2000)),
        *(("document", value) for value in ("x", UNKNOWN, 5)),
    ],
)
def test_value_of_another_type_is_refused(put, field, kind, value):
    field_id = field(kind, **({"options": [{"name": "Open"}]} if kind == "choice" else {}))

    reply = put({field_id: value})

    assert (reply.code, reply.json["errors"][0]["pointer"]) == ("invalid-request", f"/custom_fields/{field_id}")


def test_only_the_given_values_are_changed_and_null_removes_one(call, put, field, ready):
    one, other = field("text", "One"), field("number", "Other")
    put({one: "a", other: 1})

    assert put({one: None}).json["custom_fields"] == {other: 1}
    assert newest(call, ready)["changes"] == [{"field": "custom_fields", "before": {one: "a"}, "after": {one: None}}]
    assert put({other: 2}, headers={"If-Match": '"1"'}).code == "precondition-failed"
    assert put({UNKNOWN: "x"}).code == "invalid-request"
    assert put({"x": "x"}).code == "invalid-request"


def test_document_field_contains_a_document_of_the_same_library(call, put, field):
    field_id = field("document")
    mine, theirs = make_document(State.READY), make_document(State.READY, library_id=OTHER_LIBRARY)
    waiting = make_document(State.AWAITING_UPLOAD)

    assert put({field_id: theirs.document_id}).code == "invalid-request"
    assert put({field_id: waiting.document_id}).code == "invalid-request"
    assert put({field_id: mine.document_id}).json["custom_fields"] == {field_id: mine.document_id}


def test_values_of_a_document_are_bounded_and_those_of_deleted_fields_make_room(call, put, field, monkeypatch):
    monkeypatch.setattr(custom_fields, "MOST_BYTES", 120)
    first, second = field("text", "First"), field("text", "Second")
    put({first: "x" * 60})

    refused = put({second: "y" * 60})
    assert (refused.code, refused.json["errors"][0]["code"]) == ("invalid-request", "too_many_values")

    call("DELETE", f"/v1/names/{first}")
    assert put({second: "y" * 60}).json["custom_fields"] == {second: "y" * 60}


def test_each_value_is_reverted_or_left_by_itself(call, put, field, ready):
    one, other = field("text", "One"), field("number", "Other")
    put({one: "a", other: 1})
    put({one: "b", other: 2})
    entry = newest(call, ready)["id"]
    put({other: 3})

    reverted = revert(call, ready, entry)

    assert reverted["document"]["custom_fields"] == {one: "a", other: 3}
    assert reverted["left"] == [{"field": "custom_fields", "code": "changed_since"}]


def test_value_of_a_deleted_field_is_not_restored(call, put, field, ready):
    field_id = field("text")
    put({field_id: "a"})
    put({field_id: None})
    entry = newest(call, ready)["id"]
    call("DELETE", f"/v1/names/{field_id}")

    reverted = revert(call, ready, entry)

    assert reverted["document"]["custom_fields"] == {}
    assert reverted["left"] == [{"field": "custom_fields", "code": "name_deleted"}]


def test_values_of_a_moment_are_restored(call, put, field, ready):
    one, other = field("text", "One"), field("boolean", "Other")
    put({one: "a"})
    entry = newest(call, ready)["id"]
    put({one: "b", other: True})
    put({one: None})

    reply = call("POST", f"/v1/documents/{ready.document_id}/history/{entry}/restore").json

    assert (reply["document"]["custom_fields"], reply["left"]) == ({one: "a"}, [])


def test_name_of_another_kind_is_not_a_field_and_a_field_is_not_a_tag(call, put, field):
    tag = call("POST", "/v1/names", body={"what": "tag", "name": "x"}).json["id"]
    field_id = field("text")

    assert put({tag: "x"}).code == "invalid-request"
    document = tables.documents.list_all(LIBRARY)
    path = f"/v1/documents/{next(iter(document)).document_id}"
    assert call("PATCH", path, body={"tags": [field_id]}).code == "invalid-request"


def test_unknown_name_is_refused_in_a_library_without_names(call, ready):
    assert call("PATCH", f"/v1/documents/{ready.document_id}", body={"sender": UNKNOWN}).code == "invalid-request"


def test_number_of_any_size_gets_a_clear_response(field, put):
    number = field("number")

    for value in (10**400, -(10**400), 10**13):
        assert put({number: value}).code == "invalid-request"


def test_text_has_no_characters_that_turn_its_direction(field, put):
    text = field("text")

    assert put({text: "a\u202eb\u0007 c"}).json["custom_fields"] == {text: "ab c"}
