"""How often the emulator's state is saved, and until when the journal is kept."""

import json
import subprocess
from functools import partial
from pathlib import Path

import pytest

from tools.local_stage import TOOLS

SCRIPT = Path(__file__).with_name("snapshot_cadence.py")
LARGE = ["cloudwatch_logs", "dynamodb"]


@pytest.fixture
def saved(tmp_path):
    return partial(run, tmp_path)


def run(folder, pause, failing, *events):
    """The seconds since the first snapshot, the services and the files of the journal of each, and the files left."""
    done = subprocess.run(
        [str(TOOLS / "emulator/bin/python"), str(SCRIPT), str(folder), str(pause), str(failing), *events],
        env={"PERSIST_STATE": "1", "STATE_DIR": str(folder / "state")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    saves = found["saves"]
    seconds = [save["at"] - saves[0]["at"] for save in saves]
    return seconds, [save["services"] for save in saves], [save["files"] for save in saves], found["files"]


def test_tables_are_saved_within_their_pause_and_others_at_once(saved):
    seconds, services, _, _ = saved(5, 0, "request", "request")

    assert services == [[*LARGE, "iam"], ["iam"], [*LARGE, "iam"]]
    assert 5 <= seconds[2] < 35


def test_stack_is_saved_together_with_its_tables_at_once(saved):
    seconds, services, _, _ = saved(600, 0, "request", "stack")

    assert services == [[*LARGE, "iam"], ["cloudformation", *LARGE, "iam"]]
    assert seconds[1] < 30


def test_snapshot_of_the_tables_that_failed_is_repeated_at_once(saved):
    seconds, services, _, _ = saved(600, 2, "request", "stack")

    assert [set(LARGE) <= set(names) for names in services] == [True, True, True]
    assert seconds[2] - seconds[1] < 30


def test_files_of_the_journal_are_kept_until_the_tables_are_saved(saved):
    _, _, files, left = saved(600, 1, "request")

    assert files == [[1, 2, 3], [1, 2, 3, 4]]
    assert left == [4]
