"""Runs the tests of a toy example against changed copies of the code, in a separate process."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import ROOT
from tests.contract.templates import SERVICES


def require_pass(module: str, copies: Iterable[Path | str], *, also: Iterable[str] = ()) -> None:
    """Runs `tests/contract/<module>.py`, and the tests that `also` selects, with `copies` before the services on the
    path. Raises AssertionError with the output unless they pass.
    """
    path = [*map(str, copies), *(f"services/{service}" for service in SERVICES)]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-o", f"pythonpath={' '.join(path)}", f"tests/contract/{module}.py", *also),
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
