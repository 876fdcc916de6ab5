"""The calls of roles that the emulator recorded (local/launcher.py)."""

import json
from dataclasses import dataclass

from tests.conftest import PORT, ROOT


@dataclass(frozen=True)
class Call:
    """One kind of call by one role. Names of objects end with their first folder."""

    action: str
    resource: str
    allowed: bool


def calls_by(role: str) -> set[Call]:
    """What this role has called since the stage began."""
    lines = (ROOT / ".local" / PORT / "calls.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    return {Call(one["action"], one["resource"], one["allowed"]) for one in found if one["role"] == role}
