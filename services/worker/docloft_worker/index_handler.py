"""Handler of the index function: the stream of the documents table. A stream record only shows that something changed;
the current document is read from the table. Partial failures are never reported: the local emulator drops them, and a
document that cannot be indexed must not hold up the others (the problem is recorded on it). Only errors of S3
and DynamoDB are raised; then the whole batch is delivered again. Libraries are handled in parallel, the changes of
each in order.
"""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from docloft import faults, metrics
from docloft.lifecycle import states
from docloft.metrics import Metric
from docloft_worker import entries, indexing

logger = Logger()

SIDE_BY_SIDE = 4
"""Libraries whose commits are made at the same time: while one waits for S3, another uses the processor. Each commit
needs up to 30 MB in the engine and six texts, of a function's 512 MB. bench/growth.py shows the gain."""

INDEXED = frozenset(entries.ATTRIBUTES) - {"document_id", "version"} | {"text_revision", "notes_revision"}
"""Attributes the index depends on; `text_revision` counts the changes of a text, `notes_revision` those of
its notes. Any other change (a lease, a due date,
a problem recorded by indexing itself) is ignored, or the function would keep triggering itself.
"""


def index(event: dict[str, Any], _context: LambdaContext) -> None:
    """Handles a batch of stream records, in any order and any number of times. Raises to have the batch redelivered."""
    with metrics.invocation():
        _index(event["Records"])


def _index(records: Sequence[Mapping[str, Any]]) -> None:
    changed = changes(records)
    # All changes of a library are in one task, so they stay in order.
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        done = list(threads.map(_updated, changed.items()))
    failed: Exception | None = None
    facts: list[dict[str, Any]] = []
    for (library_id, seen), (outcome, seconds, ended) in zip(changed.items(), done, strict=True):
        facts_of = {"library_id": library_id, "correlation_ids": correlation_ids(chain.from_iterable(seen.values()))}
        if isinstance(outcome, Exception):
            failed = failed or outcome
            metrics.count_failed_command("index", faults.cause_of(outcome))
            facts.append({**facts_of, "fault": faults.describe(outcome)})
            continue
        metrics.observe(Metric.INDEX_SECONDS, seconds)
        for first, *_ in seen.values():
            metrics.observe(Metric.INDEX_LAG_SECONDS, max(0.0, ended - changed_at(first)))
        facts.append(
            {
                **facts_of,
                "indexed": outcome.indexed,
                "removed": outcome.removed,
                "unchanged": outcome.unchanged,
                "problems": outcome.problems,
                "commits": outcome.commits,
                "rebuilt": outcome.rebuilt,
            }
        )
    level = logger.error if failed else logger.info
    level("index", extra={"records": len(records), "libraries": facts})
    if failed is not None:
        raise failed


def _updated(change: tuple[str, Collection[str]]) -> tuple[indexing.Outcome | Exception, float, float]:
    """Updates the index of one library. Returns the outcome, or the error to raise after the other libraries, with how
    long it took and when it ended.
    """
    library_id, document_ids = change
    started = time.monotonic()
    try:
        outcome: indexing.Outcome | Exception = indexing.update(library_id, list(document_ids))
    except Exception as error:  # noqa: BLE001 - raised after the other libraries of this batch
        outcome = error
    return outcome, time.monotonic() - started, time.time()


def changes(records: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[Mapping[str, Any]]]]:
    """The documents that may have to be indexed again, by library, in order of arrival, with their changes."""
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for record in records:
        change = record["dynamodb"]
        if _concerns_index(change.get("OldImage"), change.get("NewImage")):
            keys = change["Keys"]
            of_library = found.setdefault(keys["library_id"]["S"], {})
            of_library.setdefault(keys["document_id"]["S"], []).append(change)
    return found


def changed_at(change: Mapping[str, Any]) -> float:
    """The time of a change in epoch seconds: from the stream and to the second for a deleted document, otherwise to the
    millisecond.
    """
    written = change.get("NewImage", {}).get("updated_at", {}).get("S")
    if written:
        return datetime.fromisoformat(written).timestamp()
    moment = change.get("ApproximateCreationDateTime")
    return float(moment) if moment is not None else time.time()


def correlation_ids(changed: Iterable[Mapping[str, Any]]) -> list[str]:
    """Correlation ids of the requests that caused these changes; for a deleted document, the id of its last change."""
    images = [change.get("NewImage") or change.get("OldImage") or {} for change in changed]
    return sorted({image["correlation_id"]["S"] for image in images if "correlation_id" in image})


def _concerns_index(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    if before and after:
        return any(before.get(name) != after.get(name) for name in INDEXED)
    image = after or before
    return image is None or states.is_archived(image.get("state", {}).get("S", ""))
