"""What it takes to fetch a library's index from the running local stage, which the first search of a new instance does.
`python -m bench.index_copies LIBRARY` with `make run` up; bench.search_times measures it for the libraries it makes.

Prints the processor time of a search that fetches and opens the whole index, also as a multiple of what cannot be
saved: receiving the same bytes, and receiving them into files with their checksum. Each is measured in turn, several
times, because machines are noisy.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench import stage_resources

if __name__ == "__main__":
    stage_resources.enter("worker", "index")

from docloft import index_heads, object_streams, objects
from docloft.search import api as search

_ROUNDS = 5


def main(library_id: str) -> None:
    print_fetching(library_id)


def print_fetching(library_id: str) -> None:
    location = search.location_of(library_id)
    manifest: dict[str, Any] = json.loads(objects.read(location.manifest_key)[0])
    packs = [pack for shard in manifest.get("shards", [manifest]) for pack in shard["packs"]]
    keys = [location.pack_key(pack["name"]) for pack in packs]
    heads = index_heads.find(library_id)
    query = search.parse("type:pdf")

    def fetch() -> None:
        search.find(library_id, query, offset=0, limit=1, heads=heads)

    def receive() -> None:
        for key in keys:
            for _ in object_streams.chunks(key):
                pass

    def download() -> None:
        with tempfile.TemporaryDirectory() as folder:
            for number, key in enumerate(keys):
                objects.download(key, Path(folder) / str(number))

    times: dict[Callable[[], None], list[float]] = {fetch: [], receive: [], download: []}
    for _ in range(_ROUNDS):
        for act, took in times.items():
            search.forget()
            started = time.process_time()
            act()
            took.append((time.process_time() - started) * 1000)
    search.forget()
    fetching, receiving, downloading = (median(took) for took in times.values())
    megabytes = sum(pack["size"] for pack in packs) / 1e6
    print(
        f"  fetching an index of {megabytes:.0f} MB in {len(packs)} packs and opening it: "
        f"{fetching:.0f} ms of processor, {fetching / receiving:.1f} times receiving the bytes ({receiving:.0f}), "
        f"{fetching / downloading:.2f} times receiving them into files with their checksum ({downloading:.0f})"
    )


if __name__ == "__main__":
    main(sys.argv[1])
