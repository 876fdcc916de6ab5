"""Files sample documents as their owner would have: names, dates and amounts."""

from collections.abc import Mapping
from typing import Any

from tools.api_client import Client

DEMO: Mapping[str, Mapping[str, Any]] = {
    "Rental agreement Harbour Street 12.pdf": {
        "sender": "Kestrel Property",
        "kind": "Contract",
        "tags": ["Home"],
        "document_date": "2023-09-01",
    },
    "Rechnung 2026-0117 Stadtwerke Lindenau.pdf": {
        "sender": "Stadtwerke Lindenau",
        "kind": "Invoice",
        "tags": ["Home"],
        "document_date": "2026-01-17",
        "due_date": "2026-02-02",
        "amount": 6_210,
        "currency": "EUR",
    },
    "Invoice 4711 Northwind Office Supplies.pdf": {
        "sender": "Northwind Office Supplies",
        "kind": "Invoice",
        "tags": ["Work"],
        "document_date": "2026-01-14",
        "due_date": "2026-02-13",
        "amount": 64_870,
        "currency": "GBP",
    },
    "Travel insurance policy.pdf": {
        "sender": "Albatross Travel Insurance",
        "kind": "Contract",
        "document_date": "2025-03-03",
    },
}
"""A third of the samples, by file name, so that filters find something; the others are in the inbox, with suggestions.
The README's examples of queries find them (`tests/local/test_stage.py`).
"""


def name(person: Client, what: str, text: str, **more: object) -> str:
    """The id of a name of the library, which is created."""
    response = person.request("POST", "/v1/names", json={"what": what, "name": text, **more})
    response.raise_for_status()
    return str(response.json()["id"])


def file(person: Client, document_id: str, facts: Mapping[str, Any]) -> None:
    """Files a document. `facts`: as in the API, but with names in place of their ids."""
    ids = {what: name(person, what, facts[what]) for what in ("sender", "kind") if what in facts}
    tags = {"tags": [name(person, "tag", tag) for tag in facts["tags"]]} if "tags" in facts else {}
    patch(person, document_id, {**facts, **ids, **tags, "inbox": False})


def patch(person: Client, document_id: str, body: Mapping[str, Any]) -> None:
    etag = person.request("GET", f"/v1/documents/{document_id}").headers["ETag"]
    person.request("PATCH", f"/v1/documents/{document_id}", json=body, headers={"If-Match": etag}).raise_for_status()
