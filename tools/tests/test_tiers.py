"""The tiers of `python -m tests`: no test is left out, and a failure anywhere fails the run."""

import json
import subprocess
import sys
import textwrap

import pytest

from tests import __main__ as runner
from tests.tiers import OPTIONAL, ROOT, TIERS, Result, closing_line, merged, table, tier_of
from tools.checkout import copy_to

DEFAULT = [tier for tier in TIERS if tier not in OPTIONAL]


def test_every_test_file_belongs_to_a_tier():
    listed = subprocess.run(["git", "ls-files", "*test_*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = listed.stdout.splitlines()

    assert len(files) > 100
    assert [file for file in files if tier_of(file) == "other"] == []


@pytest.mark.parametrize("tiers", [[*DEFAULT, "site"], ["e2e", "unit", "site"], ["arm64"]])
def test_every_tier_runs_once(monkeypatch, tiers):
    monkeypatch.setattr(runner, "available", lambda: [*DEFAULT, "site"])
    jobs = [job for lane in runner.lanes(tiers) for job in lane]
    folders = [folder for tier in tiers if tier != "site" for folder in TIERS[tier]]
    runs = [sorted(selection(job) for job in jobs if folder in job.command) for folder in folders]

    assert [found for found in runs if found not in (["all"], ["not stage", "stage"])] == []
    assert [job.name for job in jobs].count("site") == tiers.count("site")
    words = [word for job in jobs for word in job.command]
    assert [words.count(file) for file in runner.WITH_E2E] == [f"--ignore={file}" in words for file in runner.WITH_E2E]
    assert [file for file in runner.WITH_E2E if not (ROOT / file).is_file()] == []


def selection(job):
    """The tests that a job chooses from its folders."""
    options = job.command[len(runner.PYTEST) :]
    return options[options.index("-m") + 1] if "-m" in options else "all"


def test_lanes_share_no_stage_and_no_folder(monkeypatch):
    monkeypatch.setattr(runner, "available", lambda: [*DEFAULT, "site"])
    lanes = runner.lanes([*DEFAULT, "site"])

    with_a_stage = [[job.port for job in lane if job.name in {"e2e", "browser"}] for lane in lanes]
    assert with_a_stage == [[], [None], [runner.PORT + 80]]


def test_tier_in_two_processes_has_one_line():
    first = Result({"passed": 7}, 10.0, 15.0, processor=4.0)
    second = Result({"passed": 2, "failed": 1}, 8.0, 11.0, processor=2.5)

    both = merged([{"e2e": first}, {"e2e": second}])

    assert both == {"e2e": Result({"passed": 9, "failed": 1}, 8.0, 15.0, processor=6.5)}


def test_copy_has_uncommitted_files_and_what_is_installed(tmp_path):
    copy = copy_to(tmp_path / "copy")

    assert (copy / "Makefile").read_bytes() == (ROOT / "Makefile").read_bytes()
    assert (copy / "services/api/docloft_api/openapi.json").is_symlink()
    assert (copy / ".venv").resolve() == (ROOT / ".venv").resolve()
    assert not (copy / ".git").exists()


def test_unknown_tier_names_the_known_ones(capsys):
    assert runner.main(["units"]) == 2
    assert "The tiers are: unit, contract" in capsys.readouterr().err


@pytest.mark.parametrize(("status", "expected"), [(0, 0), (1, 1), (4, 1)])
def test_process_that_failed_fails_the_run(monkeypatch, capsys, status, expected):
    script = f"import json, os, sys; open(os.environ['DOCLOFT_TEST_REPORT'], 'w').write({REPORT!r}); sys.exit({status})"
    job = runner.Job("unit", (sys.executable, "-c", script))
    monkeypatch.setattr(runner, "lanes", lambda _tiers: [[job]])

    assert runner.main(["unit"]) == expected
    *before, last = capsys.readouterr().out.splitlines()
    assert "3 passed, 1 failed in" in last
    assert before[-1] == "tests/test_a.py::test_b: assert 1 == 2"


REPORT = json.dumps(
    {
        "tiers": {"unit": {"counts": {"passed": 3, "failed": 1}, "started": 1, "ended": 4}},
        "figures": [],
        "failures": ["tests/test_a.py::test_b: assert 1 == 2"],
    }
)


def test_process_that_left_no_report_fails_the_run(monkeypatch, capsys):
    job = runner.Job("unit", (sys.executable, "-c", ""))
    monkeypatch.setattr(runner, "lanes", lambda _tiers: [[job]])

    assert runner.main(["unit"]) == 1
    assert "unit: ended before its last test" in capsys.readouterr().out


def test_failed_test_of_a_real_run_is_listed_with_the_first_two_lines_of_its_error(tmp_path):
    test = "def test_wrong_sum_fails():\n    assert 1 + 1 == 3, 'two\\nwas found\\nby adding'\n"
    (tmp_path / "test_sum.py").write_text(test)
    script = "import sys, pytest; from tests.tiers import failures_of\n" + textwrap.dedent("""
        class Plugin:
            def pytest_terminal_summary(self, terminalreporter):
                print(failures_of(terminalreporter.stats))
        pytest.main(["-q", "--noconftest", "-p", "no:cacheprovider", sys.argv[1]], plugins=[Plugin()])
    """)

    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert "test_sum.py::test_wrong_sum_fails: AssertionError: two; was found" in run.stdout


def test_failed_test_of_the_site_is_listed_by_its_name():
    lines = ["TAP version 13\n", "    not ok 2 - empty box keeps its hint\n", "ok 3 - other\n"]

    assert runner._site_failures(lines) == ["empty box keeps its hint"]


def test_table_has_a_line_for_each_tier_that_ran():
    lines = table(
        {"unit": Result({"passed": 7}, 10.0, 15.4, 9.1), "site": Result({"passed": 2, "failed": 1}, 1.0, 3.0, 1.2)}
    )

    assert [line.split() for line in lines if line.startswith(("unit", "site"))] == [
        ["unit", "7", "5", "9", "7", "passed"],
        ["site", "3", "2", "1", "2", "passed,", "1", "failed"],
    ]


def test_closing_line_counts_every_outcome():
    results = [Result({"passed": 7}), Result({"passed": 2, "skipped": 1})]

    assert closing_line(results, 61.2) == "9 passed, 0 failed, 1 skipped in 61s"
