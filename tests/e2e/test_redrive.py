"""Failed messages and events are processed again by one command once their cause is fixed."""

import json
import re

import pytest

from local.samples import make_pdf
from tests.conftest import operate
from tests.e2e.outages import impatient, size, wait_until, without


@pytest.fixture
def queues(stack, sqs):
    """URLs of the work queue, the dead-letter queue and the failed events. The last two are emptied after each test."""
    found = {
        "work": stack["work_queue_url"],
        "dead": stack["dead_letter_queue_url"],
        "failed": sqs.get_queue_url(QueueName="docloft-local-failed-events")["QueueUrl"],
    }
    yield found
    for name in ("dead", "failed"):
        sqs.purge_queue(QueueUrl=found[name])


def ids_of(output):
    return re.findall(r"^  ([0-9a-f-]{36})  ", output, re.MULTILINE)


def test_failed_command_is_shown_with_its_reason_and_succeeds_once_the_cause_is_fixed(person, stack, aws, sqs, queues):
    # Given a worker without permission to read originals, and two commands that failed
    with without(aws, "work", "s3:GetObject", "originals/"), impatient(sqs, queues["work"]):
        documents = [person.drop(f"{bird}.pdf", make_pdf([f"About the {bird}."])) for bird in ("dunlin", "knot")]
        wait_until(lambda: size(sqs, queues["dead"]) == 2)

    # When an operator lists the failures
    shown = operate("redrive")

    # Then each is listed with its command, attempts and reason, and nothing has changed
    assert shown.returncode == 0, shown.stderr
    assert "Dead letters in docloft-local-work-dead-letter: 2" in shown.stdout
    for document_id in documents:
        assert re.search(rf"read library \S+ document {document_id} correlation \S+", shown.stdout)
    assert len(re.findall(r"tried \d+ times\n", shown.stdout)) == 2
    assert (
        len(
            re.findall(
                r"why: AccessDenied.* GetObject FILES_BUCKET=\S+, 20\S+ \S+, in docloft\.objects:\d+ < docloft\S+:\d+",
                shown.stdout,
            )
        )
        == 2
    )
    assert "the document is working" in shown.stdout
    assert "make redrive STAGE=local YES=1" in shown.stdout
    assert "dunlin" not in shown.stdout
    wait_until(lambda: size(sqs, queues["dead"]) == 2)

    # When one is sent back
    (first, *_) = ids_of(shown.stdout)
    moved = operate("redrive", "--one", first)
    assert moved.returncode == 0, moved.stderr

    # Then it succeeds, and the other is still there
    wait_until(lambda: sum(person.get(f"/v1/documents/{one}")["state"] == "ready" for one in documents) == 1)
    assert size(sqs, queues["dead"]) == 1

    # When all are sent back
    rest = operate("redrive", "--yes")

    # Then both documents are ready and found, and no failure is left
    assert rest.returncode == 0, rest.stderr
    assert "Moved 1 back to the work queue" in rest.stdout
    for document_id, bird in zip(documents, ("dunlin", "knot"), strict=True):
        assert person.wait(document_id)["state"] == "ready"
        person.find(bird, document_id)
    assert "Nothing has failed." in operate("redrive").stdout


def test_message_that_is_not_a_command_is_not_sent_back(sqs, queues):
    sent = sqs.send_message(QueueUrl=queues["dead"], MessageBody='{"hello": "world"}')["MessageId"]

    sent_back = operate("redrive", "--yes")

    assert sent_back.returncode == 1
    assert "1 are not commands and are kept" in sent_back.stdout
    wait_until(lambda: size(sqs, queues["dead"]) == 1)
    assert operate("redrive", "--forget", sent).returncode == 0
    assert size(sqs, queues["dead"]) == 0


def test_valid_command_cannot_be_forgotten(sqs, queues):
    command = {"version": 1, "command": "read", "library_id": "a", "document_id": "01JDDRKX3W8F5V2N6Q4T7Z9B1C"}
    sent = sqs.send_message(QueueUrl=queues["dead"], MessageBody=json.dumps(command))["MessageId"]

    refused = operate("redrive", "--forget", sent)

    assert refused.returncode == 1
    assert "This is a command, so it is kept. Nothing was changed." in refused.stderr
    wait_until(lambda: size(sqs, queues["dead"]) == 1)


def test_upload_with_a_failed_event_is_received_once_the_cause_is_fixed(person, aws, sqs, queues):
    # Given `receive` without permission to read the inbox, and without retries
    functions = aws("lambda")
    before = functions.get_function_event_invoke_config(FunctionName="docloft-local-receive", Qualifier="$LATEST")
    settings = {
        "DestinationConfig": before["DestinationConfig"],
        "FunctionName": "docloft-local-receive",
        "Qualifier": "$LATEST",
    }
    functions.put_function_event_invoke_config(**settings, MaximumRetryAttempts=0)
    try:
        with without(aws, "receive", "s3:GetObject", "inbox/"):
            document_id = person.drop("Turnstone.pdf", make_pdf(["About the turnstone."]))
            wait_until(lambda: size(sqs, queues["failed"]) == 1)

            # When the event is sent again too early, then it stays in the queue
            too_early = operate("redrive", "--yes")
            assert too_early.returncode == 1
            assert "receive failed again" in too_early.stdout
            wait_until(lambda: size(sqs, queues["failed"]) == 1)
    finally:
        functions.put_function_event_invoke_config(**settings, MaximumRetryAttempts=2)

    # When it is sent again after the cause is fixed
    shown = operate("redrive")
    done = operate("redrive", "--yes")

    # Then the upload is received
    assert re.search(rf"receive: library \S+ document {document_id}\n", shown.stdout)
    assert "Turnstone" not in shown.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert person.wait(document_id)["state"] == "ready"
    assert size(sqs, queues["failed"]) == 0


def test_failed_stream_batch_leads_to_a_rebuilt_index(person, stack, aws, sqs, queues):
    # Given a library without its index, and a failed batch (AWS: on-failure destinations of streams)
    document_id = person.drop("Whimbrel.pdf", make_pdf(["About the whimbrel."]))
    person.wait(document_id)
    person.find("whimbrel", document_id)
    library = person.get("/v1/me")["library"]["id"]
    s3 = aws("s3")
    for entry in s3.list_objects_v2(Bucket=stack["files_bucket"], Prefix=f"index/{library}/")["Contents"]:
        s3.delete_object(Bucket=stack["files_bucket"], Key=entry["Key"])
    batch = {
        "requestContext": {
            "requestId": "c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5",
            "functionArn": "arn:aws:lambda:eu-central-1:000000000000:function:docloft-local-index",
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 101,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": "2026-11-14T00:38:06.021Z",
        "DDBStreamBatchInfo": {"shardId": "shardId-00000001573689847184-864758bb", "batchSize": 3},
    }
    sqs.send_message(QueueUrl=queues["failed"], MessageBody=json.dumps(batch))

    done = operate("redrive", "--yes")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 records of the stream" in done.stdout
    assert person.find("whimbrel", document_id)
    assert size(sqs, queues["failed"]) == 0


def test_missing_stage_is_reported_in_one_line():
    for stage in ("elsewhere", "../x"):
        from tests.conftest import ROOT, clean_environment

        done = run_on(stage, ROOT, clean_environment())
        assert done.returncode == 1
        assert done.stderr.startswith("Docloft: ")
        assert len(done.stderr.splitlines()) == 1


def run_on(stage, root, environment):
    import subprocess
    import sys

    return subprocess.run(
        [sys.executable, "-m", "operate", "redrive", "--stage", stage],
        cwd=root,
        env={**environment, "AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent"},
        text=True,
        capture_output=True,
        check=False,
    )
