"""Finds code that nothing uses, with vulture. Part of `make check`.

Attributes of tables and fields of schemas are left out: PynamoDB and marshmallow read them by name. So a new one
needs no exception in pyproject.toml.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.local_stage import ROOT

_DECLARED = re.compile(
    r"(packages/shared/src/docloft/tables/|services/api/docloft_api/(representations/|features/\w+/\w*schemas\.py))"
    r"[^:]*:\d+: unused variable '"
)
_FOUND_NOTHING, _FOUND = 0, 3


def findings() -> list[str]:
    """One line for each finding, or what vulture printed when it failed."""
    done = subprocess.run(
        [Path(sys.executable).parent / "vulture"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode not in {_FOUND_NOTHING, _FOUND}:
        return [*done.stdout.splitlines(), *done.stderr.splitlines()]
    return unused(done.stdout.splitlines())


def unused(lines: Iterable[str]) -> list[str]:
    """The lines of vulture's output that are not about an attribute of a table or a field of a schema."""
    return [line for line in lines if not _DECLARED.match(line)]
