"""Uploads a corpus through the public API and compares what became of each file with what must."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.corpus.expectations import Expected
from tools.api_client import Client

_SIDE_BY_SIDE = 4
_FINISHED_WITHIN = 180.0
_FOUND_WITHIN = 90.0


@dataclass(slots=True)
class Outcome:
    """What became of one file. `faults`: one line for each difference from what was expected."""

    expected: Expected
    document: dict[str, Any] = field(default_factory=dict)
    found: int = 0
    faults: list[str] = field(default_factory=list)


def compare(person: Client, corpus: Sequence[Expected]) -> list[Outcome]:
    """Uploads everything first, four at a time, then checks the documents, then searches for every phrase until it is
    found or _FOUND_WITHIN has passed for all of them together. The library should hold nothing else.
    """
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as together:
        outcomes = list(together.map(lambda one: _upload(person, one), corpus))
        for outcome in outcomes:
            if outcome.document:
                _check_document(person, outcome)
        missing = [(one, phrases) for one in outcomes if _is_searched(one) for phrases in one.expected.phrases]
        deadline = time.monotonic() + _FOUND_WITHIN
        while missing:
            found = list(together.map(lambda pair: _finds(person, pair[1], pair[0].document["id"]), missing))
            for is_found, (outcome, _) in zip(found, missing, strict=True):
                outcome.found += is_found
            missing = [pair for is_found, pair in zip(found, missing, strict=True) if not is_found]
            if time.monotonic() >= deadline:
                break
            # Scans are still being recognised after their documents are ready, and the index follows.
            time.sleep(1)
    for outcome, phrases in missing:
        outcome.faults.append(f"not found by {' or '.join(phrases)}")
    return outcomes


def _upload(person: Client, expected: Expected) -> Outcome:
    outcome = Outcome(expected)
    content = expected.path.read_bytes()
    try:
        outcome.document["id"] = person.drop(expected.upload_name, content)
    except requests.HTTPError as error:
        # Refused before the upload, as an empty file is: a refusal like any other unless the fault is the server's.
        outcome.document = {}
        status = error.response.status_code
        if "rejected" not in expected.states or not 400 <= status < 500:
            outcome.faults.append(f"refused with {status}")
    return outcome


def _check_document(person: Client, outcome: Outcome) -> None:
    expected = outcome.expected
    document_id = outcome.document["id"]
    try:
        outcome.document = person.wait(document_id, seconds=_FINISHED_WITHIN)
    except TimeoutError as error:
        outcome.faults.append(str(error))
        return
    document = outcome.document
    if document["state"] not in expected.states:
        outcome.faults.append(f"is {document['state']}: {document['reason'] or ''}")
    elif document["state"] == "ready":
        outcome.faults.extend(_differences(expected, document))
    elif not (document["reason"] or "").endswith("."):
        outcome.faults.append("has no reason")


def _is_searched(outcome: Outcome) -> bool:
    return outcome.document.get("state") == "ready"


def _differences(expected: Expected, document: dict[str, Any]) -> list[str]:
    media_type, pages = document["media_type"], document["pages"]
    wanted = expected.media_type
    faults = []
    if wanted and media_type != wanted and not (wanted.endswith("/") and media_type.startswith(wanted)):
        faults.append(f"is {media_type}, not {wanted}")
    if expected.pages is not None and pages != expected.pages:
        faults.append(f"has {pages} pages, not {expected.pages}")
    return faults


def _finds(person: Client, phrases: Sequence[str], document_id: str) -> bool:
    for phrase in phrases:
        query = f'"{phrase}"' if " " in phrase else phrase
        hits = person.get("/v1/search", q=query, limit=50)["hits"]
        # The words of an attachment are found in the attachment.
        if any(document_id in {hit["document"]["id"], hit["document"]["parent_id"]} for hit in hits):
            return True
    return False
