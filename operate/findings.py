"""What `make doctor` finds: one sentence each, with what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """PROBLEM: something is broken, or would break unnoticed. UNKNOWN: it could not be checked."""

    OK = "ok"
    PROBLEM = "PROBLEM"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` is empty when there is nothing to do."""

    level: Level
    what: str
    advice: str = ""


def fine(what: str) -> Finding:
    return Finding(Level.OK, what)


def problem(what: str, advice: str) -> Finding:
    return Finding(Level.PROBLEM, what, advice)


def unknown(what: str, advice: str = "") -> Finding:
    return Finding(Level.UNKNOWN, what, advice)
