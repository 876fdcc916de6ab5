"""One read of documents and of records of a library (DynamoDB: BatchGetItem over two tables): half the waiting of two
reads, for a search, which needs both.
"""

import random
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from docloft.tables import connection, records
from docloft.tables.documents import Document
from docloft.tables.library import LibraryItem
from docloft.tables.records import Record

_MOST_KEYS = 100
"""The most keys of one BatchGetItem (AWS, "Amazon DynamoDB quotas")."""
_ATTEMPTS = 8
_FIRST_PAUSE_SECONDS = 0.02
_MOST_KEPT = 500

_kept: dict[tuple[str, str], tuple[dict[str, Any], Document | Record]] = {}
"""What was read last, by its key, with the item that each was made from. Making a document from an item takes longer
than comparing two items."""

_Item = TypeVar("_Item", Document, Record)


class Found(NamedTuple):
    """`documents`: those that exist, newest first. `records`: those that exist, in any order."""

    documents: list[Document]
    records: list[Record]


def find(library_id: str, document_ids: Collection[str], record_keys: Sequence[str]) -> Found:
    """Reads documents and records of a library, strongly consistent. They are shared with later calls: nothing may
    change them. Raises TimeoutError when DynamoDB left keys unread several times.
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
        found.records.extend(_record(item) for item in response["Responses"].get(of_records, ()))
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
    """Drops what is kept in memory (for tests)."""
    _kept.clear()


def _document(item: dict[str, Any]) -> Document:
    return _once(item, item["document_id"]["S"], Document.from_raw_data)


def _record(item: dict[str, Any]) -> Record:
    return _once(item, item["record_key"]["S"], records.load)


def _once(item: dict[str, Any], key: str, make: Callable[[dict[str, Any]], _Item]) -> _Item:
    """`key`: a document's id, or the key of a record, which is never an id."""
    whole_key = (item["library_id"]["S"], key)
    kept = _kept.pop(whole_key, None)
    if kept is None or kept[0] != item:
        # PynamoDB takes values out of the item.
        kept = (item, make(dict(item)))
    _kept[whole_key] = kept
    if len(_kept) > _MOST_KEPT:
        del _kept[next(iter(_kept))]
    return cast("_Item", kept[1])
