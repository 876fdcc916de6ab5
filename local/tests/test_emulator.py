"""The emulator's process: whether it is alive, and the message when it is not."""

import json
import os
import subprocess
import sys

import pytest

from local import __main__ as stage
from local import emulator, hot_reload, logs, outputs
from tests.narrowing import present
from tools.failure import OperatorError

# A parent that never waits for its child, as in a container without an init. WNOWAIT leaves the ended child in the
# process table.
PARENT = """
import os, time
child = os.fork()
if child == 0:
    os._exit(0)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
print(child, flush=True)
time.sleep(60)
"""


def test_zombie_of_another_parent_is_not_alive():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        child = int(present(parent.stdout).readline())
        os.kill(child, 0)  # The ended process is still in the process table.

        assert emulator._alive(child) is False
        assert emulator._alive(parent.pid) is True
        parent.kill()


@pytest.fixture
def pid_file(monkeypatch, tmp_path):
    file = tmp_path / "emulator.pid"
    monkeypatch.setattr(emulator, "_pid_file", lambda: file)
    return file


def test_emulator_that_was_never_started_has_not_died(pid_file):
    assert emulator.has_died() is False
    pid_file.write_text(json.dumps({"pid": os.getpid(), "name": "docloft-1"}))
    assert emulator.has_died() is False


def test_emulator_whose_process_is_gone_has_died(pid_file):
    with subprocess.Popen(["true"]) as ended:
        pass
    pid_file.write_text(json.dumps({"pid": ended.pid, "name": "docloft-1"}))

    assert emulator.has_died() is True


def test_emulator_without_a_process_id_was_stopped_and_has_not_died(pid_file):
    assert emulator.is_running() is False
    assert emulator.has_died() is False


@pytest.fixture
def stopped(monkeypatch):
    """A started stage whose logs must not be read any more: that takes half a minute without an emulator."""
    stopped = []
    written = {"demo_user": None, "owner_key": "key", "api_url": "http://api", "drop_key": "drop"}
    monkeypatch.setattr(stage, "start", lambda: None)
    monkeypatch.setattr(stage, "stop", lambda: stopped.append(True))
    monkeypatch.setattr(stage.signal, "signal", lambda *_: None)
    monkeypatch.setattr(outputs, "read", lambda: written)
    monkeypatch.setattr(logs, "Reader", lambda **_: None)
    monkeypatch.setattr(hot_reload, "Watch", lambda: None)
    return stopped


def test_run_ends_with_one_line_when_the_emulator_died(stopped, pid_file):
    with subprocess.Popen(["true"]) as ended:
        pass
    pid_file.write_text(json.dumps({"pid": ended.pid, "name": "docloft-1"}))

    with pytest.raises(OperatorError, match=r"^The emulator ended unexpectedly: see .*emulator\.log\. Run: make run$"):
        stage.run()

    assert stopped == [True]


def test_run_ends_when_another_command_stopped_the_stage(stopped, pid_file, capsys):
    stage.run()

    assert "The stage was stopped by another command." in capsys.readouterr().out
    assert stopped == [True]
