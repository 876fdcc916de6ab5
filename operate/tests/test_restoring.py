"""Requests that a restore refuses."""

from datetime import timedelta

import pytest

from docloft.clock import now
from docloft.lifecycle.states import State
from operate import backups, restoring
from operate.restoring import RestoreRequest
from tests.fixtures import make_document
from tools.failure import OperatorError

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.mark.parametrize("do", [False, True])
def test_moment_in_the_future_is_refused_before_anything_is_done(stage, monkeypatch, do):
    monkeypatch.setattr(backups, "make", lambda *_arguments: pytest.fail("made a copy"))
    monkeypatch.setattr(backups, "complete", lambda *_arguments: pytest.fail("changed the table"))

    with pytest.raises(OperatorError, match=r"is in the future.*Nothing was changed"):
        restoring.restore(stage, RestoreRequest("documents", now() + timedelta(hours=1)), do=do)


@pytest.fixture
def unchanged(stage, monkeypatch):
    """The copy of the table has the same records as the table."""
    monkeypatch.setattr(backups, "make", lambda live, _at: live)
    make_document(State.RECEIVED)
    return stage


def test_nothing_to_restore_is_reported_without_a_command(unchanged, capsys):
    assert restoring.restore(unchanged, RestoreRequest("documents", now()), do=False) == 0

    printed = capsys.readouterr().out
    assert "Nothing was changed. There is nothing to restore." in printed
    assert "YES=1" not in printed


def test_library_without_a_record_is_refused_and_the_copy_is_named(unchanged, capsys):
    with pytest.raises(OperatorError, match="LIBRARY=unknown has no record in docloft-test-documents, now or then"):
        restoring.restore(unchanged, RestoreRequest("documents", now(), "unknown"), do=False)

    assert "REMOVE=1" in capsys.readouterr().out
