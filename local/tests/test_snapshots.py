"""The emulator's state is written when it has changed, and what cannot be written now is written later."""

import json
import subprocess

import pytest

from tools.local_stage import ROOT, TOOLS

SCRIPT = """
import json, sys, time
from ministack.core import persistence
from ministack.core.responses import AccountScopedDict
sys.path.insert(0, sys.argv[1])
from local import snapshots
snapshots.install()
import os
from pathlib import Path

store = AccountScopedDict()
names = lambda: json.loads(Path(os.environ["STATE_DIR"], "sqs.json").read_text())["payload"]
times = lambda: Path(os.environ["STATE_DIR"], "sqs.json").stat().st_mtime_ns
save = lambda **services: persistence.save_all({name: lambda state=state: state for name, state in services.items()})
seen = {}

save(sqs={"queues": store, "one": 1})
seen["written"] = names()
first, began = times(), time.monotonic_ns()
seen["saved too early"] = snapshots.is_saved("sqs", since=began)
save(sqs={"queues": store, "one": 1})
seen["written again without a change"] = times() != first
seen["saved without a change"] = snapshots.is_saved("sqs", since=began)
store["name"] = "url"
save(sqs={"queues": store, "one": 1})
seen["written after a change"] = len(names()["queues"]["data"])
began = time.monotonic_ns()
save(sqs={"queues": object()}, iam={"roles": 1})
seen["saved although it could not be"] = snapshots.is_saved("sqs", since=began)
seen["others saved"] = snapshots.is_saved("iam", since=began)
seen["kept"] = len(names()["queues"]["data"])
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What happened to a state that was saved several times by the emulator's Python."""
    environment = {"PERSIST_STATE": "1", "STATE_DIR": str(tmp_path_factory.mktemp("state") / "inside")}
    done = subprocess.run(
        [str(TOOLS / "emulator/bin/python"), "-c", SCRIPT, str(ROOT)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_state_is_written_only_after_a_change(seen):
    assert seen["written"] == {"queues": {"__scoped__": True, "data": {}}, "one": 1}
    assert seen["written again without a change"] is False
    assert seen["written after a change"] == 1


def test_state_without_a_change_counts_as_saved(seen):
    assert (seen["saved too early"], seen["saved without a change"]) == (False, True)


def test_state_that_cannot_be_saved_is_kept_and_does_not_disturb_the_others(seen):
    assert (seen["saved although it could not be"], seen["kept"], seen["others saved"]) == (False, 1, True)
