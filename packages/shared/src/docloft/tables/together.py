"""One read of documents and of records of a library (DynamoDB: BatchGetItem over two tables): half the waiting of two
reads, for a search, which needs both.
"""

import random
import time
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from docloft.tables import connection, records
from docloft.tables.documents import Document
from docloft.tables.library import LibraryItem
from docloft.tables.records import Record

_MOST_KEYS = 100
"""The most keys of one BatchGetItem (AWS, "Amazon DynamoDB quotas")."""
_ATTEMPTS = 8
_FIRST_PAUSE_SECONDS = 0.02
_MOST_KEPT = 500

_kept: dict[tuple[str, str], tuple[dict[str, Any], Document]] = {}
"""Documents read last, by their key, with the item that each was made of. Making a document of an item takes longer
than comparing two items."""


class Found(NamedTuple):
    """`documents`: those that exist, newest first. `records`: those that exist, in any order."""

    documents: list[Document]
    records: list[Record]


def find(library_id: str, document_ids: Collection[str], record_keys: Sequence[str]) -> Found:
    """Reads documents and records of a library, strongly consistent. The documents are shared with later calls: nothing
    may change them. Raises TimeoutError when DynamoDB left keys unread several times.
    """
    tables = {Document.Meta.table_name: "document_id", LibraryItem.Meta.table_name: "record_key"}
    of_documents, of_records = tables
    left = [(of_documents, one) for one in dict.fromkeys(document_ids)]
    left += [(of_records, one) for one in record_keys]
    found = Found([], [])
    attempt = 0
    while left:
        requested: dict[str, Any] = {}
        for table, key in left[:_MOST_KEYS]:
            keys = requested.setdefault(table, {"Keys": [], "ConsistentRead": True})["Keys"]
            keys.append({"library_id": {"S": library_id}, tables[table]: {"S": key}})
        client: Any = connection.shared().client
        response = client.batch_get_item(RequestItems=requested)
        found.documents.extend(_document(item) for item in response["Responses"].get(of_documents, ()))
        found.records.extend(records.load(item) for item in response["Responses"].get(of_records, ()))
        unread = [
            (table, key[tables[table]]["S"])
            for table, one in response.get("UnprocessedKeys", {}).items()
            for key in one["Keys"]
        ]
        left = unread + left[_MOST_KEYS:]
        if unread:
            attempt += 1
            if attempt == _ATTEMPTS:
                raise TimeoutError("DynamoDB did not read every key of a batch.")
            time.sleep(random.uniform(0, _FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 - jitter, not a secret
    found.documents.sort(key=lambda document: document.document_id, reverse=True)
    return found


def forget() -> None:
    """Drops the documents that are kept in memory (for tests)."""
    _kept.clear()


def _document(item: dict[str, Any]) -> Document:
    key = (item["library_id"]["S"], item["document_id"]["S"])
    kept = _kept.pop(key, None)
    if kept is None or kept[0] != item:
        # PynamoDB takes values out of the item.
        kept = (item, Document.from_raw_data(dict(item)))
    _kept[key] = kept
    if len(_kept) > _MOST_KEPT:
        del _kept[next(iter(_kept))]
    return kept[1]
