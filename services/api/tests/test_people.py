import json
from typing import Any

import boto3
import pytest

from docloft import formats, tables
from docloft.roles import Role
from docloft.tables import transactions
from docloft.tables.library import LibraryItem
from docloft.tables.records import Member
from docloft_api.features import all_operations
from docloft_api.identity import people
from services.api.tests.conftest import function_of, path_of
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document

EMAIL = "ada@example.org"


def test_first_sign_in_creates_a_library(call):
    body = call("GET", "/v1/me").json

    own = {"id": LIBRARY, "name": people.LIBRARY_NAME, "role": "owner", "inbox": True}
    assert body["user"] == {"id": LIBRARY, "email": EMAIL}
    assert (body["library"], body["libraries"]) == (own, [own])
    assert body["limits"]["max_upload_bytes"] == 104857600
    assert [one["media_type"] for one in body["limits"]["accepted"]] == [one.media_type for one in formats.FORMATS]
    assert body["limits"]["accepted"][0] == {
        "media_type": "application/pdf",
        "label": "PDF",
        "name_key": "format.pdf",
        "badge": "PDF",
        "icon": "file",
        "extensions": [".pdf"],
        "viewer": "pdf",
        "has_rendition": False,
        "assembles": True,
    }
    keys = {record.record_key for record in LibraryItem.query(LIBRARY)}
    assert keys == {"profile#", f"member#{LIBRARY}"}


def test_second_sign_in_creates_nothing(call):
    call("GET", "/v1/me")
    made = {record.record_key: record.attribute_values["created_at"] for record in LibraryItem.query(LIBRARY)}
    people.forget()

    call("GET", "/v1/me")

    assert {record.record_key: record.attribute_values["created_at"] for record in LibraryItem.query(LIBRARY)} == made


def test_two_first_sign_ins_at_once_create_one_library(call, monkeypatch):
    commit = transactions.commit
    others: list[Any] = []

    def commit_second(*steps):
        if not others:
            others.append(True)
            commit(*[transactions.Create(LibraryItem.from_raw_data(step.item.serialize())) for step in steps])
        commit(*steps)

    monkeypatch.setattr(transactions, "commit", commit_second)

    reply = call("GET", "/v1/me")

    assert reply.json["library"]["role"] == "owner"
    assert len(list(LibraryItem.query(LIBRARY))) == 2


def test_library_that_another_transaction_is_creating_is_worth_a_retry(call, monkeypatch):
    def busy(*_):
        raise transactions.StepRefusedError(None)

    monkeypatch.setattr(transactions, "commit", busy)

    reply = call("GET", "/v1/me")

    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "try-again", "2")


def test_member_sees_the_name_and_role_of_another_library(call, member):
    call("GET", "/v1/me")
    people.forget()
    who = member("viewer")
    document = make_document()

    assert call("GET", f"/v1/documents/{document.document_id}", **who).status == 200
    body = call("GET", "/v1/me", **who).json
    assert (body["library"]["id"], body["library"]["role"]) == (LIBRARY, "viewer")
    assert [library["id"] for library in body["libraries"]] == ["viewer-1", LIBRARY]


def test_default_library_is_the_callers_own(call, member):
    member("viewer")
    make_document()

    assert call("GET", "/v1/documents?state=awaiting_upload", sub="viewer-1").json["documents"] == []


@pytest.mark.parametrize("library", [OTHER_LIBRARY, "x" * 65, "../x", "a b", "ü", "a\nb"])
def test_library_of_others_is_not_found(call, library):
    reply = call("GET", "/v1/me", headers={"Docloft-Library": library})

    assert (reply.status, reply.code) == (404, "not-found")
    assert list(LibraryItem.query(OTHER_LIBRARY)) == []


@pytest.mark.parametrize("role", ["intruder", "dropper", "OWNER", ""])
def test_unknown_role_is_not_a_membership(call, member, role):
    who = member("viewer")
    boto3.client("dynamodb").update_item(
        TableName=Member.Meta.table_name,
        Key={"library_id": {"S": LIBRARY}, "record_key": {"S": Member.key(who["sub"])}},
        UpdateExpression="SET #role = :role",
        ExpressionAttributeNames={"#role": "role"},
        ExpressionAttributeValues={":role": {"S": role}},
    )

    assert call("GET", "/v1/me", **who).status == 404
    assert [library["id"] for library in call("GET", "/v1/me", sub=who["sub"]).json["libraries"]] == [who["sub"]]


@pytest.mark.parametrize(
    "operation", [one for one in all_operations() if one.needs and one.needs > Role.VIEWER], ids=lambda one: one.name
)
def test_viewer_may_only_read(call, member, new_document, operation):
    document = make_document()
    call.handle = function_of(operation)

    reply = call(operation.method, path_of(operation, document.document_id), body=new_document, **member("viewer"))

    assert (reply.status, reply.code) == (403, "forbidden")
    assert reply.json["detail"].endswith("You are a viewer. Nothing was changed.")
    assert tables.documents.find(LIBRARY, document.document_id).version == 1


def test_editor_may_write(call, member, new_document):
    assert call("POST", "/v1/documents", body=new_document, **member("editor")).status == 201


def test_removed_role_is_invalid_after_five_seconds(call, member, monkeypatch):
    who = member("viewer")
    moment = people.time.time()
    monkeypatch.setattr(people.time, "time", lambda: moment)
    call("GET", "/v1/me", **who)
    Member(LIBRARY, "member#viewer-1").delete()

    assert call("GET", "/v1/documents", **who).status == 200
    monkeypatch.setattr(people.time, "time", lambda: moment + 5.1)
    assert call("GET", "/v1/documents", **who).status == 404


def test_cache_of_roles_stays_small(call, monkeypatch):
    monkeypatch.setattr(people, "_MAX_CACHED", 2)
    for number in range(5):
        call("GET", "/v1/jobs", sub=f"person-{number}")

    assert len(people._roles) <= 2


FORGED = [
    {"token_use": "access"},
    {"token_use": ""},
    {"token_use": None},
    {"token_use": "ID"},
    {"sub": ""},
    {"sub": None},
    {"sub": "a/b"},
    {"sub": "a#b"},
    {"sub": "x" * 65},
    {"sub": f"{LIBRARY}\n"},
    {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_somebodyelse"},
    {"iss": "https://evil.example.org/eu-central-1_aBcDeFgHi.evil"},
    {"iss": ""},
    {"aud": "another-client"},
    {"aud": "command"},
    {"aud": ""},
    {"aud": None},
]


@pytest.mark.parametrize("claims", FORGED, ids=json.dumps)
def test_token_other_than_an_id_token_of_this_client_is_refused(offline, monkeypatch, claims):
    monkeypatch.setenv("USER_POOL_ID", "eu-central-1_aBcDeFgHi")
    monkeypatch.setenv("USER_POOL_CLIENT_ID", "4f5e6d7c8b9a0f1e2d3c4b5a69")
    monkeypatch.setenv("COMMAND_LINE_CLIENT_ID", "command-line")
    people.settings.cache_clear()

    genuine = offline("GET", "/v1/documents/x")
    forged = offline("GET", "/v1/documents/x", claims=claims)
    people.settings.cache_clear()

    assert genuine.status == 404
    assert (forged.status, forged.code) == (401, "unauthorized")


def test_token_of_the_command_line_is_accepted(offline, monkeypatch):
    monkeypatch.setenv("USER_POOL_CLIENT_ID", "4f5e6d7c8b9a0f1e2d3c4b5a69")
    monkeypatch.setenv("COMMAND_LINE_CLIENT_ID", "command-line")
    people.settings.cache_clear()

    reply = offline("GET", "/v1/documents/x", claims={"aud": "command-line"})
    people.settings.cache_clear()

    assert reply.status == 404


@pytest.mark.parametrize("authorizer", [None, {}, {"claims": None}, {"claims": {}}])
def test_request_without_claims_is_refused(offline, authorizer):
    event = offline.event("GET", "/v1/me")
    event["requestContext"]["authorizer"] = authorizer

    assert offline.send(event).code == "unauthorized"


def test_public_routes_need_no_token(offline):
    for path in ("/v1/health", "/v1/openapi.json"):
        event = offline.event("GET", path)
        del event["requestContext"]["authorizer"]
        assert offline.send(event).status == 200
