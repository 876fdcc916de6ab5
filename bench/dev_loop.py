"""How soon an edit is live, compared with deploying the same edit with the Serverless CLI, in one run.

    python -m bench.dev_loop

Takes some minutes. The stage must not be running; `DOCLOFT_PORT` selects another stage. Edits two source files and
restores them. `service`: one line of the API, until GET /v1/health returns it. `shared`: one line of a module that
every service imports, until every function has new code and the API responds.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from local import outputs, stacks
from tools.local_stage import ROOT, STAGE, environment

_SERVICE = ROOT / "services/api/docloft_api/features/public/operations.py"
_SHARED = ROOT / "packages/shared/src/docloft/ids.py"
_CLI = ("npx", "--no-install", "serverless")
_COMPOSE = ("npx", "--no-install", "osls-compose")
_ROUNDS = 3
_TIMEOUT_SECONDS = 120


def measure() -> dict[str, Any]:
    """For each kind of edit: the median seconds until it is live, the seconds to deploy it, and their ratio."""
    _require_success([sys.executable, "-m", "local", "start"], ROOT)
    with _edited(_SERVICE, "deployed"):
        service_deploy = _timed([*_CLI, "deploy", "--stage", STAGE], ROOT / "services/api")
    with _edited(_SHARED, "deployed"):
        shared_deploy = _timed([*_COMPOSE, "deploy", "--stage", STAGE], ROOT)
    with _running():
        service = sorted(_service_edit(number) for number in range(_ROUNDS))
        shared = sorted(_shared_edit(number) for number in range(_ROUNDS))
    return {
        "service": _figures(service, service_deploy),
        "shared": _figures(shared, shared_deploy),
    }


def _figures(edits: list[float], deploy: float) -> dict[str, float]:
    median = edits[len(edits) // 2]
    return {
        "edit_seconds": round(median, 1),
        "slowest_edit_seconds": round(edits[-1], 1),
        "deploy_seconds": round(deploy, 1),
        "edit_to_deploy": round(median / deploy, 2),
    }


def _service_edit(number: int) -> float:
    word = f"edited-{number}"
    with _edited(_SERVICE, word):
        seconds = _wait_until(lambda: _health() == word)
    _wait_until(lambda: _health() == "ok")
    return seconds


def _shared_edit(number: int) -> float:
    before = _codes()
    with _edited(_SHARED, f"edited-{number}"):
        seconds = _wait_until(lambda: _all_changed(before) and _health() == "ok")
        edited = _codes()
    _wait_until(lambda: _all_changed(edited))
    return seconds


def _all_changed(before: dict[str, str]) -> bool:
    now = _codes()
    return all(now[name] != code for name, code in before.items())


def _wait_until(condition: Callable[[], object]) -> float:
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > _TIMEOUT_SECONDS:
            raise TimeoutError(f"The edit is not live after {_TIMEOUT_SECONDS} s.")
        time.sleep(0.05)
    return time.monotonic() - began


def _health() -> str:
    response = requests.get(f"{outputs.read()['api_url']}/v1/health", timeout=30)
    # A request that is still handled by the old code may fail.
    return str(response.json().get("status")) if response.ok else ""


def _codes() -> dict[str, str]:
    return {name: code for stack in stacks.find_all().values() for name, code in stack.functions.items()}


@contextmanager
def _edited(file: Path, word: str) -> Iterator[None]:
    before = file.read_text(encoding="utf-8")
    changed = before.replace('"ok"', f'"{word}"') if file == _SERVICE else f"{before}\n# {word}\n"
    file.write_text(changed, encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(before, encoding="utf-8")


@contextmanager
def _running() -> Iterator[None]:
    command = [sys.executable, "-m", "local", "run"]
    log = ROOT / ".local" / "dev_loop.log"
    with log.open("w+", encoding="utf-8") as shown, subprocess.Popen(command, cwd=ROOT, stdout=shown) as running:
        _wait_until(lambda: re.search("Logs of the functions", log.read_text(encoding="utf-8")))
        try:
            yield
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def _timed(command: list[str], folder: Path) -> float:
    began = time.monotonic()
    _require_success(command, folder)
    return time.monotonic() - began


def _require_success(command: list[str], folder: Path) -> None:
    environment_of = environment() if command[0] == "npx" else dict(os.environ)
    subprocess.run(command, cwd=folder, env=environment_of, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
    sys.exit(0)
