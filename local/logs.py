"""The logs of the functions, read from their log groups and shown as short lines."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local import stacks
from tools.local_stage import STAGE

# Already shown in other columns, or too long to read. The log groups have them.
_HIDDEN = frozenset(
    {
        "level",
        "location",
        "message",
        "timestamp",
        "service",
        "cold_start",
        "function_name",
        "library_id",
        "user_id",
        "request_id",
        "message_id",
        "xray_trace_id",
    }
)
_PLATFORM = ("START ", "END ", "REPORT ", "INIT_START")
_MOST_CHARACTERS = 180
_BEGINNING_OF_ID = re.compile(
    r"\b(?:[0-9A-HJKMNP-TV-Z]{18}(?=[0-9A-Z]{8}\b)|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{4}(?=[0-9a-f]{8}\b))"
)
"""All but the last eight characters of a ULID or a UUID, of which many of a day begin alike."""
_LATE_MILLISECONDS = 10_000
"""An event may become readable this much later than newer ones."""
_MOST_EVENTS = 10_000
"""How many events the emulator returns at most. It returns the oldest, and no token for the others."""
_Identity = tuple[str, int, str]
"""Log stream, timestamp and message of an event."""


class Reader:
    """Reads each event once. `since` is epoch seconds; with `correlation_id`, or its beginning or end, only the lines
    of that request are read, and shown whole.
    """

    def __init__(self, *, since: float = 0.0, correlation_id: str = "") -> None:
        self._logs: Any = stacks.client("logs")
        self._correlation_id = correlation_id.strip("…")
        self._functions = stacks.function_names()
        self._since = int(since * 1000)
        self._newest = dict.fromkeys(self._functions, 0)
        self._seen: dict[str, Counter[_Identity]] = {name: Counter() for name in self._functions}

    def new_lines(self) -> list[str]:
        """Oldest first, over all functions. What cannot be read now is read at the next call."""
        events = [event for function in self._functions for event in self._new_events(function)]
        return [line for _, line in sorted(events) if line]

    def _new_events(self, function: str) -> list[tuple[int, str]]:
        since = max(self._since, self._newest[function] - _LATE_MILLISECONDS)
        try:
            found = self._events(f"/aws/lambda/{function}", since)
        except (ClientError, BotoCoreError):
            return []
        new = []
        name = function.removeprefix(f"docloft-{STAGE}-")
        # A function may write the same line several times in a millisecond.
        counted: Counter[_Identity] = Counter()
        for event in found:
            identity = (event["logStreamName"], event["timestamp"], event["message"])
            counted[identity] += 1
            if counted[identity] > self._seen[function][identity] and self._is_wanted(event["message"]):
                new.append((event["timestamp"], self._shown(name, event["timestamp"], event["message"])))
        self._seen[function] = counted
        self._newest[function] = max((event["timestamp"] for event in found), default=self._newest[function])
        return new

    def _events(self, group: str, since: int) -> list[dict[str, Any]]:
        """All events of a group from `since`, which is in milliseconds."""
        events: list[dict[str, Any]] = []
        while True:
            pages = self._logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since)
            found = [event for page in pages for event in page["events"]]
            last = max((event["timestamp"] for event in found), default=since)
            if len(found) < _MOST_EVENTS or last == since:
                return events + found
            # Those of the last millisecond may be incomplete, and are read again.
            events += [event for event in found if event["timestamp"] < last]
            since = last

    def _shown(self, name: str, milliseconds: int, message: str) -> str:
        return readable(name, milliseconds, message, whole=bool(self._correlation_id))

    def _is_wanted(self, message: str) -> bool:
        return not self._correlation_id or belongs_to(message, self._correlation_id)


def belongs_to(message: str, correlation_id: str) -> bool:
    """Whether a structured line carries this correlation id, or one that begins or ends with it."""
    try:
        fields = json.loads(message)
    except ValueError:
        return False
    return any(found.startswith(correlation_id) or found.endswith(correlation_id) for found in _correlation_ids(fields))


def readable(name: str, milliseconds: int, message: str, *, whole: bool = False) -> str:
    """One line of a log for people: time (of this machine), function, message, fault, other fields. Empty for metrics
    and for what the platform writes itself. Unless `whole`, ids of structured lines are shown by their last eight
    characters, and these lines are cut at 180 characters.
    """
    message = message.strip()
    if message.startswith(_PLATFORM):
        return ""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone()
    start = f"{moment:%H:%M:%S} {name:8}"
    try:
        fields = json.loads(message)
    except ValueError:
        return f"{start} {message}"
    if not isinstance(fields, dict):
        return f"{start} {message}"
    if "_aws" in fields:
        return ""
    level = "" if fields.get("level") == "INFO" else f"{fields.get('level')} "
    faults: list[str] = []
    others = " ".join(
        f"{key}={_value(value)}" for key, value in _without_faults(fields, faults).items() if _is_shown(key, value)
    )
    shown = " ".join([*(f"fault={fault}" for fault in faults), others if whole else _BEGINNING_OF_ID.sub("…", others)])
    line = f"{start} {level}{fields.get('message', '')} {shown}".rstrip()
    return line if whole or len(line) <= _MOST_CHARACTERS else f"{line[: _MOST_CHARACTERS - 1]}…"


def _without_faults(fields: Any, faults: list[str]) -> Any:
    """The fields without their faults, at any depth, which are added to `faults` as they are shown, each once."""
    if isinstance(fields, list):
        return [_without_faults(one, faults) for one in fields]
    if not isinstance(fields, dict):
        return fields
    fault = fields.get("fault")
    if isinstance(fault, dict) and {"types", "code", "operation", "frames"} <= fault.keys():
        parts = [fault["types"][0], fault["code"], fault["operation"], *fault["frames"][-1:]]
        shown = " ".join(str(part) for part in parts if part)
        faults.extend([shown] if shown not in faults else [])
        fields = {key: value for key, value in fields.items() if key != "fault"}
    return {key: _without_faults(value, faults) for key, value in fields.items()}


def _is_shown(key: str, value: Any) -> bool:
    return key not in _HIDDEN and value is not None


def _value(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return str(value)


def _correlation_ids(fields: Any) -> list[str]:
    """`correlation_id` of a line, and those of the changes that a line about several of them lists."""
    if isinstance(fields, list):
        return [found for value in fields for found in _correlation_ids(value)]
    if not isinstance(fields, dict):
        return []
    found = [str(fields["correlation_id"])] if fields.get("correlation_id") else []
    found += [str(one) for one in fields.get("correlation_ids") or []]
    nested = (value for value in fields.values() if isinstance(value, list | dict))
    return found + [one for value in nested for one in _correlation_ids(value)]
