"""Uploads a corpus through the public API and compares what happened to each file with what must."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import requests

from tests.corpus.expectations import Expected
from tools.api_client import Client, attempts

_SIDE_BY_SIDE = 4
_FINISHED_WITHIN = 600.0
"""Long, because everything else on a busy machine takes its share."""
_FOUND_WITHIN = 90.0
_MOST_IDS = 100
"""The most documents that a list by ids returns (docs/openapi.json)."""


@dataclass(slots=True)
class Outcome:
    """What happened to one file. `faults`: one line for each difference from what was expected."""

    expected: Expected
    document: dict[str, Any] = field(default_factory=dict)
    found: int = 0
    faults: list[str] = field(default_factory=list)


Phrase = tuple[Outcome, Sequence[str]]
"""A file and the spellings of a phrase in it, of which one must be found."""


def compare(
    person: Client, corpus: Sequence[Expected], missed: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> list[Outcome]:
    """Uploads everything first, four at a time, then checks the documents, then searches for the phrases of each
    document that is recognised, until all are found or _FOUND_WITHIN has passed for all of them together. `missed`:
    phrases by file name that are not expected to be found. They are searched once, after all others were found. The
    library should hold nothing else.
    """
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as together:
        outcomes = list(together.map(lambda one: _upload(person, one), corpus))
        for outcome in outcomes:
            if outcome.document:
                _check_document(person, outcome)

        def not_found(phrases: Sequence[Phrase]) -> list[Phrase]:
            found = list(together.map(lambda phrase: _finds(person, phrase[1], phrase[0].document["id"]), phrases))
            for is_found, (outcome, _) in zip(found, phrases, strict=True):
                outcome.found += is_found
            return [phrase for is_found, phrase in zip(found, phrases, strict=True) if not is_found]

        searched: list[Phrase] = [
            (one, phrases) for one in outcomes if _is_searched(one) for phrases in one.expected.phrases
        ]
        expected_to_miss = [
            phrase for phrase in searched if _name(phrase) in missed.get(phrase[0].expected.path.name, ())
        ]
        waiting = [phrase for phrase in searched if phrase not in expected_to_miss]
        for _ in attempts(_FOUND_WITHIN):
            unread = _unread(person, waiting)
            read = not_found([phrase for phrase in waiting if phrase[0].document["id"] not in unread])
            waiting = [phrase for phrase in waiting if phrase[0].document["id"] in unread] + read
            if not waiting:
                break
        missing = not_found([*waiting, *expected_to_miss])
    for phrase in missing:
        phrase[0].faults.append(f"not found by {_name(phrase)}")
    return outcomes


def _name(phrase: Phrase) -> str:
    return " or ".join(phrase[1])


def _unread(person: Client, phrases: Sequence[Phrase]) -> set[str]:
    """Ids of the documents whose pages are still being recognised."""
    ids = sorted({outcome.document["id"] for outcome, _ in phrases})
    parts = [ids[start : start + _MOST_IDS] for start in range(0, len(ids), _MOST_IDS)]
    documents = [one for part in parts for one in person.get("/v1/documents", ids=",".join(part))["documents"]]
    return {one["id"] for one in documents if one["ocr_pages_done"] != one["ocr_pages_total"]}


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
