"""What the functions say, as it happens: read from their log groups, as an operator reads them."""

import json
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import deploying
from tools.local_stage import STAGE

FUNCTIONS = ("api", "search", "receive", "work", "index", "sweep")
_EVERY_SECONDS = 1.0
_SILENT = frozenset({"level", "location", "message", "timestamp", "service", "cold_start", "function_name"})


def follow(meanwhile: Callable[[], None]) -> None:
    """Prints new lines until it is interrupted, and calls `meanwhile` about once a second."""
    reader = Reader()
    while True:
        for line in reader.new_lines():
            print(line, flush=True)
        meanwhile()
        time.sleep(_EVERY_SECONDS)


class Reader:
    """Remembers what it has read."""

    def __init__(self) -> None:
        self._logs: Any = deploying.client("logs")
        self._since = dict.fromkeys(FUNCTIONS, int(time.time() * 1000))
        self._seen: dict[str, set[str]] = {name: set() for name in FUNCTIONS}

    def new_lines(self) -> list[str]:
        """Oldest first, over all functions. What cannot be read now is read next time."""
        events: list[tuple[int, str]] = []
        for name in FUNCTIONS:
            try:
                answer = self._logs.filter_log_events(
                    logGroupName=f"/aws/lambda/docloft-{STAGE}-{name}", startTime=self._since[name]
                )
            except (ClientError, BotoCoreError):
                continue
            for event in answer["events"]:
                identity = f"{event['timestamp']}{event['message']}"
                if identity not in self._seen[name]:
                    self._seen[name].add(identity)
                    events.append((event["timestamp"], readable(name, event["message"])))
            if answer["events"]:
                newest = max(event["timestamp"] for event in answer["events"])
                if newest > self._since[name]:
                    self._since[name] = newest
                    self._seen[name] = {i for i in self._seen[name] if i.startswith(str(newest))}
        return [line for _, line in sorted(events) if line]


def readable(name: str, message: str) -> str:
    """One structured line as a person reads it; empty for what the platform itself writes."""
    message = message.strip()
    if message.startswith(("START ", "END ", "REPORT ", "INIT_START")):
        return ""
    try:
        fields = json.loads(message)
    except ValueError:
        return f"{name:8} {message}"
    if isinstance(fields, dict) and "_aws" in fields:
        # Metrics: the same facts, for CloudWatch.
        return ""
    if not isinstance(fields, dict):
        return f"{name:8} {message}"
    level = "" if fields.get("level") == "INFO" else f"{fields.get('level')} "
    rest = " ".join(f"{key}={value}" for key, value in fields.items() if key not in _SILENT and value is not None)
    return f"{name:8} {level}{fields.get('message', '')} {rest}".rstrip()
