"""Changes the documents of a library in OpenSearch. Each change has the version of the document's record as its
external version, so it does no harm when it is made twice, late or out of order: OpenSearch keeps what has the higher
version.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from docloft.search.index.location import Location
from docloft.search.index.manifest import Head
from docloft.search.index.writing import IndexedDocument
from docloft.search.opensearch import client, mapping, reads

_REQUEST_BYTES = 4_000_000
"""A request ends after this many bytes, and has at least one document."""

_DELETED = 2**62
"""The version of a deletion without a record: ids are never used again, so nothing newer follows."""
_SUPERSEDED, _NOT_THERE = 409, 404
"""A newer version is there already; what is to be deleted is not. Both are what was wanted."""


@dataclass(frozen=True, slots=True)
class Written:
    """`head`: as before the commit. Only a rebuild changes it (see `completeness`)."""

    head: Head | None


class Batch:
    """See docloft.search.search_engines.Batch. Changes are sent as soon as there are _REQUEST_BYTES of them, so a
    failure may leave some of them made; making all of them again completes the rest.
    """

    def __init__(self, library_id: str) -> None:
        self.touched: dict[str, int | None] = {}
        self.covers: Callable[[str], bool] = bool
        self._library_id = library_id
        self._lines: list[str] = []
        self._bytes = 0

    def versions(self, document_ids: Iterable[str]) -> dict[str, int]:
        return reads.versions(self._library_id, document_ids)

    def put(self, document: IndexedDocument) -> None:
        values = document.to_dict()
        document_id, version = str(values["id"][0]), int(values["version"][0])
        self._add("index", document_id, version, mapping.written(self._library_id, values))
        self.touched[document_id] = version

    def delete(self, document_id: str, version: int | None = None) -> None:
        self._add("delete", document_id, _DELETED if version is None else version)
        self.touched[document_id] = None

    def send(self) -> None:
        """Sends what is left. Raises botocore's errors; for documents that were refused, the worst one of them."""
        if not self._lines:
            return
        body = "\n".join(self._lines) + "\n"
        self._lines, self._bytes = [], 0
        found = client.call("bulk", body=body)
        if found["errors"]:
            _raise_refusals(found["items"])

    def _add(self, action: str, document_id: str, version: int, *source: str) -> None:
        size = sum(map(len, source))
        if self._lines and self._bytes + size > _REQUEST_BYTES:
            self.send()
        key = reads.key_of(self._library_id, document_id)
        # external_gte: the same version again is written again, so a rebuild replaces what was cut differently.
        self._lines += [json.dumps({action: {"_id": key, "version": version, "version_type": "external_gte"}}), *source]
        self._bytes += size


def commit(location: Location, apply: Callable[[Batch], None], head: Head | None = None, *, about: str = "") -> Written:
    """See docloft.search.search_engines.Engine. All of `apply` is one commit, whatever it is `about`."""
    del about
    client.create()
    batch = Batch(location.library_id)
    apply(batch)
    batch.send()
    return Written(head)


def _raise_refusals(items: Iterable[dict[str, Any]]) -> None:
    """Raises the refusal that is least likely to be temporary."""
    statuses = []
    for item in items:
        [(action, outcome)] = item.items()
        status = int(outcome["status"])
        is_wanted = status == _SUPERSEDED or (status == _NOT_THERE and action == "delete")
        if status >= 300 and not is_wanted:
            statuses.append(status)
    if statuses:
        raise client.refused(min(statuses), "bulk")
