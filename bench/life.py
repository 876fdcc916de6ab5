"""How long a small PDF takes from upload to search hit on the running local stage, and how long each step takes.

    python -m bench.life [count]

Measures twice: with functions on whole cores, then with each held to the processor share of 512 MB in Lambda
(bench.processor_share); the emulator, which replaces AWS, is never limited.

Start the stage with `make run` and put no other load on the machine. A client measures the steps by polling every few
milliseconds: `receive` is S3's event and the receive function, `read` the queue and the worker, `searchable` the
stream, the index and the search function. Shares are for one run; absolute times depend on the machine.
"""

import json
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

from bench import processor_share
from local import emulator, outputs, stacks
from local.samples import make_pdf
from tools.api_client import Client
from tools.failure import OperatorError, exit_status

_STEPS = ("create", "upload", "receive", "read", "searchable")


def measure(count: int) -> list[dict[str, float]]:
    """Seconds by step, for each document in turn."""
    written = outputs.read()
    if not written or stacks.find("api") is None:
        raise OperatorError("The local stage is not running. Run: make run")
    user = written["demo_user"]
    person = Client(written, user["email"], user["password"])
    runs = []
    for number in range(count + 1):
        word = f"bench{time.time_ns():x}"
        content = make_pdf([f"Page one of {number}.", "Page two.", f"The word is {word}."])
        runs.append(_one(person, content, word))
        person.request("POST", f"/v1/documents/{runs[-1].pop('id')}/trash").raise_for_status()
    # The first document is not counted, because it includes cold starts.
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
    steps = {name: after - before for name, before, after in zip(_STEPS, marks, marks[1:], strict=False)}
    return {"id": document_id, **steps}


def percentile(values: Sequence[float], share: float) -> float:
    """The value that is not exceeded by `share` of the values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def report(runs: list[dict[str, float]]) -> dict[str, Any]:
    """The printed figures, which docs/benchmarks.md quotes."""
    totals = [sum(run.values()) for run in runs]
    return {
        "documents": len(runs),
        "p50_seconds": round(statistics.median(totals), 3),
        "p95_seconds": round(percentile(totals, 0.95), 3),
        "share": {name: round(sum(run[name] for run in runs) / sum(totals), 2) for name in _STEPS},
    }


def main() -> int:
    """Returns the exit status."""
    return exit_status(_print_figures)


def _print_figures() -> None:
    """On whole cores, and on the share of a core that a function has."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    whole = report(measure(count))
    with processor_share.held(emulator.process_id()) as means:
        share = report(measure(count))
    figures = {"whole_cores": whole, f"{processor_share.SHARE:.2f} of a core each, by {means}": share}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    sys.exit(main())
