"""The log of an invocation has all lines that the function wrote, however late the emulator gets them."""

import json
import subprocess
from pathlib import Path

import pytest

from tools.local_stage import TOOLS

SCRIPT = Path(__file__).with_name("function_log.py")
FUNCTION = """
import os, sys, threading, time

def handle(event, context):
    print("first", event["number"])
    {}
"""


def logs_of(ending, limit=60):
    done = subprocess.run(
        [str(TOOLS / "emulator/bin/python"), str(SCRIPT), FUNCTION.format(ending), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("ending", "last"),
    [
        ('print("last")', ["\nlast", "\nlast"]),
        ('sys.stdout.write("no end of line")', ["\nno end of line", "\nno end of line"]),
        ("return {object()}", ["", ""]),
        ('raise ValueError("failed")', ["", ""]),
        ("os._exit(1)", ["", ""]),
    ],
)
def test_late_lines_are_in_the_log_of_their_invocation(ending, last):
    assert logs_of(ending) == [f"first {number}{after}" for number, after in enumerate(last)]


def test_late_lines_of_an_invocation_that_took_too_long_are_in_its_log():
    # Long enough for its process to start.
    assert logs_of("time.sleep(60)", limit=5) == ["first 0", "first 1"]


def test_invocation_without_lines_has_an_empty_log():
    assert logs_of('if False: pass\n\ndef handle(event, context):\n    return "quiet"') == ["", ""]


def test_lines_of_an_ended_process_are_read_although_its_child_goes_on_writing():
    ending = 'os.fork() or (time.sleep(8), os._exit(0)); print("last"); os._exit(1)'

    assert logs_of(ending) == ["first 0\nlast", "first 1\nlast"]
