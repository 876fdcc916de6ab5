"""`python -m tests [TIER ...]`: runs the named tiers, or all of them, and prints a table of them at the end.

Tiers that need no local stage run at the same time as those that share one, because a stage mostly waits for its
emulator. The exit status is 1 if any test failed or any process ended badly.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from tests.tiers import CORPUS, OPTIONAL, ROOT, SITE, TIERS, WITH_A_STAGE, Result, closing_line, table

PYTEST = (sys.executable, "-m", "pytest", "-q")
PARALLEL = ("-n", "2", "--dist", "worksteal")
"""Options for tests that share nothing but the processor. Timing-sensitive limits in them allow for a busy machine."""
COVERAGE = ("--cov", "--cov-report=term:skip-covered") if os.environ.get("CI") else ()
"""Options that measure the coverage of the unit tests; its minimum is in pyproject.toml. Used only in CI and by `make
coverage`, because tracing takes time."""
JAVASCRIPT = ("frontend/tests/*.test.js", "services/*/tests/*.test.cjs", "packaging/tests/*.test.cjs")
_WIDTH = 80
_printing = Lock()


@dataclass(frozen=True)
class Job:
    """One process that runs one or more tiers."""

    name: str
    command: tuple[str, ...]


def lanes(tiers: list[str]) -> list[list[Job]]:
    """Two lists of jobs that run side by side; the jobs in each run one after another."""
    alone = len(tiers) == 1
    without = [_job_without_a_stage(tier) for tier in tiers if tier not in WITH_A_STAGE]
    staged = [tier for tier in tiers if tier in WITH_A_STAGE]
    with_a_stage = [Job("+".join(staged), (*PYTEST, *_folders(staged)))] if staged else []
    return [without, with_a_stage] if not alone else [without + with_a_stage]


def _job_without_a_stage(tier: str) -> Job:
    if tier == SITE:
        files = [str(path.relative_to(ROOT)) for pattern in JAVASCRIPT for path in sorted(ROOT.glob(pattern))]
        return Job(SITE, ("node", "--test", "--test-reporter=tap", *files))
    return Job(tier, (*PYTEST, *((*PARALLEL, *COVERAGE) if tier == "unit" else ()), *_folders([tier])))


def _folders(tiers: list[str]) -> list[str]:
    return [folder for tier in tiers for folder in TIERS[tier]]


def run(job: Job, reports: Path) -> tuple[int, dict[str, Result], list[str]]:
    """Runs one job and prints its lines after its name. Returns its exit status, the results of its tiers and the
    figures its tests recorded.
    """
    report = reports / f"{job.name}.json"
    started = time.time()
    with subprocess.Popen(
        job.command,
        cwd=ROOT,
        env={**os.environ, "DOCLOFT_TEST_REPORT": str(report), "PYTHONUNBUFFERED": "1"},
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
    if job.name == SITE:
        return process.returncode, _site_results(process.returncode, lines, started), []
    if not report.exists():
        return process.returncode or 1, {}, []
    written = json.loads(report.read_text())
    return process.returncode, {tier: Result(**found) for tier, found in written["tiers"].items()}, written["figures"]


def _site_results(status: int, lines: list[str], started: float) -> dict[str, Result]:
    """Reads the counts at the end of node's TAP output. Prints the whole output if a test failed."""
    counts = dict(re.findall(r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", "".join(lines), re.MULTILINE))
    if status:
        _print("".join(lines))
    failed = int(counts.get("fail", 0)) + int(counts.get("cancelled", 0))
    named = {"passed": int(counts.get("pass", 0)), "failed": failed, "skipped": int(counts.get("skipped", 0))}
    found = {outcome: count for outcome, count in named.items() if count}
    _print(f"{SITE:8} | {', '.join(f'{count} {outcome}' for outcome, count in found.items())}")
    return {SITE: Result(found, started, time.time())}


def _print(text: str) -> None:
    with _printing:
        print(text, flush=True)


def main(names: list[str]) -> int:
    """The exit status: 0 if everything passed, 2 for a tier that does not exist."""
    known = [*TIERS, SITE]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no tier {unknown[0]}. The tiers are: {', '.join(known)}.", file=sys.stderr)
        return 2
    tiers = names or [tier for tier in known if tier not in OPTIONAL and (tier != "corpus" or CORPUS.is_dir())]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as together:
        running = [
            together.submit(lambda jobs: [run(job, Path(folder)) for job in jobs], lane) for lane in lanes(tiers)
        ]
        done = [one for lane in running for one in lane.result()]
    results = {tier: result for _, found, _ in done for tier, result in found.items()}
    for heading, lines in (
        ("tests by tier", table(results)),
        ("figures", [figure for _, _, figures in done for figure in figures]),
    ):
        if lines:
            print(f" {heading} ".center(_WIDTH, "="))
            print("\n".join(lines))
    print(f" {closing_line(results.values(), time.monotonic() - started)} ".center(_WIDTH, "="))
    return int(any(status for status, _, _ in done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
