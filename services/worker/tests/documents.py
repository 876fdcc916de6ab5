"""Documents as the storage service creates them: a record, and the original under its key."""

import json
from datetime import timedelta
from pathlib import Path

import boto3

from docloft import objects, tables
from docloft.clock import now, timestamp
from docloft.commands import Command, encode
from docloft.commands.registry import READ
from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft_worker import failed_commands, handler
from tests.fixtures import LIBRARY, make_document
from tests.lambda_context import Context

EVENTS = Path(__file__).parents[1] / "events"

PAST = timestamp(now() - timedelta(hours=1))
LETTER = (
    "Sehr geehrte Damen und Herren, hiermit kündigen wir den Vertrag fristgerecht zum Jahresende. Die Rechnung für "
    "den letzten Monat haben wir bereits beglichen."
)


def received(body, media_type="text/plain", state=State.RECEIVED, **values):
    document = make_document(state, media_type=media_type, **values)
    objects.write(objects.original_key(document.library_id, document.document_id), body, media_type)
    return document


def reload(document):
    return tables.documents.find(document.library_id, document.document_id)


def events_of(document):
    return [line.event for line in tables.history.list_events(document.library_id, document.document_id)]


def make_job(kind="purge", state="queued", document_id=None, **values):
    job = tables.jobs.Job(
        LIBRARY,
        new_id(),
        kind=kind,
        state=state,
        document_id=document_id,
        created_at=timestamp(),
        updated_at=timestamp(),
        expires_at=int((now() + timedelta(days=30)).timestamp()),
        **values,
    )
    tables.jobs.save(job)
    return job


def read_command(document):
    return encode(Command(READ, document.library_id, document.document_id, correlation_id="correlation"))


def sqs_event(*bodies):
    """An SQS event with a real record for every body."""
    sample = json.loads((EVENTS / "read.json").read_text())["Records"][0]
    return {
        "Records": [{**sample, "messageId": f"message-{number}", "body": body} for number, body in enumerate(bodies)]
    }


def deliver_each_message(limit=200):
    """Like the queue: each message up to five times, then it is a dead letter. Returns how often each was delivered and
    the bodies of the dead letters.
    """
    sqs = boto3.client("sqs", region_name="eu-central-1")
    deliveries, dead = [], []
    while messages := sqs.receive_message(QueueUrl=settings().work_queue_url, MaxNumberOfMessages=1).get("Messages"):
        [message] = messages
        for receives in range(1, failed_commands.LAST_DELIVERY + 1):
            event = sqs_event(message["Body"])
            event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(receives)
            event["Records"][0]["receiptHandle"] = message["ReceiptHandle"]
            if not handler.work(event, Context())["batchItemFailures"]:
                break
        else:
            dead.append(message["Body"])
        sqs.delete_message(QueueUrl=settings().work_queue_url, ReceiptHandle=message["ReceiptHandle"])
        deliveries.append(receives)
        assert sum(deliveries) < limit, "the chain does not end"
    return deliveries, dead
