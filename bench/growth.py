"""Simulates a stage under a growing rate of new documents, and prints what breaks first and at which rate: `python -m
bench.growth`. docs/architecture.md contains the output; a test compares the two.

Each step of a document's life is simulated on its own for a minute: documents arrive evenly and belong to libraries
chosen at random (the same ones in every run). A step breaks at the rate at which it refuses requests or falls behind.

What is measured: processor time and AWS calls of each step (`python -m bench.service_times`), for a PDF of three pages.
The processor time of a scanned page is that of bench/cost.py, an estimate above what `bench.reading_times` measures.
What is known: limits in serverless.yml and in the operations, and AWS's limits, with their source below. What is only
assumed: AWS's response times. Nothing here has run on AWS. The file is long because each figure is next to its source.
"""

import heapq
import math
import random
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bench import commits, cost
from bench.processor_share import SHARE, WHOLE

SECONDS = 60
LATE_SECONDS = 3.0
"""A step falls behind when a document waits this long after a minute: 5 % more arrive than it can do."""

PROCESSOR = {
    "receive": 0.048,
    "read": 0.024,
    "read 30 pages": 0.053,
    "new child": 0.15,
    "commit": 0.050,
    "further document": 0.0048,
}
"""Seconds on a whole processor: measured on 2026-11-28, on a busy x86 machine. `commit` has one document; each
`further document` in it adds its own. `receive` and `read` use a child that is already running; a `new child` is
started when an execution environment gets a document of another library than before (docloft.sandbox)."""

RESPONSE = {
    "GetItem": 0.004,
    "BatchGetItem": 0.008,
    "PutItem": 0.006,
    "Query": 0.006,
    "TransactWriteItems": 0.012,
    "GetObject": 0.025,
    "HeadObject": 0.020,
    "PutObject": 0.045,
    "CopyObject": 0.060,
    "DeleteObject": 0.030,
    "SendMessage": 0.012,
}
"""Seconds until AWS responds within a region: assumed, from experience with small items and objects."""

CALLS = {
    "receive": {
        "GetItem": 3,
        "HeadObject": 1,
        "GetObject": 1,
        "CopyObject": 1,
        "PutObject": 1,
        "DeleteObject": 1,
        "TransactWriteItems": 1,
        "SendMessage": 1,
    },
    "read": {"GetItem": 3, "Query": 11, "PutItem": 9, "GetObject": 1, "PutObject": 1, "TransactWriteItems": 2},
    "commit": {"GetItem": 1, "BatchGetItem": 1, "GetObject": 2, "PutObject": 2, "PutItem": 1},
}

TRANSACTIONS = 4
"""The transactions that write a document's record until it is ready: created, received, leased, ready."""
UNITS_OF_A_TRANSACTION = 2
"""Write units for each KB of an item (DynamoDB: Transactions, capacity management)."""
LIBRARY_UNITS = 2 + 9
"""Write units of the library table for each document: its checksum claim, and its sketch for near-duplicates."""
PARTITION_UNITS = 1000
"""Write units a second (DynamoDB: partition key design). A library is one partition at first. DynamoDB may split it by
document id under load, but not where new ids are always the largest, so this does not count on it."""
NEW_TABLE_UNITS = 4000
"""Write units a second of a new on-demand table. They double under load within half an hour (DynamoDB: on-demand
capacity).
"""
DUE_SHARDS, DUE_WRITES = 8, 4
"""Partitions of the index by_due, and writes to it for each document."""

RECEIVERS, NEW_ACCOUNT = 1000, 10
"""Concurrent executions of an account, and of some new ones (AWS Lambda quotas)."""
CREATES, CREATE_BURST = 100, 200
"""The gateway's limit of POST /v1/documents, from all callers together: services/api/docloft_api/features/uploads."""
READERS = 10
"""The stage parameter `work_concurrency`."""
MORE_READERS = 100
PAGE_CALLS = {"GetObject": 1, "PutObject": 1, "TransactWriteItems": 1}
"""Calls for each recognised page, if every command has one page."""
SHARDS = NEW_TABLE_UNITS // PARTITION_UNITS
"""Shards of the stream: one for each partition of the table."""
BATCH, SIDE_BY_SIDE, BATCHES = 100, 4, 1
"""Records of a stream batch; libraries handled at the same time; batches of a shard at a time."""

LIBRARIES = (1, 100, 100_000)
_HIGHEST = 4096.0
"""Rates above this are not simulated."""


@dataclass(frozen=True)
class Step:
    """`keeps_up`: whether it does at this rate of documents a second, spread over this many libraries. `refuses`:
    whether it rejects documents beyond its capacity, which otherwise wait. `is_deployed`: part of a stage with its
    default parameters and documents of three pages; the others are for comparison.
    """

    name: str
    keeps_up: Callable[[float, int], bool]
    refuses: bool = False
    is_deployed: bool = True


def waits(step: str) -> float:
    return sum(RESPONSE[call] * count for call, count in CALLS[step].items())


def elapsed(step: str) -> float:
    """Seconds of one execution, with a child that is already running."""
    return PROCESSOR[step] / SHARE + waits(step.partition(" ")[0])


_drawn: dict[tuple[int, int], tuple[random.Random, list[int]]] = {}
"""By seed and limit: the source of random numbers, and what came from it so far."""


@lru_cache(maxsize=64)
def arrivals(rate: float, libraries: int) -> list[tuple[float, int]]:
    """Time and library of each document."""
    return [(number / rate, library) for number, library in enumerate(_chosen(1, libraries, int(rate * SECONDS)))]


def _chosen(seed: int, below: int, count: int) -> list[int]:
    """Random numbers, the same in every run: a higher rate has those of a lower one and more."""
    source, found = _drawn.setdefault((seed, below), (random.Random(seed), []))  # noqa: S311 - no secret
    found += [source.randrange(below) for _ in range(count - len(found))]
    return found[:count]


def accepts(rate: float, libraries: int, units: float, limit: float, burst: float, *, by_library: bool) -> bool:
    """Whether no request is refused by token buckets that hold `burst` and are refilled with `limit` a second, when
    each document takes `units`: one bucket for all, or one for each library.
    """
    buckets: dict[int, tuple[float, float]] = {}
    for moment, library in arrivals(rate, libraries):
        key = library if by_library else 0
        left, since = buckets.get(key, (burst, 0.0))
        left = min(burst, left + (moment - since) * limit) - units
        if left < 0:
            return False
        buckets[key] = (left, moment)
    return True


def serves(rate: float, libraries: int, servers: int, seconds: float, *, of_child: float = 0.0) -> bool:
    """Whether `servers` concurrent executions keep up if each takes `seconds`, and `of_child` seconds more in an
    environment whose previous document was from another library.
    """
    free = [(0.0, -1)] * servers
    late = 0.0
    for moment, library in arrivals(rate, libraries):
        since, before = heapq.heappop(free)
        start = max(moment, since)
        heapq.heappush(free, (start + seconds + (of_child if before != library else 0.0), library))
        late = start - moment
    return late < LATE_SECONDS


def indexes(rate: float, libraries: int, side_by_side: int, batches: int, share: float) -> bool:
    """Whether the index function keeps up. A library is in one shard of the stream. With several `batches` at a time,
    Lambda keeps the order of each item only (decision 4), so the documents of one library are in all of them.
    """
    shards = min(SHARDS, libraries)
    arriving = arrivals(rate, libraries)
    queues: list[list[commits.Queue]] = [[deque() for _ in range(batches)] for _ in range(shards)]
    for (moment, library), batch in zip(arriving, _chosen(2, batches, len(arriving)), strict=True):
        queues[library % shards][batch].append((moment, library))

    def plan(documents: Mapping[int, int]) -> list[float]:
        return commit_seconds(documents, side_by_side, share)

    return all(commits.lateness(lanes, BATCH, side_by_side, plan) < LATE_SECONDS for lanes in queues)


def commit_seconds(documents: Mapping[int, int], side_by_side: int, share: float) -> list[float]:
    """How long each library's commit in one batch takes. `documents`: the number of documents by library. Threads share
    the function's part of a processor and wait for AWS at the same time; six texts of a library are fetched at once.
    """
    processor, alone = 0.0, []
    for count in documents.values():
        own = (PROCESSOR["commit"] + (count - 1) * PROCESSOR["further document"]) / share
        processor += own
        alone.append(own + waits("commit") + (math.ceil(count / 6) - 1) * RESPONSE["GetObject"])
    slower = max(1.0, processor / commits.elapsed(alone, side_by_side))
    return [slower * seconds for seconds in alone]


def by_library(units: int) -> Callable[[float, int], bool]:
    return lambda rate, libraries: accepts(rate, libraries, units, PARTITION_UNITS, PARTITION_UNITS, by_library=True)


def bucket(units: float, limit: float, burst: float) -> Callable[[float, int], bool]:
    return lambda rate, libraries: accepts(rate, libraries, units, limit, burst, by_library=False)


def servers(number: int, step: str) -> Callable[[float, int], bool]:
    of_child = PROCESSOR["new child"] / SHARE
    return lambda rate, libraries: serves(rate, libraries, number, elapsed(step), of_child=of_child)


def recognising(workers: int, share: float) -> Callable[[float, int], bool]:
    """One page at a time for each worker: Tesseract uses one thread."""
    seconds = cost.PAGE_SECONDS / share + sum(RESPONSE[call] * count for call, count in PAGE_CALLS.items())
    return lambda rate, libraries: serves(rate, libraries, workers, seconds)


def indexing(
    *, side_by_side: int = SIDE_BY_SIDE, batches: int = BATCHES, share: float = SHARE
) -> Callable[[float, int], bool]:
    return lambda rate, libraries: indexes(rate, libraries, side_by_side, batches, share)


_RECORD_UNITS = TRANSACTIONS * UNITS_OF_A_TRANSACTION
STEPS = (
    Step(f"gateway: {CREATES} creates a second from everyone", bucket(1, CREATES, CREATE_BURST), refuses=True),
    Step("a library's partition, records up to 1 KB", by_library(_RECORD_UNITS), refuses=True),
    Step("a library's partition, records up to 2 KB", by_library(2 * _RECORD_UNITS), refuses=True, is_deployed=False),
    Step("a library's partition of other records", by_library(LIBRARY_UNITS), refuses=True),
    Step(
        f"a new table: {NEW_TABLE_UNITS:,} write units",
        bucket(_RECORD_UNITS, NEW_TABLE_UNITS, NEW_TABLE_UNITS),
        refuses=True,
    ),
    Step(
        "the sweeper's index",
        bucket(DUE_WRITES, DUE_SHARDS * PARTITION_UNITS, DUE_SHARDS * PARTITION_UNITS),
        refuses=True,
    ),
    Step(f"receiving: {RECEIVERS:,} executions", servers(RECEIVERS, "receive")),
    Step(f"receiving in a new account: {NEW_ACCOUNT} executions", servers(NEW_ACCOUNT, "receive"), is_deployed=False),
    Step(f"reading 3 pages: {READERS} workers", servers(READERS, "read")),
    Step(f"reading 30 pages: {READERS} workers", servers(READERS, "read 30 pages"), is_deployed=False),
    Step(f"indexing, {SIDE_BY_SIDE} libraries side by side", indexing()),
    Step("indexing, one library after the other", indexing(side_by_side=1), is_deployed=False),
    Step(f"indexing with `index_memory: {WHOLE}`", indexing(share=1.0), is_deployed=False),
    Step("indexing, 10 batches of a shard", indexing(batches=10), is_deployed=False),
    Step(f"indexing, 10 batches, `index_memory: {WHOLE}`", indexing(batches=10, share=1.0), is_deployed=False),
)


def limit_of(step: Step, libraries: int) -> float:
    """The highest rate at which the step keeps up, to 2 %; infinite beyond _HIGHEST."""
    low, high = 0.25, 1.0
    while high < _HIGHEST and step.keeps_up(high, libraries):
        low, high = high, high * 2
    if high >= _HIGHEST:
        return math.inf
    while high / low > 1.02:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if step.keeps_up(middle, libraries) else (low, middle)
    return low


def rounded(rate: float) -> str:
    """Two significant digits."""
    if math.isinf(rate):
        return "over 4,000"
    digits = max(0, 1 - math.floor(math.log10(rate)))
    scale = 10 ** max(0, math.floor(math.log10(rate)) - 1)
    return f"{round(rate / scale) * scale:,}" if rate >= 10 else f"{rate:.{digits}f}"


def report() -> str:
    """Three tables in Markdown: what breaks first, the rate at which each step breaks, in documents a second, and the
    pages a second that are recognised.
    """
    limits = {step.name: [limit_of(step, libraries) for libraries in LIBRARIES] for step in STEPS}
    lines = ["| libraries | falls behind first | then | refuses first |", "|--|--|--|--|"]
    for column, libraries in enumerate(LIBRARIES):
        rates = sorted((limits[step.name][column], step.name, step.refuses) for step in STEPS if step.is_deployed)
        waiting = [f"{name}: **{rounded(rate)}**" for rate, name, refuses in rates if not refuses]
        refusing = [f"{name}: **{rounded(rate)}**" for rate, name, refuses in rates if refuses]
        lines.append(f"| {libraries:,} | {waiting[0]} | {waiting[1]} | {refusing[0]} |")
    lines += ["", "| step | " + " | ".join(f"{number:,}" for number in LIBRARIES) + " |", "|--|--|--|--|"]
    lines += [f"| {name} | " + " | ".join(rounded(rate) for rate in found) + " |" for name, found in limits.items()]
    return "\n".join([*lines, "", *_scans()])


def _scans() -> list[str]:
    """Scanned pages a second, whatever the number of libraries: all of them share the workers."""
    lines = [f"| scanned pages a second | `work_memory: 512` | `work_memory: {WHOLE}` |", "|--|--|--|"]
    for workers in (READERS, MORE_READERS):
        rates = [limit_of(Step("", recognising(workers, share)), 1) for share in (SHARE, 1.0)]
        name = f"recognising (OCR): {workers} workers"
        lines.append(f"| {name} | " + " | ".join(rounded(rate) for rate in rates) + " |")
    return lines


if __name__ == "__main__":
    print(report())
