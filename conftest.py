"""Before anything imports a table model: names and a region, so that no test ever reaches a real account."""

import os
from typing import Any

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
    "SITE_ORIGIN": "https://docs.example.org",
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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many tests of each tier ran, and the figures that tests told by `record_property("told", ...)`."""
    from tests.tiers import summary  # noqa: PLC0415 - after the names above

    outcomes = {
        name: [report.nodeid for report in terminalreporter.stats.get(name, []) if hasattr(report, "nodeid")]
        for name in ("passed", "failed", "error", "skipped", "xfailed")
    }
    terminalreporter.section("tests by tier")
    for line in summary(outcomes):
        terminalreporter.line(line)
    reports = [report for name in outcomes for report in terminalreporter.stats.get(name, [])]
    told = [text for report in reports for name, text in getattr(report, "user_properties", []) if name == "told"]
    proven = sorted(
        {
            number
            for report in terminalreporter.stats.get("passed", [])
            for name, number in getattr(report, "user_properties", [])
            if name == "practice"
        }
    )
    if proven:
        told.append(f"practices that the templates prove: {', '.join(map(str, proven))} (python -m tests.contract)")
    if told:
        terminalreporter.section("figures")
    for line in told:
        terminalreporter.line(line)
