"""The whole product, up once per test run: its own ports, its own state, deployed by the real Serverless CLI."""

import json
import os
import shutil
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

ROOT = Path(__file__).parents[1]
PORT = os.environ.get("DOCLOFT_TEST_PORT", "24566")
OWNER_PORT = str(int(PORT) + 40)


@dataclass(frozen=True)
class Stack:
    """What a client may know of a running product: its outputs, and how to reach its functions' cloud."""

    outputs: dict[str, Any]
    environment: dict[str, str]

    def __getitem__(self, name: str) -> Any:
        return self.outputs[name]

    def client(self, service: str) -> Any:
        """Of its cloud, with an operator's rights."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self["endpoint_url"],
            region_name=self["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


def outside() -> dict[str, str]:
    """This machine's environment without what the unit tests put into it, and without anybody's AWS account."""
    ours = set(NAMES)
    return {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("AWS_")}


def local(*arguments: str, port: str = PORT, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local", *arguments],
        cwd=ROOT,
        env={**outside(), "DOCLOFT_PORT": port, **more},
        text=True,
        capture_output=True,
        check=False,
    )


def operate(verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What an operator types, on the stage of this test run."""
    return subprocess.run(
        [sys.executable, "-m", "operate", verb, "--stage", "local", *arguments],
        cwd=ROOT,
        env={**outside(), "DOCLOFT_PORT": PORT},
        text=True,
        capture_output=True,
        check=False,
    )


@contextmanager
def running(port: str, **more: str) -> Iterator[dict[str, Any]]:
    """The outputs of a stage at this port, which starts from nothing and is stopped at the end.
    `DOCLOFT_TEST_KEEP=1` reuses one that is up and leaves it up.
    """
    keep = os.environ.get("DOCLOFT_TEST_KEEP") == "1"
    if not keep:
        local("reset", port=port, **more)
    started = local("start", port=port, **more)
    assert started.returncode == 0, f"The local stage did not start:\n{started.stdout}\n{started.stderr}"
    yield json.loads((ROOT / ".local" / port / "outputs.json").read_text())
    if not keep:
        local("stop", port=port, **more)


@pytest.fixture(scope="session")
def single_owner() -> Iterator[dict[str, Any]]:
    """The outputs of a second stage, deployed for one owner with a key and without a user pool."""
    with running(OWNER_PORT, DOCLOFT_AUTH="api_key") as outputs:
        yield outputs


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The one that all tests of a run share."""
    with running(PORT) as outputs:
        environment = {
            **outside(),
            "AWS_ENDPOINT_URL": outputs["endpoint_url"],
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": outputs["region"],
            "AWS_DEFAULT_REGION": outputs["region"],
            "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
            "DOCLOFT_PORT": PORT,
            "DOCLOFT_SITE_PORT": str(int(PORT) + 1),
        }
        yield Stack(outputs, environment)


@pytest.fixture(scope="session")
def aws(stack: Stack) -> Callable[[str], Any]:
    """Clients by the name of their service."""
    return stack.client


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """An installed browser, else Playwright's own download, else Debian's package where it may be installed."""
    for name in ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.exists():
        return str(mac)
    if found := playwrights_own():
        return found
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if found := playwrights_own():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(command, check=False, capture_output=True, env=environment)
        if found := shutil.which("chromium"):
            return found
    pytest.fail(
        "The browser tests need Chrome or Chromium; none could be installed here. Run: sudo apt-get install chromium",
        pytrace=False,
    )


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
