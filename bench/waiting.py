"""What a person waits for: searches through the API of the running local stage, with 20 hits and snippets.
`python -m bench.waiting FOLDER` uploads the files of a folder (those that are stored already are not uploaded again),
waits until they are searchable, and prints p50 and p95 by kind of query, each also as a ratio to /v1/health in the same
run: the emulator, one process, needs that long for any request. Each round has one request of each kind, because the
machine is not equally busy all the time. Then eight clients search at once, for which the emulator starts further
functions.
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
ROUNDS = 60
CLIENTS = 8
SEARCHES = 15
"""Searches of each client."""
_BETWEEN_ROUNDS = 0.05
"""Seconds: the gateway throttles /v1/health, which needs no sign-in."""


def main(folder: Path) -> None:
    client = Client(outputs.read())
    for name in [client.drop(file.name, file.read_bytes()) for file in sorted(folder.iterdir()) if file.is_file()]:
        client.wait(name)
    time.sleep(5)  # The index follows within seconds.
    kinds = {}
    for kind, typed in QUERIES.items():
        hits = client.get("/v1/search", q=typed, limit=20)["hits"]
        kinds[f"{kind} ({len(hits)})"] = typed
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    health = []
    for _ in range(ROUNDS):
        time.sleep(_BETWEEN_ROUNDS)
        client.get("/v1/me")  # The first request after a pause takes longer, whatever it is.
        health.append(_milliseconds(client, "/v1/health"))
        for kind, typed in kinds.items():
            took[kind].append(_milliseconds(client, "/v1/search", typed))
    floor = _percentiles(health)
    print(f"{'/v1/health':18} {floor[0]:7.1f} ms p50 {floor[1]:7.1f} ms p95")
    for kind, each in took.items():
        _print(kind, _percentiles(each), floor)
    with ThreadPoolExecutor(CLIENTS) as threads:
        clients = [Client(outputs.read()) for _ in range(CLIENTS)]
        found = threads.map(_searched, clients)
        _print(f"{CLIENTS} at once", _percentiles([each for some in found for each in some]), floor)


def _searched(client: Client) -> list[float]:
    return [_milliseconds(client, "/v1/search", QUERIES["common word"]) for _ in range(SEARCHES)]


def _print(kind: str, took: tuple[float, float], floor: tuple[float, float]) -> None:
    ratios = f"{took[0] / floor[0]:.1f} x and {took[1] / floor[1]:.1f} x /v1/health"
    print(f"{kind:18} {took[0]:7.1f} ms p50 {took[1]:7.1f} ms p95   {ratios}")


def _milliseconds(client: Client, path: str, typed: str | None = None) -> float:
    started = time.perf_counter()
    client.get(path, **({} if typed is None else {"q": typed, "limit": 20}))
    return (time.perf_counter() - started) * 1000


def _percentiles(took: list[float]) -> tuple[float, float]:
    cut = quantiles(took, n=20)
    return cut[9], cut[18]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
