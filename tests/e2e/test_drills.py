"""Drills: each fault that an alarm is for is caused on the running stage, and must show in the metric that the alarm
watches. tests/drills.py lists them by alarm. The causes in the runbook are those that were caused here; the text
that it quotes must appear in what an operator sees then. The file is long because it has a drill for each alarm.
"""

import json
import re
import socket
import socketserver
import threading
import time
from contextlib import contextmanager

import pytest
from fpdf import FPDF

from docloft.commands import Command, encode
from docloft.commands.registry import READ
from docloft.ids import new_id
from docloft.search.engine.schema import VERSION
from local.samples import make_pdf
from tests.conftest import ROOT, operate
from tests.drills import usual_causes
from tests.e2e.logs import Logs
from tests.e2e.outages import (
    MISSPELT_TABLE,
    configured,
    metric_sum,
    size,
    throttled,
    untriggered,
    wait_until,
    without,
)
from tests.narrowing import present

FAILED_COMMANDS, FUNCTION_ERRORS = usual_causes("Failed commands"), usual_causes("Function errors")


@pytest.fixture
def dead(stack, sqs):
    """URL of the dead-letter queue, emptied afterwards."""
    yield stack["dead_letter_queue_url"]
    sqs.purge_queue(QueueUrl=stack["dead_letter_queue_url"])


@pytest.fixture
def unreadable(stack, aws):
    """Writes a record that no code can read, whatever wrote it. It is deleted afterwards."""
    table, keys = stack["tables"]["documents"], []

    def write(library, document_id):
        keys.append({"library_id": {"S": library}, "document_id": {"S": document_id}})
        aws("dynamodb").put_item(TableName=table, Item={**keys[-1], "version": {"S": "no number"}})

    yield write
    for key in keys:
        aws("dynamodb").delete_item(TableName=table, Key=key)


def failed_lines(logs, name, word):
    """Lines about failures, as the query of the runbook shows them, once there is one."""
    lines = wait_until(lambda: [line for line in logs.records(name) if line.get("fault") and word in json.dumps(line)])
    return [shown(line) for line in lines]


def shown(line):
    fault = line["fault"]
    columns = (line.get("command"), line.get("cause"), fault["code"], fault["operation"], *fault["resources"])
    return " ".join(str(column) for column in columns if column) + " " + " ".join(fault["types"])


def counted(logs, name, **dimensions):
    """How many failed commands a function has counted with these dimensions, and without any, for the alarm."""
    lines = [json.loads(line) for line in logs.lines(name) if '"CommandsFailed"' in line]
    with_them = [line for line in lines if dimensions.items() <= line.items()]
    return len(with_them), len([line for line in lines if "reason" not in line])


def test_worker_without_a_permission_is_counted_by_command_and_cause(person, stack, aws):
    logs = Logs(stack)

    with without(aws, "work", "s3:GetObject", "originals/"):
        document_id = person.drop("Permission.pdf", make_pdf(["About permissions."]))
        [line, *_] = failed_lines(logs, "work", document_id)

    assert FAILED_COMMANDS["a permission is missing"] in line
    by_cause, for_the_alarm = counted(logs, "work", command="read", reason="permission")
    assert by_cause >= 1
    assert for_the_alarm >= 1


def test_document_that_cannot_be_unlocked_is_counted_and_another_one_is_unlocked(person, stack, aws):
    logs = Logs(stack)
    password = {"password": "open sesame"}
    refused, opened = (person.drop(f"{name}.pdf", locked_pdf("open sesame", name)) for name in ("Avocet", "Ruff"))
    for document_id in (refused, opened):
        assert person.wait(document_id)["attention"]["remedies"][0] == "password"

    with without(aws, "work", "s3:GetObject", "originals/"):
        response = person.request("POST", f"/v1/documents/{refused}/password", json=password)
        wait_until(lambda: counted(logs, "work", command="unlock", reason="permission")[0])
    unlocked = person.request("POST", f"/v1/documents/{opened}/password", json=password)

    assert response.status_code == 503, response.text
    assert counted(logs, "work", command="unlock")[1] >= 1
    assert unlocked.json()["state"] == "ready", unlocked.text


def locked_pdf(password, text):
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.add_page()
    document.multi_cell(0, text=text)
    document.set_encryption(owner_password="owner", user_password=password)
    return bytes(document.output())


def test_rebuild_that_cannot_be_requested_is_counted(person, stack, aws):
    logs = Logs(stack)
    document_id = person.drop("Shelf.pdf", make_pdf(["About the spoonbill."]))
    person.wait(document_id)
    person.find("spoonbill", document_id)
    library = person.get("/v1/me")["library"]["id"]

    with without(aws, "search", "sqs:SendMessage", "work"):
        stack.client("s3").delete_object(Bucket=stack["files_bucket"], Key=f"index/{library}/v{VERSION}/manifest.json")
        # A function that has a copy of the index notices the loss within ten seconds.
        wait_until(lambda: person.get("/v1/search", q="spoonbill")["incomplete"])
        wait_until(lambda: counted(logs, "search", command="reindex", reason="permission")[0])

    assert counted(logs, "search", command="reindex")[1] >= 1


def test_misspelt_table_is_named_by_the_log_and_by_the_doctor(person, stack, aws):
    logs = Logs(stack)

    with configured(aws, "work", DOCUMENTS_TABLE=MISSPELT_TABLE):
        person.drop("Table.pdf", make_pdf(["About tables."]))
        [line, *_] = failed_lines(logs, "work", "dokuments")
        checked = operate("doctor", "--only", "functions")

    assert FAILED_COMMANDS["a table or bucket is misspelt"] in line
    assert checked.returncode == 1
    assert "DOCUMENTS_TABLE of work is docloft-local-dokuments, not docloft-local-documents" in checked.stdout


def test_poison_is_in_the_dead_letters_at_once_with_its_cause(person, stack, sqs, dead, unreadable):
    logs = Logs(stack)
    library = person.get("/v1/me")["library"]["id"]
    document_id = new_id()
    unreadable(library, document_id)

    sqs.send_message(QueueUrl=stack["work_queue_url"], MessageBody='{"hello": "world"}')
    sqs.send_message(QueueUrl=stack["work_queue_url"], MessageBody=encode(Command(READ, library, document_id)))

    # This waits for five minutes; another delivery would come half an hour later.
    wait_until(lambda: size(sqs, dead) == 2)
    [bug, *_] = failed_lines(logs, "work", document_id)
    assert FAILED_COMMANDS["an error of the program"] in bug
    [invalid, *_] = failed_lines(logs, "work", "InvalidCommandError")
    assert FAILED_COMMANDS["a message that is not a command"] in invalid
    listed = operate("redrive").stdout
    assert "not a command of this release" in listed
    assert "tried 1 time\n" in listed
    assert counted(logs, "work", reason="bug")[0] == counted(logs, "work", reason="invalid")[0] == 1


@pytest.mark.parametrize("name", ["work", "index"])
def test_function_that_cannot_start_is_an_error_of_the_function(stack, aws, name):
    logs = Logs(stack)
    before = metric_sum(aws, "Errors", name)

    with configured(aws, name, DOCUMENTS_TABLE=None):
        response = aws("lambda").invoke(FunctionName=f"docloft-local-{name}", Payload=b'{"Records": []}')
        said = response["Payload"].read().decode() + "".join(wait_until(lambda: logs.lines(name)))

    assert response["FunctionError"]
    assert FUNCTION_ERRORS["a variable is missing"].replace("<function>", name) in said
    assert metric_sum(aws, "Errors", name) > before


def test_upload_that_cannot_be_received_is_an_error_of_the_function(person, stack, aws):
    before = metric_sum(aws, "Errors", "receive")

    with without(aws, "receive", "s3:GetObject", "inbox/"):
        document_id = person.create("Inbox.pdf", make_pdf(["About the inbox."]))["document"]["id"]
        # Synchronously: the emulator counts no errors of asynchronous calls, and this leaves no failed event.
        event = json.loads((ROOT / "services/storage/events/object_created.json").read_text())
        event["Records"][0]["s3"]["object"]["key"] = f"inbox/{person.get('/v1/me')['library']['id']}/{document_id}"
        response = aws("lambda").invoke(FunctionName="docloft-local-receive", Payload=json.dumps(event))

    assert response["FunctionError"]
    assert metric_sum(aws, "Errors", "receive") > before


def test_index_without_a_permission_is_counted_and_falls_behind(person, stack, aws):
    logs = Logs(stack)

    with without(aws, "index", "s3:PutObject", "index/"):
        document_id = person.drop("Behind.pdf", make_pdf(["About the sanderling."]))
        person.wait(document_id)
        wait_until(lambda: counted(logs, "index", command="index", reason="permission")[0])
        time.sleep(2)

    person.find("sanderling", document_id)

    def lags():
        return [json.loads(line)["IndexLagSeconds"] for line in logs.lines("index") if '"IndexLagSeconds"' in line]

    # The function writes its metrics after the index.
    wait_until(lambda: any(max(values) >= 2 for values in lags()))


def test_command_waits_while_the_worker_is_not_triggered(person, stack, aws, sqs):
    with untriggered(aws, "work"):
        document_id = person.drop("Waiting.pdf", make_pdf(["About waiting."]))
        wait_until(lambda: size(sqs, stack["work_queue_url"]) == 1)
        checked = operate("doctor", "--only", "queue")

    assert "Nothing triggers work: its mapping is Disabled." in checked.stdout
    assert person.wait(document_id)["state"] == "ready"


def test_throttled_function_that_is_not_the_api_is_counted(person, aws):
    before = metric_sum(aws, "Throttles", "search")

    with throttled(aws, "search"):
        assert person.request("GET", "/v1/search?q=anything").status_code in {429, 500, 502, 503}

    assert metric_sum(aws, "Throttles", "search") > before


def test_api_without_a_permission_returns_5xx(person, aws):
    with without(aws, "api", "dynamodb:Query", "documents"):
        response = person.request("GET", "/v1/documents")

    assert response.status_code >= 500
    assert response.headers["Correlation-Id"]


def test_slow_table_makes_responses_take_over_five_seconds(person, stack, aws):
    with slow(stack, 3.0) as endpoint, configured(aws, "api", AWS_ENDPOINT_URL=endpoint):
        started = time.monotonic()
        response = person.request("GET", "/v1/documents")

    assert time.monotonic() - started > 5, response.text


def test_doctor_finds_no_problem_on_a_healthy_stage(stack, sqs):
    """Without `templates`, which packages everything, and `alarms`, which still fire after the other drills."""
    failed = sqs.get_queue_url(QueueName="docloft-local-failed-events")["QueueUrl"]
    for url in (stack["dead_letter_queue_url"], failed):
        sqs.purge_queue(QueueUrl=url)
    checks = ("stacks", "functions", "api", "site", "recipients", "given up", "queue", "index", "concurrency", "keys")

    done = operate("doctor", *(part for check in checks for part in ("--only", check)))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "No problems." in done.stdout
    assert {
        line.split(":")[0].removeprefix("ok").strip() for line in done.stdout.splitlines() if line.startswith("ok")
    } == {*checks}


@contextmanager
def slow(stack, seconds):
    """The address of the emulator through a proxy that waits before it forwards each request."""
    host, port = present(re.fullmatch(r"http://([\d.]+):(\d+)", stack["endpoint_url"])).groups()

    class Forwarding(socketserver.BaseRequestHandler):
        def handle(self):
            with socket.create_connection((host, int(port))) as onward:
                back = threading.Thread(target=copy, args=(onward, self.request, 0), daemon=True)
                back.start()
                copy(self.request, onward, seconds)

    def copy(source, target, wait):
        try:
            while chunk := source.recv(65536):
                time.sleep(wait)
                target.sendall(chunk)
        except OSError:
            pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Forwarding) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
