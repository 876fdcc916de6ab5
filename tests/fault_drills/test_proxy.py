"""The injecting proxy and its plans, in front of a small server instead of the emulator."""

import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.fault_drills import proxy as proxies
from tests.fault_drills.plans import AtSteps, Disturbed, Step, kills
from tests.fault_drills.proxy import Call, Fault, Proxy, call_of

LIBRARY = "0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10"
SDK = {"User-Agent": "Boto3/1.43 app/docloft-local-receive-4711", "amz-sdk-request": "attempt=2; max=4"}


@pytest.fixture
def served():
    """The bodies that a server behind the proxy received."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self):
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def do_HEAD(self):
            self.send_response(200)
            self.send_header("Content-Length", "1234")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Proxy(server.server_port) as proxy:
        yield proxy, received
    server.shutdown()
    server.server_close()


def put(proxy, **headers):
    return requests.put(f"{proxy.url}/bucket/key", data=b"body", headers=headers, timeout=60)


def test_call_without_a_fault_is_passed_on(served):
    proxy, received = served

    response = put(proxy)

    assert (response.status_code, response.text, response.headers["ETag"]) == (200, "ok", '"1"')
    assert received == [b"body"]
    assert requests.head(proxy.url, timeout=60).headers["Content-Length"] == "1234"
    assert proxy.injected.total() == 0


def test_refused_call_has_no_effect(served):
    proxy, received = served
    proxy.plan = lambda _: Fault.REFUSED

    assert put(proxy).status_code == 503
    assert received == []
    assert proxy.injected == {Fault.REFUSED: 1}


def test_slow_call_has_its_effect(served, monkeypatch):
    proxy, received = served
    monkeypatch.setattr(proxies, "SLOW_SECONDS", 0.1)
    proxy.plan = lambda _: Fault.SLOW

    assert put(proxy).text == "ok"
    assert received == [b"body"]


def test_call_that_is_cut_has_its_effect_and_no_response(served):
    proxy, received = served
    proxy.plan = lambda _: Fault.CUT

    with pytest.raises(requests.ConnectionError):
        put(proxy)

    assert received == [b"body"]


@pytest.mark.parametrize(("fault", "effects"), [(Fault.KILLED_BEFORE, 0), (Fault.KILLED_AFTER, 1)])
def test_process_that_makes_the_call_is_killed(served, fault, effects):
    proxy, received = served
    proxy.plan = lambda _: fault
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        with pytest.raises(requests.ConnectionError):
            put(proxy, **{"User-Agent": f"app/docloft-local-work-{process.pid}"})

        assert process.wait(60) == -9

    assert len(received) == effects


@pytest.mark.parametrize(
    ("method", "path", "headers", "service", "operation"),
    [
        ("POST", "/", {"X-Amz-Target": "DynamoDB_20120810.TransactWriteItems"}, "dynamodb", "TransactWriteItems"),
        ("POST", "/", {"X-Amz-Target": "AmazonSQS.SendMessage"}, "sqs", "SendMessage"),
        ("GET", f"/files/text/{LIBRARY}/x", {}, "s3", "GetObject"),
        ("HEAD", f"/files/text/{LIBRARY}/x", {}, "s3", "HeadObject"),
        ("PUT", "/files/x", {"x-amz-copy-source": "files/y"}, "s3", "CopyObject"),
        ("POST", "/files?delete", {}, "s3", "DeleteObjects"),
        ("GET", f"/files?versions&prefix=inbox%2F{LIBRARY}", {}, "s3", "ListObjects"),
    ],
)
def test_call_is_recognised(method, path, headers, service, operation):
    call = call_of(method, path, SDK | headers, b'{"library_id": {"S": "%s"}}' % LIBRARY.encode())

    assert call == Call("receive", 4711, service, operation, LIBRARY, 2)


def test_call_of_a_browser_has_no_function():
    assert call_of("POST", "/files", {"User-Agent": "Mozilla"}, b"") == Call("", 0, "s3", "PostObject", "", 1)


def call(function="work", operation="PutObject", library_id=LIBRARY, attempt=1):
    return Call(function, 1, "s3", operation, library_id, attempt)


def test_disturbed_share_of_calls_has_a_fault():
    plan = Disturbed(seed=1, share=0.1)

    faults = [plan(call(library_id=str(number))) for number in range(2000)]

    assert 0.08 < sum(fault is not None for fault in faults) / len(faults) < 0.12
    assert {*faults} == {None, Fault.REFUSED, Fault.SLOW, Fault.CUT}


def test_lasting_refusal_holds_for_all_repetitions_of_the_call_only():
    plan = Disturbed(seed=1, share=1.0)
    while plan(call()) != Fault.REFUSED or plan(call(attempt=2)) != Fault.REFUSED:
        pass

    plan._share = 0.0
    lasting = [plan(call(attempt=attempt)) for attempt in (3, 4)]

    assert lasting in ([Fault.REFUSED] * 2, [None] * 2)
    assert plan(call(attempt=1)) is None
    assert plan(call(attempt=2)) is None


def test_fault_is_injected_once_at_its_step():
    plan = AtSteps({LIBRARY: Step("work", 2, Fault.KILLED_AFTER)})

    calls = [call("receive"), call(), call(library_id="other"), call(), call()]

    assert [plan(one) for one in calls] == [None, None, None, Fault.KILLED_AFTER, None]
    assert plan.reached == {LIBRARY}


def test_child_is_killed_after_the_download_of_its_file():
    plan = AtSteps({LIBRARY: Step("work", 0, Fault.CHILD_KILLED)})

    assert [plan(call(operation=name)) for name in ("GetItem", "GetObject", "GetObject")] == [
        None,
        Fault.CHILD_KILLED,
        None,
    ]


def test_child_that_is_not_there_is_a_problem(served):
    proxy, _ = served
    proxy.plan = lambda _: Fault.CHILD_KILLED
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        put(proxy, **{"User-Agent": f"app/docloft-local-work-{process.pid}"})
        deadline = time.monotonic() + 60
        while not proxy.problems and time.monotonic() < deadline:
            time.sleep(0.05)

    assert proxy.problems == ["work had no child to kill."]


def test_every_call_is_killed_before_and_after():
    steps = kills({"receive": 2, "index": 1})

    assert [(step.function, step.number) for step in steps] == [
        *(("receive", number) for number in (1, 1, 2, 2)),
        *(("index", 1), ("index", 1), ("receive", 0), ("work", 0)),
    ]
