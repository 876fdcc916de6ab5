"""Everything the functions said, as an operator reads it."""

import json
import time

FUNCTIONS = ("api", "keys", "search", "receive", "sweep", "work", "index")


class Logs:
    """The lines of every function since it was made."""

    def __init__(self, stack):
        self._since = int(time.time() * 1000) - 1
        self._client = stack.client("logs")

    def lines(self, name):
        """Of one function, as they are."""
        answer = self._client.filter_log_events(logGroupName=f"/aws/lambda/docloft-local-{name}", startTime=self._since)
        return [event["message"] for event in answer["events"]]

    def records(self, name):
        """Those that are structured, parsed; metrics are not among them."""
        parsed = []
        for line in self.lines(name):
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and "_aws" not in record:
                parsed.append(record)
        return parsed

    def wait_for(self, name, word, seconds=20):
        """The structured lines that hold a word, once there is one; none after that time."""
        deadline = time.monotonic() + seconds
        while True:
            found = [record for record in self.records(name) if word in json.dumps(record)]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.2)
