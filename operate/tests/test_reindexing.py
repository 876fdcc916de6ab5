"""`make reindex` ends when its command failed, and says why."""

import json
import re
import time
from typing import Any

import boto3
import pytest

from docloft import tables
from docloft.tables.jobs import JobState
from operate import reindexing
from tests.fixtures import LIBRARY, sent_commands
from tools.failure import OperatorError

GROUP = "/aws/lambda/docloft-test-work"
FAULT = {
    "types": ["AccessDeniedException"],
    "code": "AccessDenied",
    "operation": "PutItem",
    "resources": ["LIBRARY_TABLE=docloft-test-library"],
    "frames": ["docloft.index_heads:1"],
}


@pytest.fixture
def passing(monkeypatch):
    """The time that passes while the operator waits, and what happens at each look at the job, every `seconds`."""

    def install(happens, seconds=5):
        clock = [0.0]
        sent: list[Any] = []

        def sleep(_seconds):
            clock[0] += seconds
            sent.extend([] if sent else sent_commands())
            happens(sent[0].job_id, clock[0])

        monkeypatch.setattr(reindexing.time, "monotonic", lambda: clock[0])
        monkeypatch.setattr(reindexing.time, "sleep", sleep)
        return clock

    return install


def log(job_id, cause, receives="1", **more):
    logs = boto3.client("logs", region_name="eu-central-1")
    name = str(len(logs.describe_log_streams(logGroupName=GROUP)["logStreams"]))
    logs.create_log_stream(logGroupName=GROUP, logStreamName=name)
    line = {"message_id": "4a0c2a3e", "level": "ERROR", "job_id": job_id, "cause": cause, "fault": FAULT, **more}
    line["receives"] = receives
    event = {"timestamp": int(time.time() * 1000), "message": json.dumps(line)}
    logs.put_log_events(logGroupName=GROUP, logStreamName=name, logEvents=[event])


def finish(job_id):
    job = tables.jobs.find(LIBRARY, job_id)
    job.state = JobState.DONE
    tables.jobs.save(job)


def test_failed_command_ends_the_wait_with_its_cause_and_what_to_do(stage, passing):
    clock = passing(lambda job_id, _: log(job_id, "permission"))

    with pytest.raises(OperatorError) as raised:
        reindexing.reindex(stage, [LIBRARY])

    assert clock[0] <= 15
    assert re.search(
        rf"library {LIBRARY} could not be rebuilt: AccessDeniedException AccessDenied PutItem "
        r"LIBRARY_TABLE=docloft-test-library, .*run make reindex STAGE=test again",
        str(raised.value),
    )


@pytest.mark.parametrize("cause", ["postponed", "throttled", "unavailable"])
def test_failure_that_passes_does_not_end_the_wait(stage, passing, cause):
    def happens(job_id, seconds):
        log(job_id, cause)
        if seconds >= 60:
            finish(job_id)

    passing(happens)

    assert reindexing.reindex(stage, [LIBRARY]) == 1


def test_last_delivery_of_a_rebuild_that_needs_more_ends_the_wait(stage, passing):
    clock = passing(lambda job_id, _: log(job_id, "postponed", "5"))

    with pytest.raises(OperatorError, match="could not be rebuilt"):
        reindexing.reindex(stage, [LIBRARY])

    assert clock[0] <= 15


def test_rebuild_that_was_sent_again_after_its_last_delivery_does_not_end_the_wait(stage, passing):
    def happens(job_id, seconds):
        log(job_id, "postponed", "5", is_sent_again=True)
        if seconds >= 60:
            finish(job_id)

    passing(happens)

    assert reindexing.reindex(stage, [LIBRARY]) == 1


def test_rebuild_that_takes_hours_is_waited_for_while_it_makes_progress(stage, passing):
    def happens(job_id, seconds):
        job = tables.jobs.find(LIBRARY, job_id)
        job.done = seconds
        tables.jobs.save(job)
        if seconds >= 3 * 3600:
            finish(job_id)

    clock = passing(happens, seconds=600)

    assert reindexing.reindex(stage, [LIBRARY]) == 1
    assert clock[0] >= 3 * 3600


def test_failure_of_another_job_does_not_end_the_wait(stage, passing):
    def happens(job_id, seconds):
        log("another", "permission")
        if seconds >= 30:
            finish(job_id)

    passing(happens)

    assert reindexing.reindex(stage, [LIBRARY]) == 1


def test_worker_that_does_nothing_ends_the_wait_after_an_hour(stage, passing):
    clock = passing(lambda *_: None, seconds=60)

    with pytest.raises(OperatorError, match=r"no failure was logged.*make doctor STAGE=test"):
        reindexing.reindex(stage, [LIBRARY])

    assert 3600 <= clock[0] < 3700
