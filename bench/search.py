"""Speed and size of the search index: `python -m bench.search [documents ...]` (default 1000 10000).

Documents are synthetic letters of about 300 words from a dictionary of 60,000 with a steep distribution, as in natural
text. S3 is moto in this process, so publishing takes Python time but no network time. All figures are from one run on
one machine: compare ratios between machines, not milliseconds.
"""

import random
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import boto3
import tantivy
from moto import mock_aws

import conftest  # noqa: F401 - names and region, as for the tests
from docloft import objects
from docloft.search import api as search
from docloft.search import vocabulary
from docloft.text_parts import DividedText
from docloft.texts import Text, encode

WORDS = 300
BATCH = 100
ROUNDS = 30
LIBRARY = "bench"


def main(counts: list[int]) -> None:
    for count in counts:
        with mock_aws():
            objects.client.cache_clear()
            s3 = boto3.client("s3", region_name="eu-central-1")
            s3.create_bucket(Bucket=objects.bucket(), CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
            measure(count)
        search.forget()


def measure(count: int) -> None:
    rng = random.Random(7)  # noqa: S311 - the same letters each run
    dictionary = ["".join(rng.choice("etaoinshrdlucmfw") for _ in range(rng.randint(3, 11))) for _ in range(60_000)]
    texts = [letter(rng, dictionary) for _ in range(count)]
    shard = search.shards_of(LIBRARY)[0]
    search.Draft(shard).publish()

    started = time.perf_counter()
    cutting = 0.0
    for start in range(0, count, BATCH):
        before = time.perf_counter()
        documents = [made(number, texts[number]) for number in range(start, min(start + BATCH, count))]
        cutting += time.perf_counter() - before
        manifest = search.commit(shard, adding(documents))
    building = time.perf_counter() - started
    size = sum(manifest.live_files().values())
    text_bytes = sum(len(text.encode()) for text in texts)

    sent: list[int] = []
    real = objects.write

    def counted(key: str, body: bytes, *rest: Any, **options: Any) -> str:
        sent.append(len(body))
        return real(key, body, *rest, **options)

    objects.write = counted
    one = timed(lambda: search.commit(shard, adding([made(count + len(sent), letter(rng, dictionary))])))
    objects.write = real
    search.forget()
    cold = timed(_opened_anew, 5)

    print(f"\n{count:,} documents, {text_bytes / 1e6:.1f} MB of text")
    print(f"  build          {count / building:8.0f} documents/s, of it splitting into words {cutting / building:.0%}")
    print(f"  index          {size / 1e6:8.2f} MB = {size / text_bytes:.2f} x the text, {len(manifest.packs)} packs")
    print(
        f"  one commit     {one:8.1f} ms p50, {median(sent) / 1024:.0f} kB per object, {len(sent) / ROUNDS:.1f} objects"
    )
    print(f"  cold open      {cold:8.1f} ms p50")
    common, rare = dictionary[3], dictionary[2000]
    pair = " ".join(texts[5].split()[10:12])
    kinds = {
        "common word": common,
        "rare word": rare,
        "two words": f"{common} {rare}",
        "phrase": f'"{pair}"',
        "prefix": rare[:4],
        "filter": f"{common} type:pdf added:2025",
    }
    base = None
    for kind, typed in kinds.items():
        query = search.parse(typed)
        took = timed(partial(search.find, LIBRARY, query, offset=0, limit=20))
        base = base or took
        hits = search.find(LIBRARY, query, offset=0, limit=1).total
        print(f"  {kind:14} {took:8.2f} ms p50 ({took / base:.1f} x), {hits} hits")
    swapped = rare[:2] + rare[3] + rare[2] + rare[4:] + "q"
    took = timed(lambda: search.near(LIBRARY, search.parse(swapped)), 10)
    print(f"  {'typo':14} {took:8.2f} ms p50 ({took / (base or 1):.1f} x)")
    page = Text(tuple(texts[number] for number in range(20)), "en")
    body = encode(page, vocabulary.make)
    text = search.divided(DividedText(body, lambda start, end: body[start:end]))
    took = timed(lambda: search.show(text, search.needles(search.parse(f"{common} {rare}"))))
    print(f"  {'snippets':14} {took:8.2f} ms p50 for a document of 20 pages")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory         {peak:8.0f} MB at most, with moto and all the texts")


def _opened_anew() -> None:
    search.forget()
    search.find(LIBRARY, search.parse("x"), offset=0, limit=20)


def letter(rng: random.Random, dictionary: list[str]) -> str:
    return " ".join(dictionary[int(len(dictionary) * rng.random() ** 4)] for _ in range(WORDS))


def made(number: int, text: str) -> tantivy.Document:
    moment = f"{2020 + number % 7}-{number % 12 + 1:02}-{number % 28 + 1:02}T12:00:00.000Z"
    title = " ".join(text.split()[:3])
    name = f"scan {number}.pdf"
    entry = search.Entry(f"D{number}", 1, title, name, "application/pdf", "ready", 1000, 1, moment, None, None, True)  # noqa: FBT003
    return search.document_of(entry, Text((text,), ("en", "de", "fr")[number % 3]))


def adding(documents: list[tantivy.Document]) -> search.Apply:
    def apply(batch: search.Batch) -> None:
        for document in documents:
            batch.put(document)

    return apply


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median milliseconds over some rounds."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        took.append(time.perf_counter() - started)
    return median(took) * 1000


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1000, 10_000])
