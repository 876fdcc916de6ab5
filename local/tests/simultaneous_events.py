"""Prints how many events of a function the emulator handles at the same time, how many requests, and how many events
it handled in all: run by the emulator's own Python.
"""

import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ministack.services import lambda_svc

EVENTS = 40
FUNCTION = {"config": {"FunctionName": "f", "FunctionArn": "arn:aws:lambda:eu-central-1:000000000000:function:f"}}


class Counter:
    """Stands for the emulator's function that runs a handler. An event is handled for 20 ms, and fails at first."""

    def __init__(self) -> None:
        self.lock, self.running, self.most, self.done, self.failed = threading.Lock(), 0, 0, 0, set[int]()

    def __call__(self, function: object, event: int) -> dict[str, object]:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        time.sleep(0.02)
        with self.lock:
            self.running -= 1
            is_first = event not in self.failed
            self.failed.add(event)
            self.done += not is_first
        return {"error": is_first}


lambda_svc._LAMBDA_ASYNC_RETRY_BASE_SECONDS = 0.01
events = lambda_svc._execute_function = Counter()

from local import event_turns  # noqa: E402 - it keeps what it replaces

event_turns.install()
for number in range(EVENTS):
    lambda_svc.invoke_async_with_retry(FUNCTION, number)
deadline = time.monotonic() + 60
while events.done < EVENTS and time.monotonic() < deadline:
    time.sleep(0.01)
most_events, handled, events.most = events.most, events.done, 0

together = threading.Barrier(EVENTS)


def request(number: int) -> None:
    together.wait()
    lambda_svc._execute_function(FUNCTION, number)


threads = [threading.Thread(target=request, args=(number,)) for number in range(EVENTS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(event_turns.AT_ONCE, most_events, handled, events.most)
