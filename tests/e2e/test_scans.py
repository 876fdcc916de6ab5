"""A scan on the deployed stage: its pages are recognised by several commands, found, and deleted."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest
import requests

from tests.conftest import PATIENCE_SECONDS
from tests.scans import as_pdf, paper
from tools.api_client import attempts

FIRST = ["Garden", "Winter", "Silver", "Market", "Bridge", "Castle", "Forest", "Harbor"]
SECOND = ["table", "stone", "field", "house", "light"]
WORDS = ["Juniper", "Cobblestone", "Watermelon"]


def recognised(person, document_id, seconds=PATIENCE_SECONDS):
    document = person.wait(document_id)
    for _ in attempts(seconds):
        document = person.get(f"/v1/documents/{document_id}")
        if document["ocr_pages_done"] == document["ocr_pages_total"]:
            return document
    raise AssertionError(document)


def ended(person, job_id, seconds=PATIENCE_SECONDS):
    """The state and the reason of a job that has ended."""
    job = {}
    for _ in attempts(seconds):
        job = person.get(f"/v1/jobs/{job_id}")
        if job["state"] in {"done", "failed"}:
            return job["state"], job["reason"]
    raise AssertionError(job)


LONG = [f"{first}{second}" for first in FIRST for second in SECOND]
"""40 words, one for each page of a long scan."""


def test_long_scan_is_complete_although_workers_are_killed_half_way(person, stack, sqs):
    # Given a scan in five portions, whose pages are small, so that each takes a fraction of a second
    pages = [paper([word], size=(600, 260)) for word in LONG]
    queue = stack["work_queue_url"]
    patience = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "15"})
    try:
        document_id = person.drop("Long scan.pdf", as_pdf([image for image, _ in pages]))
        person.wait(document_id)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while person.get(f"/v1/documents/{document_id}")["ocr_pages_done"] < len(LONG) // 4:
            assert time.monotonic() < deadline
            time.sleep(0.1)

        # When every process that reads is killed
        killed = kill_processes_of("docloft-local-work", stack["endpoint_url"])
        interrupted = person.get(f"/v1/documents/{document_id}")

        # Then the messages are delivered again, and no page is missing
        document = recognised(person, document_id)
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=patience)
    assert killed
    assert interrupted["ocr_pages_done"] < len(LONG)
    assert (document["ocr_pages_done"], document["partial"], document["state"]) == (len(LONG), [], "ready")
    for number in (0, 19, 39):
        found = person.get(f"/v1/documents/{document_id}/pages/{number + 1}/words")
        box = found["boxes"][found["words"].index(LONG[number])]
        x, y, width, height = (side / 10_000 for side in box)
        assert (x, y, x + width, y + height) == pytest.approx(pages[number][1][LONG[number]], abs=0.03)


def kill_processes_of(function, endpoint_url):
    """Kills the processes in which this stage runs a function, and no other stage; returns how many there were."""
    own = {f"AWS_LAMBDA_FUNCTION_NAME={function}".encode(), f"AWS_ENDPOINT_URL={endpoint_url}".encode()}
    found = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if own <= set((folder / "environ").read_bytes().split(b"\0")):
                os.kill(int(folder.name), signal.SIGKILL)
                found += 1
    return found


def test_scan_is_recognised_found_and_deleted(person):
    pages = [paper([f"Page number {number}", word]) for number, word in enumerate(WORDS)]
    document_id = person.drop("Scan.pdf", as_pdf([image for image, _ in pages]))

    document = recognised(person, document_id)

    assert (document["ocr_pages_done"], document["partial"], document["has_text"]) == (3, [], True)
    assert person.find("watermelon", document_id)["page"] == 3
    found = person.get(f"/v1/documents/{document_id}/pages/3/words")
    x, y, width, height = (side / 10_000 for side in found["boxes"][found["words"].index("Watermelon")])
    assert (x, y, x + width, y + height) == pytest.approx(pages[2][1]["Watermelon"], abs=0.02)

    path = f"/v1/documents/{document_id}/searchable-pdf"
    job = person.request("POST", path).json()["job"]
    assert ended(person, job["id"]) == ("done", None)
    made = pypdfium2.PdfDocument(requests.get(person.get(path)["url"], timeout=30).content)
    assert "Watermelon" in made[2].get_textpage().get_text_range()

    person.request("POST", f"/v1/documents/{document_id}/trash")
    person.request("DELETE", f"/v1/documents/{document_id}")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while person.request("GET", f"/v1/documents/{document_id}").status_code != 404:
        assert time.monotonic() < deadline
        time.sleep(0.3)
