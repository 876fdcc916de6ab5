"""No library can reach another's documents. Runs for every declared operation, so new routes are covered too."""

import json
from urllib.parse import urlencode

import pytest

from docloft import tables, texts
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.tables.jobs import Job
from docloft.tables.records import DropKey, Name, Note, Rule, SavedView
from docloft.texts import Text
from docloft_api.features import all_operations
from services.api.tests.conftest import function_of, path_of
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document
from tests.narrowing import present

BODIES = {
    "save_rule": {"name": "Mine", "query": "mine", "actions": {"inbox": False}},
    "try_rule": {"query": "quincunx", "actions": {"inbox": False}},
    "sort_rules": {"ids": []},
    "assemble_documents": {
        "documents": [{"title": "Mine", "pages": [{"document_id": "{theirs}", "first": 1, "last": 1}]}]
    },
    "start_bulk": {"query": "quincunx", "changes": {"in_trash": True}, "dry_run": True},
}
"""In place of the sample's body: of operations that would find or name something of the other library in the body, or
whose sample names what the caller's empty library does not have.
"""
GUARDED = [operation for operation in all_operations() if operation.needs is not None]


@pytest.fixture
def theirs(call, keys):
    """Another library with a complete document, a job and a drop key."""
    document = make_document(
        State.READY, OTHER_LIBRARY, title="Quincunx", pages=1, has_text=True, thumbnail_width=1, thumbnail_height=1
    )
    changes.amend(
        OTHER_LIBRARY,
        document.document_id,
        lambda _: changes.Change("trashed", {"trashed_at": "2026-01-01T00:00:00.000Z"}, also=[changes.claim(document)]),
        actor="test",
    )
    texts.store(OTHER_LIBRARY, document.document_id, Text(("quincunx",)))
    moment = document.created_at
    job = Job(OTHER_LIBRARY, document.document_id, kind="purge", state="queued", document_id=document.document_id)
    job.created_at, job.updated_at, job.expires_at = moment, moment, 2_000_000_000
    tables.jobs.save(job)
    DropKey(
        OTHER_LIBRARY,
        f"drop_key#{document.document_id}",
        created_at=moment,
        name="Theirs",
        drop_key_id=document.document_id,
        api_key_id="theirs",
    ).save()
    Name(
        OTHER_LIBRARY,
        Name.key(document.document_id),
        created_at=moment,
        what="tag",
        name="Theirs",
        name_id=document.document_id,
    ).save()
    SavedView(
        OTHER_LIBRARY,
        SavedView.key(document.document_id),
        created_at=moment,
        name="Theirs",
        search="quincunx",
        is_exact=False,
        sort_by="relevance",
        layout="list",
    ).save()
    Rule(
        OTHER_LIBRARY,
        Rule.key(document.document_id),
        created_at=moment,
        name="Theirs",
        search="quincunx",
        actions={"inbox": False},
        is_on=True,
        place=0,
    ).save()
    key = Note.key(document.document_id, document.document_id)
    Note(OTHER_LIBRARY, key, created_at=moment, text="Theirs", author="user:theirs").save()
    return document.document_id


IDS_IN_BODY = {"assemble_documents"}
"""Operations with ids of documents in the body, in place of `{theirs}`. An unknown one makes the request invalid."""

CREATES_UNDER_AN_ID = {"save_view", "save_rule"}
"""Operations that create something in the caller's own library under any id."""


def request(call, operation, document_id, **options):
    path = path_of(operation, document_id) + required_query(operation)
    call.handle = function_of(operation)
    body = BODIES.get(operation.name, operation.sample.body)
    body = json.loads(json.dumps(body).replace("{theirs}", document_id))
    return call(operation.method, path, body=body, **options)


def required_query(operation):
    """The parameters of the sample that the operation requires; the others only narrow what it returns."""
    fields = operation.query().fields if operation.query else {}
    query = {name: value for name, value in operation.sample.query.items() if fields[name].required}
    return f"?{urlencode(query)}" if query else ""


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
def test_ids_of_another_library_are_not_found(call, theirs, operation):
    before = json.dumps(tables.documents.find(OTHER_LIBRARY, theirs).to_simple_dict(), sort_keys=True)

    reply = request(call, operation, theirs)

    if operation.name in CREATES_UNDER_AN_ID:
        assert reply.status == 201
        assert present(tables.library.find(SavedView, OTHER_LIBRARY, SavedView.key(theirs))).name == "Theirs"
        assert present(tables.library.find(Rule, OTHER_LIBRARY, Rule.key(theirs))).name == "Theirs"
    elif operation.name in IDS_IN_BODY:
        assert (reply.status, reply.code) == (400, "invalid-request")
    elif "{" in operation.path:
        assert (reply.status, reply.code) == (404, "not-found")
    else:
        assert reply.status in {200, 201, 202}
        assert theirs not in reply.text
        assert OTHER_LIBRARY not in reply.text
    after = json.dumps(tables.documents.find(OTHER_LIBRARY, theirs).to_simple_dict(), sort_keys=True)
    assert after == before


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
def test_another_library_named_in_the_header_is_not_found(call, theirs, operation):
    reply = request(call, operation, theirs, headers={"Docloft-Library": OTHER_LIBRARY})

    assert (reply.status, reply.code) == (404, "not-found")


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
def test_request_without_an_id_token_is_refused(call, theirs, operation):
    reply = request(call, operation, theirs, claims={"token_use": "access"})

    assert (reply.status, reply.code) == (401, "unauthorized")


@pytest.mark.parametrize("query", ["?ids={}", "?trashed=true", "?state=ready"], ids=["ids", "trash", "state"])
def test_no_filter_lists_documents_of_another_library(call, theirs, query):
    assert call("GET", f"/v1/documents{query.format(theirs)}").json["documents"] == []


def test_cursor_of_another_library_lists_the_callers_own(call, theirs):
    mine = make_document(State.READY, LIBRARY).document_id
    for _ in range(2):
        make_document(State.READY, OTHER_LIBRARY)
    cursor = call("GET", "/v1/documents?limit=1", sub=OTHER_LIBRARY).json["cursor"]

    documents = call("GET", f"/v1/documents?cursor={cursor}").json["documents"]

    assert [document["id"] for document in documents] == [mine]
