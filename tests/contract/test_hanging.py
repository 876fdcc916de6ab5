"""A command that hangs fails the test that runs it, within a bounded time and with what it printed."""

import sys

import pytest

from tests.conftest import clean_environment, finished

PROGRAM = "import sys, time; print('Rebuilding', flush=True); print('why', file=sys.stderr, flush=True); time.sleep({})"


def test_command_that_hangs_fails_with_what_it_printed():
    with pytest.raises(pytest.fail.Exception, match=r"was not done after 2 s:\nRebuilding\nwhy\n"):
        finished([sys.executable, "-c", PROGRAM.format(60)], clean_environment(), 2)


def test_command_that_ends_in_time_returns_its_status_and_output():
    done = finished([sys.executable, "-c", PROGRAM.format(0)], clean_environment(), 60)

    assert (done.returncode, done.stdout, done.stderr) == (0, "Rebuilding\n", "why\n")
