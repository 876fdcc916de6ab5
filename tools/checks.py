"""`make check`: runs every static check, several at a time. Prints one line for each with its seconds, then the output
of those that failed. The exit status is the number of failed checks.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tools import dead_code, german_spelling, prose
from tools.local_stage import ROOT

CACHE = ".local/checks"
"""Results of earlier runs, by the content of files. Each rule of eslint looks at one file only."""
BIN = Path(sys.executable).parent
NPX = ("npx", "--no-install")
SCRIPTS = ("services/*/*.cjs", "services/*/tests/*.cjs")
FORMATTED_JAVASCRIPT = "{frontend,packaging,services,tests/browser}/**/*.{js,cjs,mjs,ts}"
"""What prettier formats, as wide as .editorconfig says."""
_PRETTIER = (
    *("--check", "--log-level", "warn"),
    *("--cache", "--cache-strategy", "content", "--cache-location", f"{CACHE}/prettier"),
)
TYPED_JAVASCRIPT = {
    "site": "frontend",
    "service worker": "frontend/worker",
    "site tests": "frontend/tests",
    "plugins": "packaging",
}
"""Folders with a tsconfig.json, by name. That of packaging/ covers the plugins of every service and their tests."""
PACKAGES = ("services/api", "services/storage", "services/worker", "packages/shared/src", "packages/uploader")


@dataclass(frozen=True)
class Check:
    """`command` with paths relative to the repository, or a function that returns its findings, one per line."""

    name: str
    command: tuple[str, ...] | Callable[[], list[str]]


def checks() -> list[Check]:
    """The slowest check first, so that the short ones run while it does."""
    scripts = [str(path) for pattern in SCRIPTS for path in sorted(ROOT.glob(pattern))]
    return [
        Check("mypy", (f"{BIN}/mypy",)),
        Check("eslint", (*NPX, "eslint", "frontend", *scripts, "packaging", "tests/browser", *eslint_options(ROOT))),
        Check("prettier", (*NPX, "prettier", *_PRETTIER, FORMATTED_JAVASCRIPT)),
        *(_typed(name, folder) for name, folder in TYPED_JAVASCRIPT.items()),
        Check("import rules", (f"{BIN}/lint-imports", "--no-cache")),
        Check("dead code", dead_code.findings),
        Check("spelling", (f"{BIN}/codespell",)),
        Check("German spelling", german_spelling.findings),
        Check("prose", prose.findings),
        Check("routes", (sys.executable, "-m", "services.api.checklist")),
        Check("ruff", (f"{BIN}/ruff", "check", "--no-cache", ".")),
        Check("format", (f"{BIN}/ruff", "format", "--check", ".")),
    ]


def eslint_options(root: Path) -> tuple[str, ...]:
    """The options of eslint for the repository in this folder. Results are kept by its configuration, which has rules
    of our own, and by the installed versions: of a rule, eslint itself only compares the settings. Deletes those of
    others.
    """
    config = root / "frontend/eslint.config.js"
    rules = sha256()
    for file in (config, root / "package-lock.json"):
        rules.update(sha256(file.read_bytes()).digest())
    results = f"eslint-{rules.hexdigest()[:16]}"
    for other in (root / CACHE).glob("eslint-*"):
        if other.name != results:
            other.unlink(missing_ok=True)
    return (
        *("--config", str(config.relative_to(root)), "--cache", "--cache-strategy", "content"),
        *("--cache-location", f"{CACHE}/{results}"),
    )


def _typed(name: str, folder: str) -> Check:
    kept = f"{CACHE}/{folder.replace('/', '-')}.tsbuildinfo"
    return Check(f"tsc ({name})", (*NPX, "tsc", "-p", folder, "--incremental", "--tsBuildInfoFile", kept))


def run(check: Check) -> tuple[bool, float, str]:
    """Whether it passed, its seconds, and what it printed."""
    started = time.monotonic()
    if callable(check.command):
        found = check.command()
        return not found, time.monotonic() - started, "\n".join(found)
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": ":".join(PACKAGES)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, time.monotonic() - started, done.stdout


def main() -> int:
    """The number of failed checks."""
    started = time.monotonic()
    failed: list[tuple[str, str]] = []
    every = checks()
    with ThreadPoolExecutor(os.cpu_count() or 2) as together:
        for check, (passed, seconds, printed) in zip(every, together.map(run, every), strict=True):
            print(f"  {check.name:20} {'passed' if passed else 'FAILED'}  {seconds:5.1f} s", flush=True)
            if not passed:
                failed.append((check.name, printed))
    for name, printed in failed:
        print(f"\n--- {name}\n{printed.rstrip()}")
    total = time.monotonic() - started
    print(f"{len(every) - len(failed)} checks passed, {len(failed)} failed in {total:.0f} s")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
