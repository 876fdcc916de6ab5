"""Jobs that are started again by an identical request, and that a worker carries out meanwhile."""

from typing import Any

import pytest

from docloft import commands, reasons, tables
from docloft.clock import now, timestamp
from docloft.roles import Role
from docloft.tables import transactions
from docloft.tables.jobs import JobState
from docloft_api import job_starts
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person
from tests.fixtures import LIBRARY, sent_commands

pytestmark = pytest.mark.usefixtures("cloud")

PERSON = Person(LIBRARY, None, LIBRARY, Role.OWNER, "user:1")


def repeated(job):
    """A request with the key of the one that started the job."""
    ticket = Ticket(LIBRARY, "key", "the same", created_id=job.job_id)
    return job_starts.find_started(LIBRARY, ticket, "correlation")


def written(**values):
    job = job_starts.new_job(PERSON, commands.registry.BULK)
    for name, value in values.items():
        setattr(job, name, value)
    transactions.commit(transactions.Create(job))
    return job


def state_of(job):
    found = tables.jobs.find(LIBRARY, job.job_id)
    return found.state, found.reason_code


def old():
    return timestamp(now() - 2 * job_starts._SENT_WITHIN)


def test_job_whose_command_was_not_sent_is_sent_by_an_identical_request():
    job = written(state=JobState.FAILED, **reasons.NOT_STARTED.attributes)

    assert repeated(job).state == JobState.QUEUED
    assert state_of(job) == ("queued", None)
    assert [one.job_id for one in sent_commands()] == [job.job_id]


def test_job_that_a_worker_ends_meanwhile_is_not_queued_again(monkeypatch):
    job = written(updated_at=old())
    change = tables.jobs.change

    def end_first(read, values, **conditions):
        change(job, {"state": JobState.DONE}, states={JobState.QUEUED})
        return change(read, values, **conditions)

    monkeypatch.setattr(tables.jobs, "change", end_first)

    assert repeated(job).state == JobState.DONE
    assert state_of(job) == ("done", None)
    assert sent_commands() == []


def test_two_identical_requests_at_once_send_one_command(monkeypatch):
    job = written(updated_at=old())
    change = tables.jobs.change
    faster: list[Any] = []

    def second_first(read, values, **conditions):
        if not faster:
            faster.append(None)
            repeated(job)
        return change(read, values, **conditions)

    monkeypatch.setattr(tables.jobs, "change", second_first)

    assert repeated(job).job_id == job.job_id
    assert len(sent_commands()) == 1


def test_command_that_arrived_in_spite_of_an_error_keeps_what_its_worker_wrote(monkeypatch):
    job = written()

    def send(*_, **__):
        tables.jobs.advance(LIBRARY, job.job_id, done=1, total=1, is_over=True)
        raise ConnectionResetError

    monkeypatch.setattr(commands, "send", send)
    with pytest.raises(ConnectionResetError):
        job_starts.send(job, "correlation")

    assert state_of(job) == ("done", None)
