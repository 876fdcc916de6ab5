"""The browser that tests and pictures of the guide use, and how its pages are signed in."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tools.failure import OperatorError
from tools.local_stage import environment

KEEP_SIGN_IN = """(token) => {
  sessionStorage.setItem("docloft-sign-in", token);
  localStorage.setItem("docloft-known", "yes");
}"""
"""What a page that is signed in leaves for the page after a reload (frontend/src/api/tabs.js, tokens.js)."""

_INSTALL_SECONDS = 60


def executable() -> str:
    """The path of the headless shell, which is Chromium without windows and takes a third of the processor time for a
    page: the installed one, or Debian's package if it can be installed. Or else any other installed browser, or
    Playwright's download. Raises OperatorError if there is none.
    """
    if found := shutil.which("chromium-headless-shell") or _debians_headless_shell():
        return found
    for name in ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.exists():
        return str(mac)
    if found := _playwrights_own():
        return found
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if found := _playwrights_own():
        return found
    raise OperatorError(
        "Chrome or Chromium is needed and could not be installed here. Run: sudo apt-get install "
        "chromium-headless-shell"
    )


def _debians_headless_shell() -> str | None:
    """Installs it on Debian if this process may do so, which is the case in most containers."""
    system = Path("/etc/os-release")
    if os.geteuid() or not system.exists() or "\nID=debian\n" not in f"\n{system.read_text()}":
        return None
    without_questions = environment(DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium-headless-shell"]
    for command in (["apt-get", "update"], install):
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, check=False, capture_output=True, env=without_questions, timeout=_INSTALL_SECONDS)
    return shutil.which("chromium-headless-shell")


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- the stage runs without it

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
