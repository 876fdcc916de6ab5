import json
from pathlib import Path

import pytest

from docloft.work import VERSION, Action, decode, encode

SAMPLES = Path(__file__).parents[3] / "tests" / "events" / "commands"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_command_ever_sent_is_still_understood(sample):
    body = sample.read_text()

    command = decode(body)

    assert command.action == sample.stem.split(".")[0]
    assert json.loads(encode(command)) == {**json.loads(body), "version": VERSION}


def test_there_is_a_sample_of_every_action_in_this_version():
    assert {path.name for path in SAMPLES.glob(f"*.v{VERSION}.json")} == {
        f"{action}.v{VERSION}.json" for action in Action
    }
