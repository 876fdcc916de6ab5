"""Requests that a restore refuses."""

from datetime import timedelta

import pytest

from docloft.clock import now
from operate import backups, restoring
from operate.restoring import RestoreRequest
from tools.failure import OperatorError

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.mark.parametrize("do", [False, True])
def test_moment_in_the_future_is_refused_before_anything_is_done(stage, monkeypatch, do):
    monkeypatch.setattr(backups, "make", lambda *_arguments: pytest.fail("made a copy"))
    monkeypatch.setattr(backups, "complete", lambda *_arguments: pytest.fail("changed the table"))

    with pytest.raises(OperatorError, match=r"is in the future.*Nothing was changed"):
        restoring.restore(stage, RestoreRequest("documents", now() + timedelta(hours=1)), do=do)
