"""A scan on the deployed stage: its pages are recognised by several commands, found, and deleted."""

import time

import pypdfium2
import pytest
import requests

from tests.scans import as_pdf, paper

WORDS = ["Juniper", "Cobblestone", "Watermelon"]


def recognised(person, document_id, seconds=120):
    deadline = time.monotonic() + seconds
    while True:
        document = person.wait(document_id)
        if document["ocr_pages_done"] == document["ocr_pages_total"]:
            return document
        assert time.monotonic() < deadline, document
        time.sleep(0.3)


def ended(person, job_id, seconds=60):
    """The state and the reason of a job that has ended."""
    deadline = time.monotonic() + seconds
    while (job := person.get(f"/v1/jobs/{job_id}"))["state"] not in {"done", "failed"}:
        assert time.monotonic() < deadline, job
        time.sleep(0.3)
    return job["state"], job["reason"]


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
    deadline = time.monotonic() + 60
    while person.request("GET", f"/v1/documents/{document_id}").status_code != 404:
        assert time.monotonic() < deadline
        time.sleep(0.3)
