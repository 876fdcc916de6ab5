"""No request, however malformed, causes a 500."""

import json
from base64 import b64encode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import tables
from tests.fixtures import LIBRARY, make_document

FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY_TEXT = st.text(st.characters(), max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)
CHECKSUM = st.binary(min_size=30, max_size=34).map(lambda raw: b64encode(raw).decode())
CREATE = st.fixed_dictionaries(
    {},
    optional={
        "file_name": ANY_TEXT | JSON,
        "media_type": st.sampled_from(["application/pdf", "text/plain"]) | ANY_TEXT | JSON,
        "size": st.integers() | JSON,
        "checksum_sha256": CHECKSUM | ANY_TEXT | JSON,
        "more": JSON,
    },
)
EDIT = st.fixed_dictionaries(
    {},
    optional={
        "title": ANY_TEXT | JSON,
        "document_date": st.dates().map(str) | ANY_TEXT | JSON,
        "sender": ANY_TEXT | JSON,
        "tags": st.lists(ANY_TEXT, max_size=3) | JSON,
        "amount": st.integers() | JSON,
        "currency": st.just("EUR") | JSON,
    },
)
NAME = st.fixed_dictionaries(
    {"what": st.sampled_from(["sender", "kind", "tag"]) | JSON, "name": ANY_TEXT | JSON},
    optional={"colour": st.just("#2f6fde") | JSON, "parent_id": ANY_TEXT | JSON},
)
HEADER = st.text(st.characters(max_codepoint=255), max_size=40)


def assert_handled(reply):
    assert reply.status < 500, reply.text


@FUZZ
@given(body=CREATE | JSON, key=st.none() | HEADER, library=st.none() | HEADER)
def test_any_create_is_accepted_or_refused(call, body, key, library):
    headers = {"Content-Type": "application/json"}
    headers |= {"Idempotency-Key": key} if key is not None else {}
    headers |= {"Docloft-Library": library} if library is not None else {}

    assert_handled(call("POST", "/v1/documents", raw=json.dumps(body), headers=headers))


@FUZZ
@given(bodies=st.lists(EDIT, min_size=1, max_size=3), tag=st.none() | HEADER)
def test_any_edit_is_made_or_refused(call, bodies, tag):
    document = make_document()
    path = f"/v1/documents/{document.document_id}"
    for body in bodies:
        reply = call("PATCH", path, body=body, headers={} if tag is None else {"If-Match": tag})
        assert_handled(reply)
        stored = tables.documents.find(LIBRARY, document.document_id)
        assert 1 <= len(stored.title) <= 500
        assert stored.title == " ".join(stored.title.split())


@FUZZ
@given(body=NAME)
def test_any_name_is_created_or_refused(call, body):
    reply = call("POST", "/v1/names", body=body)
    assert_handled(reply)
    if reply.status < 300:
        assert_handled(call("PATCH", f"/v1/names/{reply.json['id']}", body={"name": reply.json["name"] + "2"}))


@FUZZ
@given(raw=st.text(st.characters(), max_size=200), content_type=HEADER | st.just("application/json"))
def test_any_body_is_accepted_or_refused(offline, raw, content_type):
    path = "/v1/documents/x"

    assert_handled(offline("PATCH", path, raw=raw, headers={"Content-Type": content_type}))


@FUZZ
@given(query=st.dictionaries(st.sampled_from(["limit", "state", "cursor", "ids", "trashed"]) | ANY_TEXT, ANY_TEXT))
def test_any_query_is_accepted_or_refused(call, query):
    event = call.event("GET", "/v1/documents")
    event["queryStringParameters"] = query or None
    event["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()} or None

    assert_handled(call.send(event))


@FUZZ
@given(path=ANY_TEXT, method=st.sampled_from(["GET", "POST", "PATCH", "DELETE"]))
def test_any_address_is_served_or_refused(call, path, method):
    for start in ("/", "/v1/", "/v1/documents/", "/v1/jobs/"):
        event = call.event(method, "/", body={})
        event["path"] = start + path

        assert int(call.handle(event, None)["statusCode"]) < 500
