"""Compares a table with its copy of an earlier state, and checks whether the copy is valid. Only reads, and keeps both
tables in memory: about 3 KB per record.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import objects, tables
from docloft.clock import now
from docloft.lifecycle import states
from docloft.tables.documents import Document
from docloft.tables.records import ChecksumClaim
from operate.stage import client

Item = dict[str, Any]
Key = tuple[str, ...]

_THREADS = 16

EXPIRED = "has expired"
UNREADABLE = "cannot be loaded by this release"
NO_ORIGINAL = "its original is not in the bucket: it was deleted permanently since, or damaged"
OTHER_BYTES = "its original has different bytes than its record says"
NO_DOCUMENT = "claims bytes for a document that does not exist"
TODAYS_CLAIM = "these bytes belong to another document now"


@dataclass(slots=True)
class Difference:
    """`missing`: only in the copy. `changed`: (live, copy). `since`: only in the live table, kept. `left_out`: in the
    copy, with the reason why it is not restored.
    """

    missing: dict[Key, Item] = field(default_factory=dict)
    changed: dict[Key, tuple[Item, Item]] = field(default_factory=dict)
    since: dict[Key, Item] = field(default_factory=dict)
    equal: int = 0
    left_out: dict[Key, str] = field(default_factory=dict)
    suspect: dict[Key, str] = field(default_factory=dict)
    """Records that are equal in both but still wrong, with the reason: the damage is in the bucket, or older than the
    copy.
    """
    read: int = 0
    originals: int = 0
    """How many originals were checked and match their records."""


def items(table: str, library_id: str = "") -> dict[Key, Item]:
    """Every record of a table (of one library), strongly consistent, by its key."""
    keys = [entry["AttributeName"] for entry in _description(table)["KeySchema"]]
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    found: dict[Key, Item] = {}
    for page in pages:
        for item in page["Items"]:
            # Keys of the history table begin with the library: <library>#<document>.
            if not library_id or item[keys[0]]["S"].split("#", 1)[0] == library_id:
                found[tuple(item[key]["S"] for key in keys)] = item
    return found


def compare(name: str, live: dict[Key, Item], copy: dict[Key, Item]) -> Difference:
    """`name` is the table's short name. Loads every record of the copy by its model, and checks the original of every
    document that should have one.
    """
    found = Difference(read=len(copy), since={key: item for key, item in live.items() if key not in copy})
    doubts = _doubts(name, copy, found)
    for key, item in copy.items():
        if live.get(key) == item:
            found.equal += 1
            if (why := doubts.get(key)) not in {None, EXPIRED}:
                found.suspect[key] = str(why)
        elif (why := doubts.get(key)) is not None:
            found.left_out[key] = why
        elif key in live:
            found.changed[key] = (live[key], item)
        else:
            found.missing[key] = item
    if name == "library":
        _leave_claims(found)
    return found


def _doubts(name: str, copy: dict[Key, Item], found: Difference) -> dict[Key, str]:
    doubts: dict[Key, str] = {}
    documents: list[tuple[Key, Document]] = []
    moment = now().timestamp()
    for key, item in copy.items():
        if float(item.get("expires_at", {}).get("N", "inf")) <= moment:
            doubts[key] = EXPIRED
            continue
        try:
            record = tables.items.load(name, item)
        except ValueError:
            doubts[key] = UNREADABLE
            continue
        if isinstance(record, Document) and states.is_archived(record.state):
            documents.append((key, record))
    with ThreadPoolExecutor(_THREADS) as threads:
        for (key, _), why in zip(documents, threads.map(lambda pair: _doubt_of(pair[1]), documents), strict=True):
            if why is None:
                found.originals += 1
            else:
                doubts[key] = why
    return doubts


def _doubt_of(document: Document) -> str | None:
    key = objects.original_key(document.library_id, document.content_id)
    facts = objects.head(key)
    if facts is None:
        return NO_ORIGINAL
    checksum = facts.checksum_sha256
    if checksum is None:
        with TemporaryDirectory() as folder:
            checksum = objects.download(key, Path(folder) / "original")
    return None if checksum == document.checksum_sha256 else OTHER_BYTES


def _leave_claims(found: Difference) -> None:
    """Leaves out claims whose document does not exist, and claims that differ from the live one, which is right."""
    for key in [key for key in found.changed if key[1].startswith(ChecksumClaim.KEY)]:
        del found.changed[key]
        found.left_out[key] = TODAYS_CLAIM
    for key, item in list(found.missing.items()):
        if key[1].startswith(ChecksumClaim.KEY) and not _is_document(key[0], item):
            del found.missing[key]
            found.left_out[key] = NO_DOCUMENT


def _is_document(library_id: str, claim: Item) -> bool:
    return bool(tables.documents.find_many(library_id, [claim.get("document_id", {}).get("S", "-")]))


def orphans(is_known: Callable[[str, str], bool], library_id: str = "") -> Iterator[tuple[str, str]]:
    """(library, document) of originals in the bucket with no record in the table or its copy: accepted after the copy's
    moment and lost since. Without those that are being deleted permanently.
    """
    prefix = f"originals/{library_id}/" if library_id else "originals/"
    pages = objects.client().get_paginator("list_objects_v2").paginate(Bucket=objects.bucket(), Prefix=prefix)
    for page in pages:
        for entry in page.get("Contents", []):
            _, library, document_id, number = entry["Key"].split("/")
            if number != "1" or is_known(library, document_id):
                continue
            if not any(line.event == "purged" for line in tables.history.list_events(library, document_id)):
                yield library, document_id


def _description(table: str) -> dict[str, Any]:
    found: dict[str, Any] = client("dynamodb").describe_table(TableName=table)["Table"]
    return found
