"""Sets the names of tables and a region before anything imports a table model, so that no test can reach a real
account.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis

from tests import processor
from tests.tiers import Result, as_json, failures_of, results_of, table, tier_of

NAMES = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "DOCUMENTS_TABLE": "docloft-test-documents",
    "LIBRARY_TABLE": "docloft-test-library",
    "JOBS_TABLE": "docloft-test-jobs",
    "HISTORY_TABLE": "docloft-test-history",
    "FILES_BUCKET": "docloft-test-files",
    "WORK_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/docloft-test-work",
    "WORK_FUNCTION": "docloft-test-work",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/docloft-test-work-dead-letter",
    "SITE_ORIGIN": "https://docs.example.org",
    "OCR_PAGES_A_DAY": "1000",
    "OCR_ENGINE": "tesseract",
    "SEARCH_ENGINE": "tantivy",
    "OPENSEARCH_ENDPOINT": "",
    "OPENSEARCH_SERVICE": "es",
    "OPENSEARCH_INDEX": "docloft-test",
    "MAX_UPLOAD_BYTES": "104857600",
    "S3_ADDRESSING_STYLE": "virtual",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_METRICS_NAMESPACE": "Docloft",
    "STAGE_NAME": "test",
}
os.environ.update(NAMES)
for variable in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
    os.environ.pop(variable, None)
pytest_plugins = ["tests.fixtures"]
# Machines are shared and slow at times: no test may fail because one example took long.
hypothesis.settings.register_profile("docloft", deadline=None)
hypothesis.settings.load_profile("docloft")


_IN_MEMORY, _MEMORY_BYTES = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - only its free space decides
_REPORT = os.environ.get("DOCLOFT_TEST_REPORT")
_processor_time = processor.ByTier()
if _REPORT:
    processor.adopt_orphans()


def pytest_configure() -> None:
    """Makes the temporary folder one of this run: code that keeps files there would find those of an earlier run or of
    another checkout. It is in memory if there is enough: on a disk, a commit to a search index takes twice as much
    processor time and ten times as long. pytest's own folders stay where they are, for a look after a failure.
    """
    root = os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    is_roomy = _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _MEMORY_BYTES
    folder = _IN_MEMORY if is_roomy else root
    os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="docloft-tests-", dir=folder)


def pytest_unconfigure() -> None:
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    # pytest may run again in this process (tools/mutation.py).
    os.environ["TMPDIR"] = tempfile.tempdir = os.environ["PYTEST_DEBUG_TEMPROOT"]


def pytest_runtest_logstart(nodeid: str) -> None:
    _processor_time.enter(tier_of(nodeid))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Prints a table of the tiers that ran, and the figures that tests recorded by `record_property("figure", ...)`.
    With DOCLOFT_TEST_REPORT, writes both and what failed to that file as JSON instead (tests/__main__.py merges several
    processes).
    """
    results = results_of(terminalreporter.stats)
    _processor_time.enter("")
    for tier, spent in _processor_time.spent.items():
        results.setdefault(tier, Result()).processor = spent
    figures = _figures(terminalreporter.stats)
    if _REPORT:
        Path(_REPORT).write_text(
            json.dumps({"tiers": as_json(results), "figures": figures, "failures": failures_of(terminalreporter.stats)})
        )
        return
    terminalreporter.section("tests by tier")
    for line in table(results):
        terminalreporter.line(line)
    if figures:
        terminalreporter.section("figures")
        for line in figures:
            terminalreporter.line(line)


def _figures(stats: dict[str, list[Any]]) -> list[str]:
    reports = [report for found in stats.values() for report in found if getattr(report, "when", "") == "call"]
    properties = [item for report in reports for item in report.user_properties]
    figures = [text for name, text in properties if name == "figure"]
    if proven := {text for name, text in properties if name == "practice"}:
        figures.append(f"{len(proven)} practices proven by the templates (python -m tests.contract)")
    return figures
