"""From the drop to the hit: how long a small PDF takes on the running local stage, and where the time goes.

    python -m bench.life [how many]

Start it with `make run` and leave the machine alone. Hops are what a client sees by asking every few milliseconds:
`receive` is S3's event and the receive function, `read` the queue and the worker, `searchable` the stream, the index
and the search function. Shares are of one run; absolute times depend on the machine.
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

from local import outputs, stacks
from local.samples import make_pdf
from tools.api_client import Client
from tools.failure import OperatorError

_HOPS = ("create", "upload", "receive", "read", "searchable")


def measure(count: int) -> list[dict[str, float]]:
    """Seconds by hop, for one document after the other."""
    written = outputs.read()
    if not written or stacks.find("api") is None:
        raise OperatorError("Docloft does not run here. Run: make run")
    user = written["demo_user"]
    person = Client(written, user["email"], user["password"])
    runs = []
    for number in range(count + 1):
        word = f"bench{time.time_ns():x}"
        content = make_pdf([f"Page one of {number}.", "Page two.", f"The word is {word}."])
        runs.append(_one(person, content, word))
        person.request("POST", f"/v1/documents/{runs[-1].pop('id')}/trash").raise_for_status()
    # The first one starts cold functions: it is not the rule.
    return runs[1:]


def _one(person: Client, content: bytes, word: str) -> dict[str, Any]:
    marks = [time.perf_counter()]
    created = person.create("Bench.pdf", content, "application/pdf")
    marks.append(time.perf_counter())
    person.send(created["upload"], content).raise_for_status()
    marks.append(time.perf_counter())
    document_id = created["document"]["id"]
    while person.get(f"/v1/documents/{document_id}")["state"] == "awaiting_upload":
        time.sleep(0.005)
    marks.append(time.perf_counter())
    while person.get(f"/v1/documents/{document_id}")["state"] != "ready":
        time.sleep(0.005)
    marks.append(time.perf_counter())
    person.find(word, document_id)
    marks.append(time.perf_counter())
    hops = {name: after - before for name, before, after in zip(_HOPS, marks, marks[1:], strict=False)}
    return {"id": document_id, **hops}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the others lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def report(runs: list[dict[str, float]]) -> dict[str, Any]:
    """What is printed, and what docs/benchmarks.md quotes."""
    totals = [sum(run.values()) for run in runs]
    return {
        "documents": len(runs),
        "p50_seconds": round(statistics.median(totals), 3),
        "p95_seconds": round(percentile(totals, 0.95), 3),
        "share": {name: round(sum(run[name] for run in runs) / sum(totals), 2) for name in _HOPS},
    }


def main() -> int:
    """Answers the exit status."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    try:
        print(json.dumps(report(measure(count)), indent=2))
    except OperatorError as error:
        print(f"Docloft: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
