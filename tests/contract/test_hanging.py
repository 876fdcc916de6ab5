"""A command that hangs fails the test that runs it, within a bounded time and with what it printed."""

import pytest

from tests.conftest import clean_environment, finished

PROGRAM = "echo Rebuilding; echo why >&2; exec sleep {}"
"""In a shell, which starts at once even on a busy machine."""


def test_command_that_hangs_fails_with_what_it_printed():
    with pytest.raises(pytest.fail.Exception, match=r"was not done after 5 s:\nRebuilding\nwhy\n"):
        finished(["sh", "-c", PROGRAM.format(60)], clean_environment(), 5)


def test_command_that_ends_in_time_returns_its_status_and_output():
    done = finished(["sh", "-c", PROGRAM.format(0)], clean_environment(), 60)

    assert (done.returncode, done.stdout, done.stderr) == (0, "Rebuilding\n", "why\n")
