"""The official client: how requests are signed, which responses are understood, and how failures are raised. The bodies
are those of https://docs.opensearch.org/latest/api-reference/ and of AWS's documentation.
"""

import json
import subprocess
import sys
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError, HTTPClientError

from docloft import faults
from docloft.errors import FaultCause
from docloft.search import api as search
from docloft.search.opensearch import client, reads
from tests.fixtures import LIBRARY
from tests.opensearch.service import HOST, chosen

EVERYTHING: dict[str, Any] = {"match_all": {}}
HITS = {
    "took": 25,
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
    "hits": {
        "total": {"value": 2, "relation": "eq"},
        "max_score": None,
        "hits": [
            {"_index": "docloft-test-v5", "_id": f"{LIBRARY}:one", "_score": 1.2, "sort": [1.2, 1741944413000, "one"]},
            {
                "_index": "docloft-test-v5",
                "_id": f"{LIBRARY}:two",
                "_score": None,
                "sort": [None, 1741944413000, "two"],
            },
        ],
    },
}


def find():
    return search.find(LIBRARY, search.parse("bill"), offset=0, limit=9)


@pytest.mark.parametrize("service", ["es", "aoss"])
def test_request_is_signed_for_the_service(monkeypatch, service):
    with chosen(monkeypatch, service) as stage:
        search.commit(search.location_of(LIBRARY), lambda batch: batch.delete("one", 1))

    for request in stage.requests:
        signature = request.headers["Authorization"]
        assert signature.startswith("AWS4-HMAC-SHA256 Credential=testing/")
        assert f"/eu-central-1/{service}/aws4_request" in signature
        assert "host" in signature.split("SignedHeaders=")[1].split(",")[0].split(";")
        assert len(request.headers["X-Amz-Content-SHA256"]) == 64
        assert request.headers["X-Amz-Security-Token"] == "testing"
        assert "content-encoding" not in {name.lower() for name in request.headers}
    assert {request.path for request in stage.requests} == {
        f"/docloft-test-v5{operation}" for operation in ("", "/_settings", "/_bulk")
    }


def test_documented_response_is_understood(opensearch):
    opensearch.failing = lambda request: (200, HITS) if request.path.endswith("_search") else None

    found = find()

    assert (found.document_ids, found.total) == (["one", "two"], 2)


def test_response_that_timed_out_or_lacks_a_shard_is_never_a_result(opensearch):
    failure = {"shard": 0, "index": "docloft-test-v5", "reason": {"type": "query_shard_exception", "reason": "text"}}
    shards = {"total": 2, "successful": 1, "skipped": 0, "failed": 1, "failures": [failure]}
    for partial in ({"timed_out": True}, {"_shards": shards}):
        opensearch.failing = lambda _, partial=partial: (200, {**HITS, **partial})

        with pytest.raises(ClientError) as raised:
            find()
        assert faults.is_overload(raised.value)


REFUSED = {
    400: ("parsing_exception", FaultCause.BUG),
    403: ("security_exception", FaultCause.PERMISSION),
    429: ("circuit_breaking_exception", FaultCause.THROTTLED),
    500: ("search_phase_execution_exception", FaultCause.UNAVAILABLE),
    503: ("cluster_block_exception", FaultCause.UNAVAILABLE),
}


@pytest.mark.parametrize("status", REFUSED)
def test_refusal_is_raised_like_one_of_aws_without_its_text(opensearch, status):
    kind, cause = REFUSED[status]
    error = {"root_cause": [{"type": kind, "reason": "quotes a document"}], "type": kind, "reason": "quotes a document"}
    opensearch.failing = lambda _: (status, {"error": error, "status": status})

    with pytest.raises(ClientError) as raised:
        find()

    assert faults.cause_of(raised.value) == cause
    assert faults.is_overload(raised.value) == (status in (429, 500, 503))
    assert "quotes" not in str(raised.value)
    assert faults.describe(raised.value)["operation"] == "opensearch:search"


def test_refusal_of_aws_itself_is_understood(opensearch):
    """IAM refuses before OpenSearch sees the request: its body has another shape."""
    opensearch.failing = lambda _: (403, {"Message": "User: arn:aws:sts::1:assumed-role/x is not authorized"})

    with pytest.raises(ClientError) as raised:
        find()

    assert faults.cause_of(raised.value) == FaultCause.PERMISSION


@pytest.mark.parametrize("statuses", [[429], [503, 502]])
def test_temporary_refusals_are_repeated(opensearch, statuses):
    search.commit(search.location_of(LIBRARY), lambda _: None)
    left = list(statuses)
    opensearch.failing = lambda _: (left.pop(0), {"error": "x", "status": 0}) if left else None

    assert find().total == 0
    assert left == []


def test_unreachable_service_is_an_overload(opensearch, monkeypatch):
    def unreachable(*_, **__):
        raise urllib3.exceptions.ReadTimeoutError(urllib3.HTTPConnectionPool("localhost"), "/", "timed out")

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", unreachable)

    with pytest.raises(HTTPClientError) as raised:
        find()
    assert faults.is_overload(raised.value)


def test_missing_index_is_an_error_for_a_change_but_not_for_a_search(opensearch):
    assert reads.search(LIBRARY, EVERYTHING) is None
    assert client.identity() is None
    with pytest.raises(client.MissingIndexError):
        client.call("bulk", body=json.dumps({"delete": {"_id": "x"}}) + "\n")


def test_client_is_imported_at_the_first_use_only():
    """Packages of other stages do not contain it."""
    code = "import sys; from docloft.search import api; print('opensearchpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=".", env=_PATHS)

    assert done.stdout.strip() == "False"


_PATHS = {"PYTHONPATH": ":".join(path for path in sys.path if path), "AWS_REGION": "eu-central-1"}


def test_address_of_the_stage_is_called_over_https(opensearch):
    find()

    [host] = client.client().transport.hosts
    assert (host["host"], host["port"], host["use_ssl"]) == (HOST, 443, True)
