"""An index with its documents."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.opensearch.errors import require

_GAP = 100
"""Positions between two values of a text field (position_increment_gap)."""


@dataclass
class Stored:
    """A document. `fields`: its values by field."""

    key: str
    version: int
    fields: Mapping[str, list[Any]]

    def words(self, name: str) -> Iterator[tuple[int, str]]:
        """The words of a text field with their positions."""
        position = -_GAP
        for value in self.fields.get(name, []):
            position += _GAP
            for word in str(value).split():
                yield position, word
                position += 1


@dataclass
class Index:
    """`removed`: the versions of deleted documents by key."""

    name: str
    mapping: Mapping[str, Mapping[str, Any]]
    uuid: str
    documents: dict[str, Stored] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def kind(self, name: str) -> str:
        """The type of a field."""
        require(name in self.mapping, f"No mapping found for [{name}]")
        return str(self.mapping[name]["type"])

    def write(self, action: str, options: Mapping[str, Any], source: Mapping[str, Any] | None) -> dict[str, Any]:
        """One item of a bulk request; returns its result."""
        require(set(options) == {"_id", "version", "version_type"}, "Unknown parameter of an action.")
        require(options["version_type"] == "external_gte" and 0 <= options["version"] < 2**63, "A version is needed.")
        require(len(options["_id"].encode()) <= 512, "id is too long")
        key, version = options["_id"], options["version"]
        old = self.documents.get(key)
        current = old.version if old else self.removed.get(key, -1)
        outcome: dict[str, Any] = {"_index": self.name, "_id": key}
        if version < current:
            reason = (
                f"[{key}]: version conflict, current version [{current}] is higher than the one provided [{version}]"
            )
            error = {"type": "version_conflict_engine_exception", "reason": reason, "index": self.name, "shard": "0"}
            return {action: {**outcome, "status": 409, "error": {**error, "index_uuid": self.uuid}}}
        unknown = set(source or ()) - self.mapping.keys()
        if unknown:
            reason = f"mapping set to strict, dynamic introduction of {sorted(unknown)} within [_doc] is not allowed"
            error = {"type": "strict_dynamic_mapping_exception", "reason": reason}
            return {action: {**outcome, "status": 400, "error": error}}
        if action == "delete":
            self.documents.pop(key, None)
            self.removed[key] = version
            result, status = ("deleted", 200) if old else ("not_found", 404)
        else:
            values = {name: value if isinstance(value, list) else [value] for name, value in (source or {}).items()}
            self.documents[key] = Stored(key, version, values)
            self.removed.pop(key, None)
            result, status = ("updated", 200) if old else ("created", 201)
        shards = {"total": 2, "successful": 1, "failed": 0}
        written = {"_version": version, "result": result, "_shards": shards, "_seq_no": next(self.numbers)}
        return {action: {**outcome, **written, "_primary_term": 1, "status": status}}
