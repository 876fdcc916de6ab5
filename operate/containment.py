"""Whether Lambda let the functions confine the child process that parses files (docs/operating.md, Confinement)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from docloft.clock import now
from operate.findings import Finding, fine, problem, unknown
from operate.stage import Stage, client

_FUNCTIONS = ("receive", "work")
"""They parse files."""
_DAYS = 7
_MOST_EVENTS = 1_000
_SERIOUS = {"memory", "system_calls"}
"""Measures without which a hostile file can do what the role of its function permits."""


def confinement(stage: Stage) -> Iterator[Finding]:
    """What each function that parses files logged last about measures that Lambda refused it (docloft.sandbox).
    Nothing is logged with the stage parameter `log_level: ERROR`.
    """
    for name in _FUNCTIONS:
        events = _events(stage, name)
        warnings = [line for message in events if (line := _warning(message)) is not None]
        refused = sorted(warnings[-1]["unavailable"]) if warnings else []
        if not events:
            yield unknown(f"{name} has logged nothing in {_DAYS} days, so it is not known what Lambda allows it.")
        elif _SERIOUS & set(refused):
            yield problem(
                f"Lambda refused {name} to confine the child that parses files: {', '.join(refused)}.",
                "Until this is solved, a hostile file can do what the role of the function permits: "
                "docs/operating.md, Confinement, says what that is.",
            )
        elif refused:
            measures = ", ".join(refused)
            yield fine(f"{name} confines the child that parses files, without {measures}: that changes nothing")
        else:
            yield fine(f"{name} confines the child that parses files: no refusal was logged in {_DAYS} days")


def _events(stage: Stage, name: str) -> list[str]:
    """Messages with the word, oldest first; if there are none, the first one of any kind."""
    for pattern, most in (("sandbox", _MOST_EVENTS), ("", 1)):
        pages = (
            client("logs")
            .get_paginator("filter_log_events")
            .paginate(
                logGroupName=f"/aws/lambda/{stage.function(name)}",
                startTime=int((now() - timedelta(days=_DAYS)).timestamp() * 1000),
                filterPattern=pattern,
                PaginationConfig={"MaxItems": most},
            )
        )
        if found := [event["message"] for page in pages for event in page["events"]]:
            return found
    return []


def _warning(message: str) -> dict[str, Any] | None:
    try:
        line = json.loads(message)
    except ValueError:
        return None
    return line if isinstance(line, dict) and line.get("message") == "sandbox" and "unavailable" in line else None
