"""A long backlog of scanned pages ends without dead letters: a batch of commands that recognise pages fits into an
invocation, or nearly, so that few commands are postponed, and none as often as the queue delivers it.
"""

import random

import pytest

from bench.processor_share import SHARE
from docloft.lifecycle.ocr_progress import PORTION
from docloft_worker import handler, recognising
from docloft_worker.ocr_engines import tesseract_engine
from docloft_worker.recognition import pages
from tests.conftest import ROOT
from tests.contract.templates import load_yaml, serverless

_COMMANDS = 800


def backlog(seconds: float, *, portion: int = PORTION, batch: int) -> int:
    """How many of _COMMANDS go to the dead-letter queue when a page takes `seconds`. The queue has no order."""
    work = serverless("worker")["functions"]["work"]
    queue = load_yaml(ROOT / "services/storage/resources/queues.yml")["Resources"]["WorkQueue"]["Properties"]
    most, timeout = queue["RedrivePolicy"]["maxReceiveCount"], work["timeout"]
    order = random.Random(1)  # noqa: S311 - the same order in each run
    waiting, dead = [(portion, 0)] * _COMMANDS, 0
    while waiting:
        taken, waiting = waiting[:batch], waiting[batch:]
        clock = 0.0
        for pages_left, receives in taken:
            left = pages_left
            if timeout - clock >= handler._MIN_SECONDS:
                while left and timeout - clock > handler._RESERVE_SECONDS + recognising.start_seconds(tesseract_engine):
                    call = clock
                    while left and (clock == call or (clock - call) * SHARE <= pages.CPU_SECONDS):
                        clock, left = clock + seconds, left - 1
            if left and receives + 1 == most:
                dead += 1
            elif left:
                waiting.insert(order.randrange(len(waiting) + 1), (left, receives + 1))
    return dead


@pytest.mark.parametrize("seconds", [3, 10.4, 20, 30])
def test_backlog_of_scanned_pages_ends_without_dead_letters(seconds):
    [queue] = [event["sqs"] for event in serverless("worker")["functions"]["work"]["events"]]

    assert backlog(seconds, batch=queue["batchSize"]) == 0


def test_larger_portions_and_batches_fail():
    assert backlog(20, portion=8, batch=5) > 10
