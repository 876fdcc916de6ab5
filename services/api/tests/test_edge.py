"""Behaviour that is the same for every request on any route. The file is long because bodies, deadlines, errors and
logs are handled in one place, before and after any route.
"""

import errno
import io
import json
import re
import signal
import time
from base64 import b64encode
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from pynamodb.exceptions import VerboseClientError

from docloft import objects, tables
from docloft.errors import ShortageError
from docloft.lifecycle.states import State
from docloft_api.http import edge
from docloft_api.representations import document as documents
from docloft_api.request_errors import DeadlineError
from tests.fixtures import LIBRARY, make_document
from tests.lambda_context import Context

ORIGIN = "https://docs.example.org"
PATCH = "/v1/documents/01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def logged():
    """The function's log."""
    handler, written = edge.logger.registered_handler, io.StringIO()
    before = handler.setStream(written)  # type: ignore[attr-defined]
    yield written
    handler.setStream(before)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/", "/v1", "/v2/me", "/v1/documents/x/y", "/v1/meh", "/\u00e4\n"])
def test_unknown_address_is_a_problem(offline, path):
    reply = offline("GET", path)

    assert (reply.status, reply.code) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/me", "GET"),
        ("PUT", "/v1/documents", "GET, POST"),
        ("POST", "/v1/documents/x", "DELETE, GET, PATCH"),
        ("GET", "/v1/documents/x/trash", "POST"),
    ],
)
def test_unsupported_method_is_refused_with_the_supported_ones(offline, method, path, allowed):
    event = offline.event(method, path)

    response = offline.handle(event, None)

    assert response["statusCode"] == 405
    assert response["multiValueHeaders"]["Allow"] == [allowed]
    assert json.loads(response["body"])["type"] == "urn:docloft:problem:method-not-allowed"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "nul",
        "[]",
        '"x"',
        "7",
        "null",
        '{"title": NaN}',
        '{"title": Infinity}',
        '{"title": 1' + "0" * 5000 + "}",
        "\ufeff{}",
        "[" * 100_000,
        '{"title":' * 10_000,
        '{"title": ' + "[" * 40 + "]" * 40 + "}",
        '{"title": "\\u0000"}',
        '{"title": "\\ud800"}',
        '{"title": {"a": ["\\udc00"]}}',
        '{"ti\\ud800tle": 1}',
        '{"title": "\ud800"}',
        '{"title": "a", "title": "b"}',
        '{"title": "a", "title": "a"}',
        '{"title": {"a": [{"b": 1, "b": 2}]}}',
        '{"title": "a", "\\u0074itle": "b"}',
    ],
    ids=lambda raw: raw[:20].encode("ascii", "backslashreplace").decode(),
)
def test_body_that_is_not_a_valid_json_object_is_refused(offline, raw):
    reply = offline("PATCH", PATCH, raw=raw, headers=JSON)

    assert (reply.status, reply.code) == (400, "invalid-request")


def test_missing_body_is_refused(offline):
    assert offline("PATCH", PATCH, headers=JSON).code == "invalid-request"


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_body_of_another_type_is_refused(offline, content_type):
    reply = offline("PATCH", PATCH, raw="{}", headers={"Content-Type": content_type})

    assert (reply.status, reply.code) == (415, "unsupported-media-type")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_content_type_of_json_ignores_case_and_parameters(call, ready, content_type):
    path = f"/v1/documents/{ready.document_id}"

    assert call("PATCH", path, raw='{"title": "x"}', headers={"Content-Type": content_type}).status == 200


def test_body_in_base64_is_decoded(call, ready):
    event = call.event("PATCH", f"/v1/documents/{ready.document_id}", raw="x", headers=JSON)
    event |= {"body": b64encode('{"title": "Bücher"}'.encode()).decode(), "isBase64Encoded": True}

    assert call.send(event).json["title"] == "Bücher"


@pytest.mark.parametrize("body", ["!", b64encode(b'{"title": "\xff"}').decode()])
def test_body_in_invalid_base64_is_refused(offline, body):
    event = offline.event("PATCH", PATCH, raw="x", headers=JSON) | {"body": body, "isBase64Encoded": True}

    assert offline.send(event).code == "invalid-request"


def test_body_above_one_megabyte_is_refused(offline):
    reply = offline("PATCH", PATCH, raw='{"title": "' + "ä" * 600_000 + '"}', headers=JSON)

    assert (reply.status, reply.code) == (413, "too-large")


@pytest.mark.parametrize("name", ["headers", "multiValueHeaders", "queryStringParameters", "requestContext"])
def test_event_with_a_missing_part_is_handled(offline, name):
    event = offline.event("GET", "/v1/health")
    event[name] = {} if name == "requestContext" else None

    assert json.loads(offline.handle(event, None)["body"]) == {"status": "ok"}


def test_correlation_id_is_returned_or_replaced_if_absent_or_unsafe(offline):
    for given in ("browser-0123456789", "7c3f0b5e-6d2a-4f1b-9a8c-2e5d7b9f1a3c"):
        assert offline("GET", "/v1/health", headers={"Correlation-Id": given}).headers["Correlation-Id"] == given
    for unsafe in ("", "short", "a" * 65, "abcdefgh\r\nSet-Cookie: x", "ümlaut-ümlaut", '{"a": "bcdefg"}'):
        made = offline("GET", "/v1/health", headers={"Correlation-Id": unsafe}).headers["Correlation-Id"]
        assert made == "7c3f0b5e-6d2a-4f1b-9a8c-2e5d7b9f1a3c"
    event = offline.event("GET", "/v1/health")
    del event["requestContext"]["requestId"]
    assert len(offline.send(event).headers["Correlation-Id"]) == 26


def test_only_the_site_may_read_responses_of_any_status(call, new_document):
    for method, path, status in (("GET", "/v1/me", 200), ("GET", "/v1/x", 404), ("PUT", "/v1/me", 405)):
        assert_readable(call, method, path, status)
    assert call("POST", "/v1/documents", raw="", headers={"Origin": "null"}).headers.get("Vary") == "Origin"


def assert_readable(call, method, path, status):
    for origin, expected in ((ORIGIN, ORIGIN), ("https://evil.example.org", None), ("null", None), ("", None)):
        event = call.event(method, path, headers={"Origin": origin})
        headers = call.handle(event, None)["multiValueHeaders"]
        allowed = headers.get("Access-Control-Allow-Origin")
        assert allowed == ([expected] if expected else None)
        if expected:
            exposed = set(headers["Access-Control-Expose-Headers"][0].split(","))
            assert exposed == {"Correlation-Id", "ETag", "Location", "Retry-After"}
        assert call.handle(event, None)["statusCode"] == status


def test_request_with_too_little_time_left_is_not_started(offline):
    from_now = Context(seconds=1.9)

    reply = offline("PATCH", PATCH, body={"title": "x"}, context=from_now)

    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "try-again", "2")


def test_request_that_takes_too_long_is_stopped_in_time(offline, monkeypatch):
    def slow(*_):
        try:
            time.sleep(60)
        except Exception:  # noqa: BLE001 - as a careless library does
            pytest.fail("swallowed")

    monkeypatch.setattr(documents, "find", slow)
    short = Context(seconds=2.1)
    started = time.monotonic()

    reply = offline("GET", PATCH, context=short)

    assert (reply.status, reply.code) == (503, "try-again")
    assert time.monotonic() - started < 30
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_deadline_error_is_not_caught_as_an_exception():
    assert not issubclass(DeadlineError, Exception)


def test_unexpected_error_is_logged_with_its_frames_and_without_its_message(offline, monkeypatch, logged):
    secret = "canary-quincunx"

    def broken(*_):
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(documents, "find", broken)

    reply = offline("GET", PATCH)

    assert (reply.status, reply.code) == (500, "internal-error")
    assert secret not in reply.text
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    fault = next(line for line in lines if line["message"] == "fault")
    assert fault["fault"]["types"] == ["ZeroDivisionError"]
    assert re.fullmatch(r"docloft_api\.features\.archive\.operations:\d+", fault["fault"]["frames"][-1])
    assert fault["correlation_id"] == reply.headers["Correlation-Id"]
    assert secret not in json.dumps(lines)


def test_error_of_aws_is_logged_with_code_operation_and_place_without_its_message(offline, monkeypatch, logged):
    def failing(*_):
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "CANARY"}}, "GetItem")

    monkeypatch.setattr(documents, "find", failing)

    offline("GET", PATCH)

    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    fault = next(line["fault"] for line in lines if line["message"] == "fault")
    assert (fault["types"], fault["code"]) == (["ClientError"], "AccessDeniedException")
    assert fault["operation"] == "GetItem"
    assert re.fullmatch(r"docloft_api\.features\.archive\.operations:\d+", fault["frames"][-1])
    assert "CANARY" not in logged.getvalue()


def aws_error(code, status=400):
    metadata: Any = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "Op")


def wrapped(refusal):
    """As PynamoDB raises what botocore raised: without the status (pynamodb.connection.base)."""
    error = VerboseClientError({"Error": refusal.response["Error"]}, "Op", {"request_id": "", "table_name": ""})
    error.__cause__ = refusal
    return error


def cancelled(*reasons):
    refusal = aws_error("TransactionCanceledException")
    refusal.response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return wrapped(refusal)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (aws_error("ProvisionedThroughputExceededException"), "try-again"),
        (aws_error("SlowDown", 503), "try-again"),
        (aws_error("InternalServerError", 500), "try-again"),
        (EndpointConnectionError(endpoint_url="https://x"), "try-again"),
        (RuntimeError("can't start new thread"), "try-again"),
        (ShortageError(), "try-again"),
        (MemoryError(), "try-again"),
        (OSError(errno.EMFILE, "Too many open files"), "try-again"),
        (OSError(errno.EACCES, "Permission denied"), "internal-error"),
        (aws_error("TooManyRequestsException", 429), "try-again"),
        (wrapped(aws_error("InternalServerError", 500)), "try-again"),
        (cancelled("None", "ThrottlingError"), "try-again"),
        (cancelled("ProvisionedThroughputExceeded", "None"), "try-again"),
        (cancelled("ItemCollectionSizeLimitExceeded"), "internal-error"),
        (aws_error("AccessDeniedException"), "internal-error"),
        (objects.StaleObjectError("Changed."), "conflict"),
        (RecursionError(), "internal-error"),
    ],
)
def test_only_a_temporary_failure_is_worth_a_retry(offline, monkeypatch, error, code):
    def failing(*_):
        raise tables.documents.Document.DoesNotExist from error

    def failing_plainly(*_):
        raise error

    for fail in (failing_plainly, failing) if code == "try-again" else (failing_plainly,):
        monkeypatch.setattr(documents, "find", fail)
        event = offline.event("GET", PATCH)
        response = offline.handle(event, None)
        assert json.loads(response["body"])["type"] == f"urn:docloft:problem:{code}"


def test_response_above_five_megabytes_becomes_a_problem(call, ready, monkeypatch):
    monkeypatch.setattr(edge, "MAX_RESPONSE_BYTES", 600)

    response = call.handle(call.event("GET", f"/v1/documents/{ready.document_id}"), None)

    assert response["statusCode"] == 413
    assert "5 MB" in json.loads(response["body"])["detail"]


def test_full_page_of_the_largest_documents_fits(call):
    make_document(State.FAILED)
    largest: dict[str, Any] = {"title": '"' * 500, "file_name": '"' * 255, "reason": '"' * 500, "thumbnail_width": 1}
    for _ in range(100):
        make_document(State.FAILED, **largest, thumbnail_height=1)

    reply = call("GET", "/v1/documents?limit=100")

    assert reply.status == 200
    assert len(reply.text.encode()) < 1024 * 1024


def test_every_request_logs_one_line_without_private_data(call, new_document, logged):
    canaries = {"file_name": "canary-zebrawood.pdf"}
    created = call("POST", "/v1/documents", body=new_document | canaries).json
    path = f"/v1/documents/{created['document']['id']}"
    call("PATCH", path, body={"title": "canary-quincunx"})
    call("PATCH", path, body={"title": "canary-quincunx", "canary-field": 1})
    call("GET", "/v1/documents?state=canary-state")
    call("GET", "/v1/canary-path")

    out = logged.getvalue()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["message"] for line in lines] == ["request"] * 5
    assert [line.get("operation") for line in lines] == [
        "create_document",
        "edit_document",
        "edit_document",
        "list_documents",
        None,
    ]
    assert [line["status"] for line in lines] == [201, 200, 400, 400, 404]
    assert all(line["milliseconds"] >= 0 for line in lines)
    assert lines[0]["library_id"] == lines[0]["user_id"] == LIBRARY
    for secret in ("canary", "ada@", "X-Amz-Signature", "Bearer"):
        assert secret not in out
