"""`python -m tests [TIER ...]`: runs the named tiers, or all of them, and prints a table of them at the end.

Named tiers run one after another. All of them run in three parallel lanes, because tests with a stage mostly wait.
Two lanes have a stage each, and one of them works in a copy of this repository: deploys of one folder disturb each
other, and `local` edits files. Deploying a stage takes a minute of processor time, so `local` follows in the stage of
`browser`. The browser tests that need no stage end the lane without one, so that all lanes end at about the same time:
the last lane would leave a processor idle.

The exit status is 1 if any test failed or any process ended badly.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from tests.tiers import CORPUS, OPTIONAL, ROOT, SITE, TIERS, Result, closing_line, merged, table
from tools.checkout import copy_to

PYTEST = (sys.executable, "-m", "pytest", "-q")
PARALLEL = ("-n", "2", "--dist", "worksteal")
"""For tests that share nothing but the processor. Timing-sensitive limits in them allow for a busy machine."""
COVERAGE = ("--cov", "--cov-report=term:skip-covered") if os.environ.get("DOCLOFT_COVERAGE") else ()
"""Measures the coverage of the unit tests, with the floor in pyproject.toml. By `make coverage`, and in CI with the
Python of the functions: tracing takes two thirds of the tests' own processor time.
"""
JAVASCRIPT = ("frontend/tests/*.test.js", "services/*/tests/*.test.cjs", "packaging/tests/*.test.cjs")
WITH_E2E = tuple(
    f"tests/browser/test_{name}.py"
    for name in ("single_owner", "document_page", "formatted_documents", "journey", "keys", "trouble")
)
"""Run in the lane of `e2e`: the first needs the single owner's stage, as some tests there do, and the others take about
as long as that lane would end before the other one with a stage.
"""
WITH_STAGE, WITHOUT_STAGE = ("-m", "stage"), ("-m", "not stage")
"""The marker comes from a test's fixtures (tests/conftest.py)."""
PORT = int(os.environ.get("DOCLOFT_TEST_PORT", "24566"))
_WIDTH = 80
_printing = Lock()


@dataclass(frozen=True)
class Job:
    """One process that runs one or more tiers. With `port`, it runs in a copy of this repository, and its stage has
    this port.
    """

    name: str
    command: tuple[str, ...]
    port: int | None = None


@dataclass(frozen=True)
class Outcome:
    """The end of one job: its exit status, the results of its tiers, the figures its tests recorded and what failed."""

    status: int
    results: dict[str, Result]
    figures: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def lanes(tiers: list[str]) -> list[list[Job]]:
    """Lists of jobs that run in parallel. The jobs of a list run one after another."""
    if set(tiers) != set(available()):
        return [[_job(tier) for tier in tiers]]
    browser = (*PYTEST, *(f"--ignore={file}" for file in WITH_E2E), *_folders(["browser", "local"]))
    with_e2e = [tier for tier in ("corpus", "e2e") if tier in tiers]
    return [
        [*(_job(tier) for tier in ("unit", "contract", SITE)), Job("screens", (*browser, *PARALLEL, *WITHOUT_STAGE))],
        [Job("e2e", (*PYTEST, *_folders(with_e2e), *WITH_E2E))],
        [Job("browser", (*browser, *WITH_STAGE), port=PORT + 80)],
    ]


def available() -> list[str]:
    """The tiers that a run without names includes on this machine."""
    return [tier for tier in (*TIERS, SITE) if tier not in OPTIONAL and (tier != "corpus" or CORPUS.is_dir())]


def _job(tier: str, port: int | None = None) -> Job:
    if tier == SITE:
        files = [str(path.relative_to(ROOT)) for pattern in JAVASCRIPT for path in sorted(ROOT.glob(pattern))]
        return Job(SITE, ("node", "--test", "--test-reporter=tap", *files))
    return Job(tier, (*PYTEST, *((*PARALLEL, *COVERAGE) if tier == "unit" else ()), *_folders([tier])), port)


def _folders(tiers: Iterable[str]) -> list[str]:
    return [folder for tier in tiers for folder in TIERS[tier]]


def run(job: Job, reports: Path) -> Outcome:
    """Runs one job and prints its lines after its name."""
    if job.port is None:
        return _run(job, reports, ROOT, {})
    with tempfile.TemporaryDirectory(prefix="docloft-") as folder:
        return _run(job, reports, copy_to(Path(folder)), {"DOCLOFT_TEST_PORT": str(job.port)})


def _run(job: Job, reports: Path, folder: Path, environment: dict[str, str]) -> Outcome:
    report = reports / f"{job.name}.json"
    started = time.time()
    with subprocess.Popen(
        job.command,
        cwd=folder,
        env={**_inherited(), "DOCLOFT_TEST_REPORT": str(report), "PYTHONUNBUFFERED": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            # TAP has a line for each assertion group: shown only if something failed.
            if job.name != SITE:
                _print(f"{job.name:8.8} | {line.rstrip()}")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if job.name == SITE:
        result = Result(_site_results(process.returncode, lines), started, time.time(), used.ru_utime + used.ru_stime)
        return Outcome(process.returncode, {SITE: result}, failures=_site_failures(lines))
    if not report.exists():
        return Outcome(process.returncode or 1, {}, failures=[f"{job.name}: ended before its last test"])
    written = json.loads(report.read_text())
    results = {tier: Result(**found) for tier, found in written["tiers"].items()}
    return Outcome(process.returncode, results, written["figures"], written["failures"])


def _inherited() -> dict[str, str]:
    """This process's environment, but Python keeps what it compiles: the tests start hundreds of processes, and each
    would compile everything that it imports, which takes seconds.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _site_results(status: int, lines: list[str]) -> dict[str, int]:
    """The number of tests by outcome, from the end of node's TAP output. Prints the whole output if a test failed."""
    counts = dict(re.findall(r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", "".join(lines), re.MULTILINE))
    if status:
        _print("".join(lines))
    failed = int(counts.get("fail", 0)) + int(counts.get("cancelled", 0))
    named = {"passed": int(counts.get("pass", 0)), "failed": failed, "skipped": int(counts.get("skipped", 0))}
    found = {outcome: count for outcome, count in named.items() if count}
    _print(f"{SITE:8} | {', '.join(f'{count} {outcome}' for outcome, count in found.items())}")
    return found


def _site_failures(lines: list[str]) -> list[str]:
    """The names of the tests that failed, from node's TAP output."""
    return [found[1] for line in lines if (found := re.match(r"\s*not ok \d+ - (.*)", line))]


def _print(text: str) -> None:
    with _printing:
        print(text, flush=True)


def main(names: list[str]) -> int:
    """The exit status: 0 if everything passed, 2 for a tier that does not exist."""
    known = [*TIERS, SITE]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no tier {unknown[0]}. The tiers are: {', '.join(known)}.", file=sys.stderr)
        return 2
    started = time.monotonic()
    side_by_side = lanes(names or available())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(len(side_by_side)) as together:
        running = [
            together.submit(lambda jobs: [run(job, Path(folder)) for job in jobs], lane) for lane in side_by_side
        ]
        done = [one for lane in running for one in lane.result()]
    results = merged(one.results for one in done)
    for heading, lines in (
        ("tests by tier", table(results)),
        ("figures", [figure for one in done for figure in one.figures]),
        ("what failed", [failure for one in done for failure in one.failures]),
    ):
        if lines:
            print(f" {heading} ".center(_WIDTH, "="))
            print("\n".join(lines))
    print(f" {closing_line(results.values(), time.monotonic() - started)} ".center(_WIDTH, "="))
    return int(any(one.status for one in done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
