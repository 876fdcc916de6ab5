"""Logs of the functions, as an operator reads them."""

import json
import time

from tests.conftest import PATIENCE_SECONDS

FUNCTIONS = ("api", "keys", "search", "receive", "sweep", "work", "index")


class Logs:
    """The log lines of every function since this object was created."""

    def __init__(self, stack):
        self._since = int(time.time() * 1000) - 1
        self._client = stack.client("logs")

    def lines(self, name):
        """The lines of one function, unparsed."""
        response = self._client.filter_log_events(
            logGroupName=f"/aws/lambda/docloft-local-{name}", startTime=self._since
        )
        return [event["message"] for event in response["events"]]

    def records(self, name):
        """The structured lines of one function, parsed, without metrics."""
        parsed = []
        for line in self.lines(name):
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and "_aws" not in record:
                parsed.append(record)
        return parsed

    def wait_for(self, name, word, seconds=PATIENCE_SECONDS):
        """Waits for structured lines that contain a word; returns an empty list after the timeout."""
        deadline = time.monotonic() + seconds
        while True:
            found = [record for record in self.records(name) if word in json.dumps(record)]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.2)
