import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from docloft import commands
from docloft.commands import MAX_BODY_BYTES, VERSION, ChainError, Command, InvalidCommandError, registry
from docloft.commands.registry import ACTIONS, EXPORT, PURGE, READ, RECOGNISE_PAGES, REINDEX
from docloft.ids import new_id

SAMPLES = Path(__file__).parents[3] / "tests" / "events" / "commands"
LIBRARY = "0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_frozen_command_is_still_decoded(sample):
    body = sample.read_text()

    command = commands.decode(body)

    assert command.action.name == sample.stem.split(".")[0]
    assert json.loads(commands.encode(command)) == {**json.loads(body), "version": VERSION}


def test_every_action_has_a_frozen_sample_and_explains_its_idempotence():
    frozen = {path.name for path in SAMPLES.glob(f"*.v{VERSION}.json")}
    expected = {f"{name}.v{VERSION}.json" for name in ACTIONS}
    assert expected - frozen == set(), "freeze a body of each of these actions in tests/events/commands"
    assert frozen - expected == set(), "no action is registered for these samples"
    for name, action in ACTIONS.items():
        assert action.name == name
        assert action.idempotence.endswith(".")


def test_second_action_with_the_same_name_is_refused():
    with pytest.raises(ValueError, match="two actions called read"):
        registry.declare("read", idempotence="Nothing happens.")


def command_of(size):
    """A command whose correlation id makes the body exactly `size` bytes long."""
    empty = Command(READ, LIBRARY, new_id())
    return Command(READ, LIBRARY, new_id(), correlation_id="x" * (size - len(commands.encode(empty))))


def test_body_of_two_kilobytes_is_accepted_and_one_byte_more_is_refused():
    assert len(commands.encode(command_of(2048)).encode()) == MAX_BODY_BYTES == 2048

    with pytest.raises(ValueError, match="larger than 2048 bytes"):
        commands.encode(command_of(2049))


def test_body_has_no_spaces():
    document_id = new_id()

    body = commands.encode(Command(RECOGNISE_PAGES, LIBRARY, document_id, correlation_id="click", pages=(0, 7)))

    assert body == (
        f'{{"version":1,"command":"recognise_pages","library_id":"{LIBRARY}","document_id":"{document_id}",'
        '"pages":[0,7],"correlation_id":"click","hop":0}'
    )


@pytest.mark.parametrize("pages", [(0, 0), (7, 7), (9_999_999, 9_999_999)])
def test_pages_at_the_limits_are_decoded_as_they_were_encoded(pages):
    command = Command(RECOGNISE_PAGES, LIBRARY, new_id(), pages=pages)

    assert commands.decode(commands.encode(command)) == command


def test_body_size_is_counted_in_bytes():
    with pytest.raises(ValueError, match="larger than 2048 bytes"):
        commands.encode(Command(READ, LIBRARY, new_id(), correlation_id="ü" * 500))


@pytest.mark.parametrize(
    "command", [Command(READ, LIBRARY), Command(READ, LIBRARY, new_id(), new_id()), Command(REINDEX, LIBRARY, new_id())]
)
def test_command_with_missing_or_extra_ids_is_neither_encoded_nor_decoded(command):
    fields = {"version": VERSION, "command": command.action.name, "library_id": LIBRARY, **command.ids}

    with pytest.raises(ValueError, match="other ids"):
        commands.encode(command)
    with pytest.raises(InvalidCommandError):
        commands.decode(json.dumps(fields))


@pytest.mark.parametrize(
    "wrong",
    [
        {"library_id": "../x"},
        {"document_id": "01JDDRKX3W"},
        {"document_id": 7},
        {"job_id": "../x"},
        {"command": "dance"},
        {"hop": "many"},
        {"command": "recognise_pages"},
        {"command": "recognise_pages", "pages": [8, 7]},
        {"command": "recognise_pages", "pages": [-1, 7]},
        {"command": "recognise_pages", "pages": [0, 10_000_000]},
        {"command": "recognise_pages", "pages": [False, True]},
        {"command": "recognise_pages", "pages": ["0", "7"]},
        {"command": "recognise_pages", "pages": [0, 1, 2]},
        {"command": "recognise_pages", "pages": 7},
        {"pages": [0, 7]},
        {"version": 99},
    ],
)
def test_body_with_an_invalid_field_is_refused(wrong):
    right = {"version": VERSION, "command": "purge", "library_id": LIBRARY, "document_id": new_id()}
    assert commands.decode(json.dumps(right)).action is PURGE

    with pytest.raises(InvalidCommandError):
        commands.decode(json.dumps(right | wrong))


@pytest.mark.parametrize("pages", [(8, 7), (-1, 7), (0, 10_000_000)])
def test_pages_out_of_range_are_not_encoded(pages):
    with pytest.raises(ValueError, match="pages"):
        commands.encode(Command(RECOGNISE_PAGES, LIBRARY, new_id(), pages=pages))


@pytest.mark.parametrize("number", [1, 99_999])
def test_number_at_the_limits_is_decoded_as_it_was_encoded(number):
    command = Command(EXPORT, LIBRARY, job_id=new_id(), number=number)

    assert commands.decode(commands.encode(command)) == command


@pytest.mark.parametrize("number", [0, -1, 100_000, True, "1"])
def test_number_out_of_range_is_neither_encoded_nor_decoded(number):
    command = Command(EXPORT, LIBRARY, job_id=new_id(), number=number)
    fields = {"version": VERSION, "command": "export", "library_id": LIBRARY, **command.ids, "number": number}

    with pytest.raises(ValueError, match="number"):
        commands.encode(command)
    with pytest.raises(InvalidCommandError):
        commands.decode(json.dumps(fields))


@pytest.mark.parametrize("body", ["", "x", "[]", "{}", "null"])
def test_body_that_is_not_a_command_is_refused(body):
    with pytest.raises(InvalidCommandError, match=r"^This message is not a command of Docloft\.$"):
        commands.decode(body)


@pytest.mark.parametrize("wrong", [{"library_id": "../x"}, {"document_id": "../x"}])
def test_body_with_an_invalid_id_is_not_a_command(wrong):
    fields = {"version": VERSION, "command": "purge", "library_id": LIBRARY, "document_id": new_id()}

    with pytest.raises(InvalidCommandError, match=r"^This message is not a command of Docloft\.$"):
        commands.decode(json.dumps(fields | wrong))


def test_body_of_another_version_is_refused_with_its_version():
    with pytest.raises(InvalidCommandError, match="commands of version 99"):
        commands.decode(json.dumps({"version": 99}))


def test_body_without_a_hop_and_a_correlation_id_starts_a_chain():
    fields = {"version": VERSION, "command": "reindex", "library_id": LIBRARY, "unknown": "ignored"}

    assert commands.decode(json.dumps(fields)) == Command(REINDEX, LIBRARY, correlation_id="", hop=0)


@pytest.mark.parametrize("hop", [5, 6])
def test_command_too_far_down_a_chain_is_not_handled(hop):
    with pytest.raises(ChainError, match="too long: 5 commands"), commands.handling(Command(REINDEX, LIBRARY, hop=hop)):
        pytest.fail("the command is handled")


@pytest.fixture
def sent(monkeypatch):
    class Queue:
        def send_message(self, *, QueueUrl, MessageBody):  # noqa: N803 - as boto3 names them
            bodies.append(json.loads(MessageBody))

    bodies: list[Any] = []
    monkeypatch.setattr("docloft.commands.work_queue.client", Queue)
    return bodies


def test_command_sent_outside_the_worker_starts_a_chain(sent):
    commands.send(REINDEX, LIBRARY, correlation_id="click")

    assert [(body["hop"], body["correlation_id"]) for body in sent] == [(0, "click")]


@pytest.mark.parametrize(("hop", "next_hop"), [(0, 1), (3, 4)])
def test_command_sent_by_another_has_the_next_hop_and_the_same_correlation_id(sent, hop, next_hop):
    parent = Command(
        registry.Action("parent", "nowhere:nothing", "Nothing.", fan_out=True), LIBRARY, correlation_id="click", hop=hop
    )

    with commands.handling(parent):
        commands.send(REINDEX, LIBRARY, correlation_id="another")

    assert [(body["hop"], body["correlation_id"]) for body in sent] == [(next_hop, "click")]


def test_command_sent_from_a_thread_of_the_handler_belongs_to_the_chain(sent):
    parent = Command(registry.Action("parent", "nowhere:nothing", "Nothing.", fan_out=True), LIBRARY, hop=1)

    with commands.handling(parent), ThreadPoolExecutor(1) as threads:
        threads.submit(commands.send, REINDEX, LIBRARY).result()

    assert [body["hop"] for body in sent] == [2]


def test_fifth_command_of_a_chain_cannot_send_another(sent):
    parent = Command(registry.Action("parent", "nowhere:nothing", "Nothing.", fan_out=True), LIBRARY, hop=4)

    with commands.handling(parent), pytest.raises(ChainError, match="too long: 5 commands"):
        commands.send(REINDEX, LIBRARY)
    assert sent == []


def test_command_that_may_not_fan_out_cannot_send_another(sent):
    with commands.handling(Command(REINDEX, LIBRARY)), pytest.raises(ChainError, match="may not send"):
        commands.send(REINDEX, LIBRARY)
    assert sent == []
