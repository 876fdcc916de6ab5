"""Entry of the index function: the stream of the documents table. The stream is a hint that something changed; what
it changed to is read from the table. Partial failures are never reported: the local emulator drops them, and one card
that cannot be indexed must not hold up the others (it is recorded on the card). What is raised is a failure of S3 or
DynamoDB, and the whole batch comes again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from docloft.documents import State
from docloft_worker import indexing

logger = Logger()

INDEXED = (
    "title",
    "file_name",
    "media_type",
    "state",
    "size",
    "pages",
    "language",
    "document_date",
    "created_at",
    "trashed_at",
    "has_text",
)
"""What of a card the index depends on. Any other change (a lease, a due date, a problem the indexing itself wrote
down) is passed over, or the function would call itself for ever."""

_NEVER_INDEXED = frozenset({State.AWAITING_UPLOAD, State.REJECTED})


def index(event: dict[str, Any], _context: LambdaContext) -> None:
    """Takes a batch of stream records, any order, any number of times. Raises to have the batch delivered again."""
    changed = changes(event["Records"])
    failed: Exception | None = None
    facts: list[dict[str, Any]] = []
    for library_id, document_ids in changed.items():
        try:
            outcome = indexing.update(library_id, document_ids)
        except Exception as error:  # noqa: BLE001 - the other libraries of this batch come first
            failed = failed or error
            facts.append({"library_id": library_id, "error": type(error).__name__})
            continue
        facts.append(
            {
                "library_id": library_id,
                "indexed": outcome.indexed,
                "removed": outcome.removed,
                "unchanged": outcome.unchanged,
                "problems": outcome.problems,
                "commits": outcome.commits,
                "rebuilt": outcome.rebuilt,
            }
        )
    level = logger.error if failed else logger.info
    level("index", extra={"records": len(event["Records"]), "libraries": facts})
    if failed is not None:
        raise failed


def changes(records: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The documents that may have to be indexed anew, by library, each once, in the order they came."""
    found: dict[str, dict[str, None]] = {}
    for record in records:
        change = record["dynamodb"]
        if _concerns_index(change.get("OldImage"), change.get("NewImage")):
            keys = change["Keys"]
            found.setdefault(keys["library_id"]["S"], {})[keys["document_id"]["S"]] = None
    return {library_id: list(document_ids) for library_id, document_ids in found.items()}


def _concerns_index(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    if before and after:
        return any(before.get(name) != after.get(name) for name in INDEXED)
    image = after or before
    return image is None or image.get("state", {}).get("S") not in _NEVER_INDEXED
