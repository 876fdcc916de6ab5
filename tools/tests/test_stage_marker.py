"""Only tests with the marker `stage` start a stage: the others are run by jobs that must not."""

import subprocess
import sys

import pytest

from tests.tiers import ROOT

TESTS = """
import pytest
from tests import conftest

def start(*arguments, **more):
    raise RuntimeError("a stage was started")

conftest.start = start

def test_with_fixture({fixture}):
    pass

def test_without_fixture(request):
    request.getfixturevalue("{fixture}")
"""


@pytest.mark.parametrize("fixture", ["stack", "single_owner"])
def test_test_that_requests_a_stage_later_fails_without_starting_one(tmp_path, fixture):
    (tmp_path / "test_stages.py").write_text(TESTS.format(fixture=fixture))

    def outcome(marker):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, "-c", "/dev/null", "--rootdir", tmp_path, "-m", marker, tmp_path],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "1 deselected" in done.stdout, done.stdout + done.stderr
        return done.stdout

    assert "a stage was started" in outcome("stage")
    without = outcome("not stage")
    assert "a stage was started" not in without
    assert f"needs the fixture {fixture} among its arguments" in without
