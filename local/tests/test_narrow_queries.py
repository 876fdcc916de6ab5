"""A query of a part of a partition has the result that the emulator alone gives, and looks at this part only."""

import json
import subprocess
from pathlib import Path

import pytest

from tools.local_stage import TOOLS


@pytest.fixture(scope="module")
def results():
    script = Path(__file__).with_name("partition_query.py")
    done = subprocess.run(
        [str(TOOLS / "emulator/bin/python"), str(script)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_narrowed_query_gives_what_the_emulator_alone_gives(results):
    assert [found[:2] for found in results["with"]] == [found[:2] for found in results["without"]]
    assert [found[0] for found in results["with"]].count(200) >= 12


def test_emulator_evaluates_a_key_condition_once(results):
    assert results["without"][0][1]["Count"] == 40
    assert results["without"][0][2] >= 120
    # One filter of ten items remains.
    assert [found[2] for found in results["with"] if found[0] == 200 and found[2] > 1] == [11]
