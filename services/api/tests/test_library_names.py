"""Tags, senders and kinds are created, changed and deleted, and documents have them."""

from typing import Any

import pytest

from docloft import directory, tables
from docloft.tables.records import Name, NameClaim
from services.api.tests.names import found, listed
from tests.fixtures import LIBRARY

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


def test_name_that_exists_is_returned_whatever_its_case(call):
    first = call("POST", "/v1/names", body={"what": "sender", "name": "Telekom AG"})
    again = call("POST", "/v1/names", body={"what": "sender", "name": " TELEKOM  ag"})

    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert call("POST", "/v1/names", body={"what": "tag", "name": "Telekom AG"}).status == 201
    assert listed(call, "sender") == ["Telekom AG"]


def test_two_writers_at_once_make_one_name(call, make_name, monkeypatch):
    real = directory.read

    def late(library_id):
        """Another writer is faster after the names were read."""
        monkeypatch.setattr(directory, "read", real)
        names = real(library_id)
        key: dict[str, Any] = {"library_id": LIBRARY, "created_at": "2026-01-01T00:00:00.000Z", "name_id": UNKNOWN}
        Name(**key, record_key=Name.key(UNKNOWN), what="sender", name="Telekom").save()
        NameClaim(**key, record_key=NameClaim.key("sender", "telekom")).save()
        return names

    monkeypatch.setattr(directory, "read", late)

    assert make_name("sender", "TELEKOM")["id"] == UNKNOWN
    assert listed(call, "sender") == ["Telekom"]


@pytest.mark.parametrize("name", ["\ufdfa" * 100, "\U0001f600" * 100, "a#b/c%00"], ids=["ligatures", "emoji", "signs"])
def test_any_name_that_may_be_shown_can_be_created(make_name, name):
    assert make_name("tag", name)["name"] == name
    assert make_name("tag", name)["version"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {"what": "sender", "name": "\u200b"},
        {"what": "sender", "name": ""},
        {"what": "sender", "name": "x" * 101},
        {"what": "colour", "name": "x"},
        {"what": "sender", "name": "x", "colour": "#ff0000"},
        {"what": "tag", "name": "x", "colour": "red"},
        {"what": "tag", "name": "x", "parent_id": UNKNOWN},
        {"what": "tag", "name": "x", "parent_id": "x"},
    ],
)
def test_invalid_name_is_refused(call, body):
    assert call("POST", "/v1/names", body=body).code == "invalid-request"


def test_number_of_names_is_limited(call, make_name, monkeypatch):
    monkeypatch.setattr(directory, "MOST_OF_A_KIND", 1)
    make_name("kind", "Invoice")

    assert call("POST", "/v1/names", body={"what": "kind", "name": "Letter"}).code == "conflict"
    assert make_name("kind", "invoice")["name"] == "Invoice"
    make_name("tag", "Letter")


def test_renamed_name_leaves_its_old_letters_to_others(call, make_name):
    old, other = make_name("kind", "Bill"), make_name("kind", "Letter")
    path = f"/v1/names/{old['id']}"

    renamed = call("PATCH", path, body={"name": "Invoice"}, headers={"If-Match": '"1"'})

    assert (renamed.json["id"], renamed.json["name"], renamed.headers["ETag"]) == (old["id"], "Invoice", '"2"')
    assert call("PATCH", path, body={"name": "Invoice"}).json["version"] == 2
    assert call("PATCH", path, body={"name": "INVOICE"}).json["name"] == "INVOICE"
    assert call("PATCH", path, body={"name": "x"}, headers={"If-Match": '"1"'}).code == "precondition-failed"
    assert call("PATCH", path, body={"name": other["name"]}).code == "conflict"
    assert make_name("kind", "Bill")["id"] not in {old["id"], other["id"]}


def test_tag_has_a_colour_that_is_changed_and_removed(call, make_name):
    made = make_name("tag", "House", colour="#2f6fde")
    path = f"/v1/names/{made['id']}"

    changed = call("PATCH", path, body={"colour": "#aa0000"}).json
    shown = call("GET", "/v1/names").json["names"]
    removed = call("PATCH", path, body={"colour": None}).json

    assert (made["colour"], changed["colour"], removed["colour"]) == ("#2f6fde", "#aa0000", None)
    assert shown == [changed]


def test_deleted_name_means_nothing_and_may_be_created_again(call, make_name, ready):
    tag = make_name("tag", "Old")
    alias = make_name("tag", "Older")
    call("POST", f"/v1/names/{alias['id']}/merge", body={"into": tag["id"]})
    path = f"/v1/documents/{ready.document_id}"
    call("PATCH", path, body={"tags": [tag["id"]]})

    assert call("DELETE", f"/v1/names/{tag['id']}", headers={"If-Match": '"1"'}).code == "precondition-failed"
    assert call("DELETE", f"/v1/names/{tag['id']}").status == 200

    assert call("DELETE", f"/v1/names/{tag['id']}").code == "not-found"
    assert listed(call, "tag") == []
    assert found("tag", "older") == set()
    new = [make_name("tag", "Old")["id"], make_name("tag", "Older")["id"]]
    assert not {tag["id"], alias["id"]} & set(new)
    assert call("PATCH", path, body={"tags": [tag["id"], *new]}).json["tags"] == [tag["id"], *new]


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/names"), ("DELETE", f"/v1/names/{UNKNOWN}")])
def test_viewer_may_not_change_names(call, member, method, path):
    call("GET", "/v1/me")

    assert call(method, path, body={"what": "tag", "name": "x"}, **member("viewer")).status == 403


def test_document_has_what_a_person_gave_it(call, make_name, ready):
    path = f"/v1/documents/{ready.document_id}"
    given = {
        "sender": make_name("sender", "Telekom")["id"],
        "kind": make_name("kind", "Invoice")["id"],
        "tags": [make_name("tag", "House")["id"], make_name("tag", "2026")["id"]],
        "due_date": "2026-12-01",
        "amount": 12345,
        "currency": "EUR",
    }

    reply = call("PATCH", path, body={**given, "tags": [*given["tags"], given["tags"][0]]})

    assert (reply.status, reply.headers["ETag"]) == (200, '"2"')
    assert {name: reply.json[name] for name in given} == given
    assert call("PATCH", path, body=given).json["version"] == 2
    line = tables.history.list_events(LIBRARY, ready.document_id)[-1]
    assert line.changes == {name: [[] if name == "tags" else None, value] for name, value in given.items()}
    cleared = call("PATCH", path, body=dict.fromkeys(given) | {"tags": []}).json
    assert {name: cleared[name] for name in given} == dict.fromkeys(given) | {"tags": []}


def test_document_refuses_what_is_not_a_name_of_its_kind(call, make_name, ready):
    path = f"/v1/documents/{ready.document_id}"
    tag = make_name("tag", "House")["id"]

    for body, pointer in (
        ({"sender": tag}, "/sender"),
        ({"kind": UNKNOWN}, "/kind"),
        ({"tags": [tag, UNKNOWN]}, "/tags"),
    ):
        reply = call("PATCH", path, body=body)
        assert (reply.status, reply.json["errors"][0]["pointer"]) == (400, pointer)
    for body in ({"tags": [tag] * 51}, {"tags": None}, {"amount": 1.5}, {"amount": 10**15}, {"currency": "euro"}):
        assert call("PATCH", path, body=body).code == "invalid-request"
    assert call("GET", path).json["version"] == 1
