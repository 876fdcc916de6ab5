"""What a service needs, decided from the saved checksums and the emulator's stacks."""

import json

import pytest

from local import deploying, hot_reload, sources, stacks
from local.deploying import Need, need
from local.sources import Checksums
from local.stacks import Stack
from tools.failure import OperatorError

WANTED = Checksums(config="config", code="code")
STACK = Stack(outputs={}, updated="2026-11-28 08:00:00", functions={"docloft-local-api": "sha"})
REMEMBERED = {"config": "config", "code": "code", "updated": STACK.updated, "functions": STACK.functions}


@pytest.mark.parametrize(
    ("stack", "remembered", "expected"),
    [
        (STACK, REMEMBERED, Need.NOTHING),
        (STACK, {**REMEMBERED, "code": "before"}, Need.CODE),
        (STACK, {**REMEMBERED, "functions": {"docloft-local-api": "other code by hand"}}, Need.CODE),
        (STACK, {**REMEMBERED, "functions": {}}, Need.CODE),
        (STACK, {**REMEMBERED, "config": "before"}, Need.DEPLOY),
        (STACK, {**REMEMBERED, "updated": "before a deploy by hand"}, Need.DEPLOY),
        (None, REMEMBERED, Need.DEPLOY),
        (STACK, None, Need.DEPLOY),
    ],
)
def test_service_gets_the_cheapest_update_that_is_safe(stack, remembered, expected):
    assert need(WANTED, stack, remembered) is expected


@pytest.fixture
def memory(monkeypatch, tmp_path):
    file = tmp_path / "deployed.json"
    monkeypatch.setattr(deploying, "_memory", lambda: file)
    return file


def test_memory_of_an_earlier_release_is_ignored(memory):
    memory.write_text(json.dumps({"api": "a checksum", "storage": REMEMBERED}))

    assert deploying._remembered() == {"storage": REMEMBERED}


def test_file_edited_during_a_deploy_is_deployed_again(memory, monkeypatch):
    monkeypatch.setattr(sources, "checksums", lambda _: Checksums("config", "edited meanwhile"))

    deploying._remember("api", WANTED, STACK)

    assert need(WANTED, STACK, json.loads(memory.read_text())["api"]) is Need.CODE


@pytest.fixture
def watch(monkeypatch):
    monkeypatch.setattr(sources, "signature", lambda: 1)
    monkeypatch.setattr(hot_reload, "_SETTLE_SECONDS", 0)
    return hot_reload.Watch()


def test_nothing_is_deployed_while_no_file_changes(watch, monkeypatch):
    monkeypatch.setattr(deploying, "deploy", lambda: pytest.fail("deployed"))

    assert watch.deploy_edits() is False


def test_mistake_is_printed_once_and_the_next_edit_is_deployed(watch, monkeypatch, capsys):
    def refuse():
        raise OperatorError("handler.py:3: invalid syntax.")

    monkeypatch.setattr(sources, "signature", lambda: 2)
    monkeypatch.setattr(deploying, "deploy", refuse)
    assert watch.deploy_edits() is True
    assert watch.deploy_edits() is False
    assert capsys.readouterr().out == "handler.py:3: invalid syntax.\n"

    monkeypatch.setattr(sources, "signature", lambda: 3)
    monkeypatch.setattr(deploying, "deploy", lambda: None)
    assert watch.deploy_edits() is True
    assert capsys.readouterr().out.startswith("Live after ")


def test_stack_names_follow_the_services():
    assert stacks.stack_name("api") == "docloft-api-local"
