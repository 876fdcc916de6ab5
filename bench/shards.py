"""An index with several shards, in one process with S3 in memory: `python -m bench.shards [documents]` (default
100000). Documents are short, 60 words each, because only their number matters here; they are 2,000 different texts,
each with many ids. Times are processor times, so that other work on the machine matters little.

Prints how large the shards are, what a search takes by kind of query and a commit to the last and to the first shard,
and what each of them fetches by a process that has no copy.
"""

import hashlib
import resource
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import boto3
import tantivy
from moto import mock_aws

import conftest  # noqa: F401 - names and region, as for the tests
from tools.local_stage import ROOT

sys.path.append(str(ROOT / "services/worker"))

from bench.generated_library import Generator, entry_of, record
from docloft import objects
from docloft.search import api as search
from docloft.texts import Text

LIBRARY = "bench-shards"
DIFFERENT = 2_000
WORDS = 60
_BATCH = 5_000
_ROUNDS = 15
_LIMIT = search.LONGEST_KEPT + 1
"""Hits: no process keeps so long a result for the next time."""
HEADS: dict[str, search.Head] = {}
"""The head of the index that was built: with it, a search reads nothing from S3."""


def main(count: int) -> None:
    with mock_aws():
        s3 = boto3.client("s3", region_name="eu-central-1")
        s3.create_bucket(Bucket=objects.bucket(), CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        generator = Generator()
        _build(count, generator)
        _print_searches(generator)
        _print_commits()


def _build(count: int, generator: Generator) -> None:
    known = [_values(generator, number) for number in range(DIFFERENT)]
    draft = search.draft_of(search.location_of(LIBRARY))
    started = time.process_time()
    for start in range(0, count, _BATCH):
        ids = [f"{number:026}" for number in range(start, min(start + _BATCH, count))]

        def add(batch: search.Batch, ids: list[str] = ids) -> None:
            for document_id in ids:
                values = known[int(document_id) % DIFFERENT] | {"id": [document_id]}
                batch.put(tantivy.Document.from_dict(values, search.schema()))

        draft.divide(ids[0])
        draft.apply(add)
    head = draft.publish()
    draft.close()
    if head is None:
        raise RuntimeError("Another process writes this index.")
    HEADS["manifest"] = head
    seconds = time.process_time() - started
    published: Any = search.commit(search.location_of(LIBRARY), lambda _batch: None)
    shards = published.shards
    sizes = [sum(shard.live_files().values()) for shard in shards]
    print(f"{count:,} documents of {WORDS} words, {seconds / count * 1e6:.0f} us each without cutting words")
    print(f"  {len(shards)} shards of {[shard.documents for shard in shards]} documents")
    print(f"  {sum(sizes) / count:,.0f} bytes a document; shards of {[round(one / 1e6) for one in sizes]} MB")


def _values(generator: Generator, number: int) -> dict[str, list[object]]:
    text = generator.text()
    words = " ".join(text.pages[0].split()[:WORDS])
    document = record(LIBRARY, Text((words,), text.language), number)
    return search.document_of(entry_of(document), Text((words,), text.language)).to_dict()


def _print_searches(generator: Generator) -> None:
    fetched = _counted_downloads()
    began = time.process_time()
    search.find(LIBRARY, search.parse("first"), offset=0, limit=_LIMIT, heads=HEADS)
    print(f"  first search: {(time.process_time() - began) * 1000:.0f} ms, {fetched() / 1e6:.0f} MB fetched")
    words = generator.words["en"]
    for name, typed in {
        "one word": words[40],
        "common word": "the",
        "two words": f"{words[5]} {words[60]}",
        "phrase": '"of the"',
        "prefix": f"{words[300][:4]}*",
        "filter": "type:pdf",
    }.items():
        query = search.parse(typed)
        total = search.find(LIBRARY, query, offset=0, limit=_LIMIT, heads=HEADS).total
        took = _median(lambda query=query: search.find(LIBRARY, query, offset=0, limit=_LIMIT, heads=HEADS))  # type: ignore[misc]
        facets = _median(lambda query=query: search.count_facets(LIBRARY, query, list(search.FACETS), HEADS))  # type: ignore[misc]
        print(f"  {name}: {total:,} hits, {took:.1f} ms; its facets {facets:.1f} ms")
    print(f"  memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, with S3 in it")


def _print_commits() -> None:
    location = search.location_of(LIBRARY)
    for name, document_id in (("last", "9" * 26), ("first", "0" * 26)):
        search.forget()
        fetched = _counted_downloads()
        for attempt in ("without a copy", "with a copy"):
            entry = entry_of(record(LIBRARY, Text(("one two three",), "en"), 1))
            made = search.document_of(entry, Text((f"one two {attempt}",), "en")).to_dict() | {"id": [document_id]}
            document = tantivy.Document.from_dict(made, search.schema())
            began = time.process_time()
            search.commit(location, lambda batch, document=document: batch.put(document), about=document_id)  # type: ignore[misc]
            took = (time.process_time() - began) * 1000
            print(f"  commit to the {name} shard {attempt}: {took:.0f} ms, {fetched() / 1e6:.0f} MB fetched")


def _counted_downloads() -> Callable[[], int]:
    """Returns the bytes downloaded since the last call."""
    sizes: list[int] = []
    real = objects.receive

    def counted(
        key: str, take: Callable[[bytes], object], new_checksum: Callable[[], objects.Checksum] = hashlib.sha256
    ) -> str:
        def counted_take(chunk: bytes) -> None:
            sizes.append(len(chunk))
            take(chunk)

        return real(key, counted_take, new_checksum)

    def taken() -> int:
        total = sum(sizes)
        sizes.clear()
        return total

    objects.receive = counted
    return taken


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        call()
        times.append((time.process_time() - began) * 1000)
    return median(times)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
