"""How fast Docloft reads documents, and how well it recognises scans, as ratios to its engines alone: pypdfium2 and
Tesseract on the same pages.

    python -m bench.reading_times [--documents N] [--scans N] [--stage N]

Reads N PDFs of three pages, N of one page, one of 300 pages, and N scans of each kind and language, which it generates.
Everything runs in a sandbox, as in the worker. PDFs are read several times, alternating with the engine alone; the
fastest round counts. Ratios of seconds are those of processor time, which other programs on the machine affect less.
The limit for a turned scan is its upright page; Tesseract alone is also given the language, which Docloft guesses.

Then 60 PDFs arrive at the local stage if it is running (`make run`; bench.arrivals). With --stage, only N PDFs arrive.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import code_path  # noqa: F401 - adds the services to the path  # isort: skip
from bench import arrivals, engines, paper
from bench.processor_share import processor_seconds
from docloft import formats
from docloft.sandbox import Sandbox
from docloft_worker import portions, reading
from docloft_worker.recognition import models
from local import emulator

ROUNDS = 3
_ARRIVALS = 60
_NO_LIMIT = 3600
_MEMORY_BYTES = 350 * 1024 * 1024
_RESULT_BYTES = 64 * 1024 * 1024


@dataclass(slots=True)
class Cost:
    """The cost of all documents: elapsed seconds, seconds of processor time, and the child's peak memory in MB."""

    wall: float
    processor: float
    peak_mb: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reading_times")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--scans", type=int, default=2)
    parser.add_argument("--stage", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.stage:
        return arrivals.main(chosen.stage)
    with tempfile.TemporaryDirectory() as folder:
        _print_pdfs(Path(folder), chosen.documents)
        _print_scans(Path(folder), chosen.scans)
    if not emulator.is_up():
        print("The local stage is not running (make run), so arrivals were not measured.")
        return 0
    return arrivals.main(_ARRIVALS)


def _print_pdfs(folder: Path, count: int) -> None:
    print(f"{'PDFs':24}{'documents/min':>14}{'pages/s':>9}{'CPU ms/doc':>12}{'ratio':>7}{'peak MB':>9}{'ratio':>7}")
    sets = {
        f"{count} of three pages": [paper.pdf(f"three/{number}", 3) for number in range(count)],
        f"{count} of one page": [paper.pdf(f"one/{number}", 1) for number in range(count)],
        "one of 300 pages": [paper.pdf("long", 300)],
    }
    for name, bodies in sets.items():
        paths = [folder / f"{number}.pdf" for number in range(len(bodies))]
        for path, body in zip(paths, bodies, strict=True):
            path.write_bytes(body)
        ours, engine, pages = compared_pdfs(paths)
        print(
            f"{name:24}{60 * len(paths) / ours.wall:14.0f}{pages / ours.wall:9.0f}"
            f"{1000 * ours.processor / len(paths):12.1f}{ours.processor / engine.processor:7.2f}"
            f"{ours.peak_mb:9.0f}{ours.peak_mb / engine.peak_mb:7.2f}"
        )


def compared_pdfs(paths: Sequence[Path]) -> tuple[Cost, Cost, int]:
    """(Docloft's reader, pypdfium2 alone, pages)."""
    reader = formats.BY_MEDIA_TYPE["application/pdf"].reader
    assert reader is not None  # noqa: S101 - for mypy
    pages = 0

    def read(path: Path) -> None:
        nonlocal pages
        pages += len(portions.read_file(reading.sandbox, reader, path, time.monotonic() + _NO_LIMIT)["pages"])

    with small_sandbox() as alone:

        def read_alone(group: list[str]) -> None:
            alone.call(f"bench.engines:{engines.pdf_texts.__name__}", {"paths": group})

        pairs = [
            (
                cost(reading.sandbox, read, paths),
                cost(alone, read_alone, [[*map(str, paths)]]),
            )
            for _ in range(ROUNDS + 1)
        ][1:]
    reading.sandbox.close()
    return _best([ours for ours, _ in pairs]), _best([engine for _, engine in pairs]), pages // (ROUNDS + 1)


def _print_scans(folder: Path, count: int) -> None:
    print(
        f"\n{'scans':24}{'s/page':>9}{'CPU s/page':>12}{'ratio':>7}{'errors':>9}{'alone':>9}{'peak MB':>9}{'ratio':>7}"
    )
    for (kind, language), scans in _grouped(list(paper.scans(folder, count))).items():
        ours, engine, texts, alone = compared_scans(scans)
        wanted = [scan.text for scan in scans]
        print(
            f"{f'{kind}, {language}':24}{ours.wall / len(scans):9.2f}{ours.processor / len(scans):12.2f}"
            f"{ours.processor / engine.processor:7.2f}{error_rate(texts, wanted):9.2%}{error_rate(alone, wanted):9.2%}"
            f"{ours.peak_mb:9.0f}{ours.peak_mb / engine.peak_mb:7.2f}"
        )


def compared_scans(scans: Sequence[paper.Scan]) -> tuple[Cost, Cost, list[str], list[str]]:
    """(recognition, Tesseract alone, the text of each page by recognition, and by Tesseract)."""
    ours: list[str] = []
    engine: list[str] = []
    languages = list(models.installed())
    with small_sandbox() as sandbox, small_sandbox() as alone:

        def recognise(scan: paper.Scan) -> None:
            arguments = {"path": str(scan.path), "pages": [0], "languages": languages}
            ours.append(sandbox.call("docloft_worker.recognition.pages:recognise", arguments)["pages"][0]["text"])

        def recognise_alone(scan: paper.Scan) -> None:
            arguments = {"path": str(scan.upright), "language": scan.language, "folder": str(models.FOLDER)}
            engine.append(alone.call("bench.engines:recognised", arguments)["text"])

        costs = cost(sandbox, recognise, scans), cost(alone, recognise_alone, scans)
    return *costs, ours, engine


def _grouped(scans: Sequence[paper.Scan]) -> dict[tuple[str, str], list[paper.Scan]]:
    found: dict[tuple[str, str], list[paper.Scan]] = {}
    for scan in scans:
        found.setdefault((scan.kind, scan.language), []).append(scan)
    return found


def error_rate(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Characters that have to be inserted, deleted or replaced, as a share of those on the pages. Blanks and line ends
    count as one blank.
    """
    pairs = [(" ".join(one.split()), " ".join(other.split())) for one, other in zip(found, wanted, strict=True)]
    return sum(distance(one, other) for one, other in pairs) / sum(len(other) for _, other in pairs)


def distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, start=1):
        diagonal, row[0] = row[0], number
        for index, wanted in enumerate(other, start=1):
            best = min(row[index] + 1, row[index - 1] + 1, diagonal + (character != wanted))
            diagonal, row[index] = row[index], best
    return row[-1]


@contextmanager
def small_sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(
        memory_bytes=_MEMORY_BYTES, cpu_seconds=_NO_LIMIT, wall_seconds=_NO_LIMIT, result_bytes=_RESULT_BYTES
    )
    try:
        yield sandbox
    finally:
        sandbox.close()


def cost(sandbox: Sandbox, read: Callable[[Any], object], items: Sequence[Any]) -> Cost:
    """The cost in this process and the sandbox's child, which is started first."""
    sandbox.call("bench.engines:nothing", {})
    spent, started = _processor(sandbox), time.perf_counter()
    for item in items:
        read(item)
    return Cost(time.perf_counter() - started, _processor(sandbox) - spent, _peak_mb(sandbox))


def _best(costs: Sequence[Cost]) -> Cost:
    return Cost(
        min(cost.wall for cost in costs), min(cost.processor for cost in costs), max(cost.peak_mb for cost in costs)
    )


def _processor(sandbox: Sandbox) -> float:
    """Children that were replaced count, too."""
    ended, child = resource.getrusage(resource.RUSAGE_CHILDREN), _child(sandbox)
    return time.process_time() + ended.ru_utime + ended.ru_stime + (processor_seconds(child) if child else 0)


def _peak_mb(sandbox: Sandbox) -> float:
    """The peak of the child; if it exited after its call because it kept much memory, the highest peak of all that have
    exited.
    """
    child = _child(sandbox)
    if child is None:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lines = Path(f"/proc/{child}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def _child(sandbox: Sandbox) -> int | None:
    child = sandbox._child  # noqa: SLF001 - only this program needs its process id
    return child.pid if child else None


if __name__ == "__main__":
    sys.exit(main())
