"""What a person waits for: searches through the API of the running local stage, with 20 hits and snippets.
`python -m bench.waiting FOLDER` uploads the files of a folder (those that are stored already are not uploaded again),
waits until they are searchable, and prints p50 and p95 by kind of query, each also as a ratio to /v1/health in the same
run: the emulator, one process, needs that long for any request. Then eight clients search at once, for which the
emulator starts further functions.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

from local import outputs
from tools.api_client import Client

QUERIES = {
    "common word": "the",
    "two words": "section version",
    "phrase": '"of the"',
    "prefix": "install*",
    "typo": "instalation",
    "filter": "type:pdf",
    "one hit": "title:manual",
}
ROUNDS = 15
CLIENTS = 8


def main(folder: Path) -> None:
    client = Client(outputs.read())
    for name in [client.drop(file.name, file.read_bytes()) for file in sorted(folder.iterdir()) if file.is_file()]:
        client.wait(name)
    time.sleep(5)  # The index follows within seconds.
    floor = _measured(client, "/v1/health")
    print(f"{'/v1/health':14} {floor[0]:7.1f} ms p50 {floor[1]:7.1f} ms p95")
    for kind, typed in QUERIES.items():
        started = time.perf_counter()
        hits = client.get("/v1/search", q=typed, limit=20)["hits"]
        first = (time.perf_counter() - started) * 1000
        _print(f"{kind} ({len(hits)})", _measured(client, "/v1/search", typed), floor, f"first {first:.0f} ms")
    with ThreadPoolExecutor(CLIENTS) as threads:
        clients = [Client(outputs.read()) for _ in range(CLIENTS)]
        took = threads.map(lambda one: _milliseconds(one, "/v1/search", QUERIES["common word"]), clients)
        _print(f"{CLIENTS} at once", _percentiles([each for some in took for each in some]), floor)


def _print(kind: str, took: tuple[float, float], floor: tuple[float, float], more: str = "") -> None:
    ratios = f"{took[0] / floor[0]:.1f} x and {took[1] / floor[1]:.1f} x /v1/health"
    print(f"{kind:18} {took[0]:7.1f} ms p50 {took[1]:7.1f} ms p95   {ratios}   {more}")


def _measured(client: Client, path: str, typed: str | None = None) -> tuple[float, float]:
    return _percentiles(_milliseconds(client, path, typed))


def _milliseconds(client: Client, path: str, typed: str | None) -> list[float]:
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(path, **({} if typed is None else {"q": typed, "limit": 20}))
        took.append((time.perf_counter() - started) * 1000)
    return took


def _percentiles(took: list[float]) -> tuple[float, float]:
    cut = quantiles(took, n=20)
    return cut[9], cut[18]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
