"""Scans whose recognition is replaced: it finds a word with the number of the page."""

import json

import boto3

from docloft import reasons, texts
from docloft.lifecycle import changes
from docloft.lifecycle.changes import Change
from docloft.sandbox import ChildFailed
from docloft.settings import settings
from docloft_worker import handler
from docloft_worker.ocr_engines import tesseract_engine
from services.worker.tests.documents import read_command, reload, sqs_event
from tests.fixtures import LIBRARY
from tests.lambda_context import Context


class Killed(BaseException):
    """Lambda stopped the process: no exception handler runs."""


class Recognition:
    """Replaces the child. `calls` are the pages of each call, `most` how many of them it finishes."""

    def __init__(self):
        self.calls = []
        self.most = 3
        self.deadly = set()
        self.killed_before = set()
        self.unreadable = set()
        self.before = lambda _pages: None

    def call(self, target, arguments, _shape):
        assert target == tesseract_engine.TARGET
        pages = arguments["pages"]
        self.before(pages)
        if pages[0] in self.killed_before:
            self.killed_before.clear()
            raise Killed
        self.calls.append(pages)
        if self.deadly & set(pages):
            raise ChildFailed("crash", reasons.CRASHED)
        return {"pages": [found(number, unreadable=number in self.unreadable) for number in pages[: self.most]]}

    def close(self):
        """Nothing runs."""

    @property
    def recognised(self):
        return sorted(page for pages in self.calls for page in pages[: self.most])


def found(number, *, unreadable=False):
    word = [1000, 2000, 3000, 400, f"page{number}"]
    shape = {"width": 800, "height": 1200, "angle": 0, "confidence": 91, "language": "eng"}
    shape["unreadable"] = unreadable
    return {"number": number, "text": f"page{number} words", "words": [word], **shape}


def deliver(*bodies, seconds=300.0):
    return handler.work(sqs_event(*bodies), Context(seconds))["batchItemFailures"]


def read(document):
    assert deliver(read_command(document)) == []


def waiting():
    """Takes every command from the queue."""
    sqs = boto3.client("sqs", region_name="eu-central-1")
    bodies = []
    while messages := sqs.receive_message(QueueUrl=settings().work_queue_url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=settings().work_queue_url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(bodies, key=lambda body: json.loads(body).get("pages", []))


def expire_lease(document):
    until = {"lease_until": "2026-01-01T00:00:00.000Z"}
    changes.amend(LIBRARY, document.document_id, lambda _: Change("aged", until), actor="test")


def progress(document):
    after = reload(document)
    return after.state, after.ocr_pages_done, after.ocr_pages_total


def words_of(document):
    text = texts.load(document.library_id, document.document_id)
    return " ".join(text.pages).split() if text else []
