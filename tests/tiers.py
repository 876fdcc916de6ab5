"""The tiers of the test suite: which folders each has, and the results of a run by tier."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared/corpus/open"

TIERS = {
    "unit": (
        "packages/shared/tests",
        "packages/uploader/tests",
        "services",
        "local",
        "operate",
        "tools",
        "tests/fault_drills",
        "tests/hostile",
    ),
    "contract": ("tests/contract",),
    "corpus": ("tests/corpus",),
    "e2e": ("tests/e2e",),
    "browser": ("tests/browser",),
    "local": ("tests/local",),
    "arm64": ("tests/arm64",),
}
"""Tiers of pytest by name. `site`, the JavaScript tests, is the only other one (tests/__main__.py)."""

OPTIONAL = frozenset({"arm64"})
"""These run only by name."""

SITE = "site"
OUTCOMES = ("passed", "failed", "error", "skipped", "xfailed")


@dataclass
class Result:
    """The result of one tier: number of tests by outcome, when its first test started and its last ended (seconds
    since the epoch), and its processor time in seconds.
    """

    counts: dict[str, int] = field(default_factory=dict)
    started: float = 0.0
    ended: float = 0.0
    processor: float = 0.0

    @property
    def tests(self) -> int:
        return sum(self.counts.values())

    @property
    def seconds(self) -> float:
        return self.ended - self.started

    def add(self, outcome: str, started: float, ended: float) -> None:
        if outcome:
            self.counts[outcome] = self.counts.get(outcome, 0) + 1
        self.started = min(self.started or started, started)
        self.ended = max(self.ended, ended)


def tier_of(nodeid: str) -> str:
    """The tier of a folder; 'other' if it belongs to none, so that this is noticed."""
    return next(
        (tier for tier, folders in TIERS.items() if any(nodeid.startswith(folder + "/") for folder in folders)), "other"
    )


def results_of(stats: dict[str, list[Any]]) -> dict[str, Result]:
    """Results by tier, from the reports a pytest run collected by category. Setup and teardown of a test that passed
    have the category "" and count as time only.
    """
    results: dict[str, Result] = {}
    for outcome in ("", *OUTCOMES):
        for report in stats.get(outcome, []):
            if hasattr(report, "nodeid") and hasattr(report, "start"):
                results.setdefault(tier_of(report.nodeid), Result()).add(outcome, report.start, report.stop)
    return results


def failures_of(stats: dict[str, list[Any]]) -> list[str]:
    """What failed in a pytest run: a test's id and the first two lines of its error, on one line."""
    reports = [report for outcome in ("failed", "error") for report in stats.get(outcome, [])]
    return [f"{report.nodeid}: {_reason(report)}" for report in reports if hasattr(report, "nodeid")]


def _reason(report: Any) -> str:
    """Playwright says what it expected in the first line, and what it found in the second."""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr or "")
    lines = [line.strip()[:300] for line in text.splitlines() if line.strip()]
    return "; ".join(lines[:2])


def merged(reports: Iterable[dict[str, Result]]) -> dict[str, Result]:
    """Results by tier of several processes. A tier may be spread over some of them."""
    results: dict[str, Result] = {}
    for report in reports:
        for tier, result in report.items():
            whole = results.setdefault(tier, Result())
            for outcome, count in result.counts.items():
                whole.counts[outcome] = whole.counts.get(outcome, 0) + count
            whole.add("", result.started, result.ended)
            whole.processor += result.processor
    return results


def as_json(results: dict[str, Result]) -> dict[str, Any]:
    return {tier: asdict(result) for tier, result in results.items()}


def table(results: dict[str, Result]) -> list[str]:
    """One line for each tier: number of tests, seconds from its first test to its last, seconds of processor time, how
    the tests ended.
    """
    lines = [f"{'tier':10} {'tests':>5}  {'seconds':>7}  {'cpu':>5}  outcome"]
    for tier in (*TIERS, SITE, "other"):
        result = results.get(tier)
        if result is not None:
            outcome = ", ".join(f"{count} {name}" for name, count in result.counts.items())
            lines.append(f"{tier:10} {result.tests:5}  {result.seconds:7.0f}  {result.processor:5.0f}  {outcome}")
        elif tier == "corpus" and not CORPUS.is_dir():
            lines.append(
                f"{tier:10} {0:5}  {0:7}  {0:5}  not run: there is no ../shared/corpus/open beside this checkout"
            )
    return lines


def closing_line(results: Iterable[Result], seconds: float) -> str:
    """Like pytest's own last line, for all processes together: `7 passed, 0 failed in 5s`."""
    totals = dict.fromkeys(("passed", "failed"), 0)
    for result in results:
        for outcome, count in result.counts.items():
            totals[outcome] = totals.get(outcome, 0) + count
    return ", ".join(f"{count} {outcome}" for outcome, count in totals.items()) + f" in {seconds:.0f}s"
