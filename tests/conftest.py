"""The whole product, started once per test run with its own ports and state, deployed by the real Serverless CLI."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from conftest import NAMES
from tests.tiers import tier_of
from tools import chromium
from tools.failure import OperatorError
from tools.local_stage import KEPT_PACKAGES

ROOT = Path(__file__).parents[1]
PORT = os.environ.get("DOCLOFT_TEST_PORT", "24566")
OWNER_PORT = str(int(PORT) + 40)
PATIENCE_SECONDS = 300
"""How long a test waits for what a stage does. Long, because a busy machine is not the stage's fault."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that need a deployed stage, so that `-m` can choose them."""
    for item in items:
        if {"stack", "single_owner"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("stage")


_RUNNING = pytest.StashKey[pytest.Item]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.session.stash[_RUNNING] = item


def _require_marker(request: pytest.FixtureRequest) -> None:
    """Fails a test that needs a stage only by `getfixturevalue`: it has no marker, so jobs without a stage run it."""
    if not request.session.stash[_RUNNING].get_closest_marker("stage"):
        pytest.fail(f"This test needs the fixture {request.fixturename} among its arguments, or the marker `stage`.")


@dataclass(frozen=True)
class Stack:
    """A running product as a client sees it: its outputs, and clients of the cloud that it runs on."""

    outputs: dict[str, Any]
    environment: dict[str, str]

    def __getitem__(self, name: str) -> Any:
        return self.outputs[name]

    def client(self, service: str) -> Any:
        """A boto3 client of its cloud, with an operator's rights."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self["endpoint_url"],
            region_name=self["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


def clean_environment() -> dict[str, str]:
    """This machine's environment without the variables that the unit tests set, and without any AWS account."""
    ours = set(NAMES)
    return {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("AWS_")}


def local(*arguments: str, port: str = PORT, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local", *arguments],
        cwd=ROOT,
        env={**clean_environment(), "DOCLOFT_PORT": port, **more},
        text=True,
        capture_output=True,
        check=False,
    )


def operate(verb: str, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """Runs an operator's command on the stage of this test run. Fails the test with what the command printed when it
    takes longer than `seconds`: some wait for an hour for something that a broken worker never does.
    """
    return finished(
        [sys.executable, "-m", "operate", verb, "--stage", "local", *arguments],
        {**clean_environment(), "DOCLOFT_PORT": PORT},
        seconds,
    )


def finished(command: list[str], environment: dict[str, str], seconds: float) -> subprocess.CompletedProcess[str]:
    """Runs a command of this repository. Fails the test with what it printed when it takes longer."""
    try:
        return subprocess.run(
            command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        # Bytes, despite `text` (Python documentation, TimeoutExpired.output).
        printed = b"".join(part for part in (error.stdout, error.stderr) if part).decode(errors="replace")
        pytest.fail(f"{' '.join(command)} was not done after {seconds:.0f} s:\n{printed}", pytrace=False)


KEEP = os.environ.get("DOCLOFT_TEST_KEEP") == "1"
"""Reuses a stage that is running, and leaves it running."""


def start(port: str, **more: str) -> subprocess.Popen[str]:
    """Starts an empty stage in the background. `running` waits until it is up."""
    if not KEEP:
        local("reset", port=port, **more)
    return subprocess.Popen(
        [sys.executable, "-m", "local", "start"],
        cwd=ROOT,
        env={**clean_environment(), "DOCLOFT_PORT": port, **more},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@contextmanager
def running(starting: subprocess.Popen[str], port: str, **more: str) -> Iterator[dict[str, Any]]:
    """Waits for a stage that is being started and yields its outputs. Stops it at the end."""
    printed, _ = starting.communicate()
    assert starting.returncode == 0, f"The local stage did not start:\n{printed}"
    yield json.loads((ROOT / ".local" / port / "outputs.json").read_text())
    if not KEEP:
        local("stop", port=port, **more)


WITHOUT_SAMPLES = {"DOCLOFT_SAMPLES": "0"}
"""Reading the sample documents takes a third of the processor time of a start."""
SINGLE_OWNER = {"DOCLOFT_AUTH": "api_key", **WITHOUT_SAMPLES}


@pytest.fixture(scope="session")
def owner_start(request: pytest.FixtureRequest) -> subprocess.Popen[str] | None:
    """Starts the single owner's stage while other tests run, if this run needs it."""
    needed = any("single_owner" in getattr(item, "fixturenames", ()) for item in request.session.items)
    return start(OWNER_PORT, **SINGLE_OWNER) if needed else None


@pytest.fixture(scope="session")
def single_owner(request: pytest.FixtureRequest, owner_start: subprocess.Popen[str] | None) -> Iterator[dict[str, Any]]:
    """The outputs of a second stage, deployed for one owner with a key and without a user pool."""
    _require_marker(request)
    owner_start = owner_start or start(OWNER_PORT, **SINGLE_OWNER)
    with running(owner_start, OWNER_PORT, **SINGLE_OWNER) as outputs:
        yield outputs


def stack_of(outputs: dict[str, Any]) -> Stack:
    """The stage of this test run, from its outputs."""
    environment = {
        **clean_environment(),
        "AWS_ENDPOINT_URL": outputs["endpoint_url"],
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": outputs["region"],
        "AWS_DEFAULT_REGION": outputs["region"],
        "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
        "DOCLOFT_PORT": PORT,
        "DOCLOFT_SITE_PORT": str(int(PORT) + 1),
        "DOCLOFT_KEPT_PACKAGES": str(KEPT_PACKAGES),
    }
    return Stack(outputs, environment)


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """The stage that all tests of a run share. It has the sample documents if tests of the local stage are run."""
    _require_marker(request)
    is_for_local = any(tier_of(item.nodeid) == "local" for item in request.session.items)
    with running(start(PORT, **({} if is_for_local else WITHOUT_SAMPLES)), PORT) as outputs:
        request.getfixturevalue("owner_start")
        yield stack_of(outputs)


@pytest.fixture(scope="session")
def aws(stack: Stack) -> Callable[[str], Any]:
    """A function that returns the boto3 client of a service."""
    return stack.client


@pytest.fixture(scope="session")
def chromium_path() -> str:
    try:
        return chromium.executable()
    except OperatorError as error:
        pytest.fail(str(error), pytrace=False)
