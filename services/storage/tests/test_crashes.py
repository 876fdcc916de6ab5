"""A delivery that dies at any step is completed by the next one, and nothing is lost."""

import pytest

from docloft import commands, objects
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from services.storage.tests import files
from services.storage.tests.conftest import (
    announced,
    event_of,
    exists,
    key_of,
    original_of,
    put,
    receive,
    reload,
    sweep,
)
from tests.fixtures import sent_commands

STEPS = [
    (objects, "download"),
    (objects, "copy"),
    (objects, "write"),
    (changes, "amend"),
    (commands, "send"),
    (objects, "remove"),
]


class PowerCutError(Exception):
    """The function was killed at this step."""


def cut(monkeypatch, module, name, *, after):
    """Makes a step die once, before or after it has done its work."""
    real = getattr(module, name)

    def dying(*arguments, **options):
        monkeypatch.setattr(module, name, real)
        if after:
            real(*arguments, **options)
        raise PowerCutError

    monkeypatch.setattr(module, name, dying)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("module", "name"), STEPS)
def test_delivery_that_dies_at_any_step_is_completed_by_the_next(cloud, monkeypatch, module, name, after):
    content = files.pdf("one")
    document = announced(content)
    put(document, content)
    event = event_of(key_of(document))
    cut(monkeypatch, module, name, after=after)

    with pytest.raises(PowerCutError):
        receive(event)
    receive(event)

    assert reload(document).state == State.RECEIVED
    assert original_of(document)["Body"].read() == content
    assert {command.document_id for command in sent_commands()} == {document.document_id}
    assert not exists(key_of(document))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("module", "name"), STEPS)
def test_delivery_that_dies_at_any_step_is_completed_by_the_sweeper(cloud, monkeypatch, module, name, after, overdue):
    content = files.pdf("one")
    document = announced(content)
    put(document, content)
    cut(monkeypatch, module, name, after=after)
    with pytest.raises(PowerCutError):
        receive(event_of(key_of(document)))

    overdue(document)
    sweep()

    assert reload(document).state == State.RECEIVED
    assert original_of(document)["Body"].read() == content
    assert document.document_id in {command.document_id for command in sent_commands()}


@pytest.fixture
def overdue(monkeypatch):
    """Makes a document overdue, so that the next sweep handles it."""

    def make_overdue(document):
        from datetime import UTC, datetime, timedelta

        from docloft.tables.documents import Document

        current = reload(document)
        past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        current.update(actions=[Document.due_at.set(past)])

    return make_overdue
