"""Prints, as a JSON list in deploy order, the services whose inputs changed since a commit.

    python3 -m tools.changed_services <commit>

Every service is listed when the commit is empty or unknown, so that nothing is ever skipped by mistake. Uses only the
standard library: the pipeline runs it before anything is installed.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_PYTHON = ("packages/shared/", "packaging/", "serverless.common.yml", "package-lock.json")

INPUTS: dict[str, tuple[str, ...]] = {
    "frontend": ("frontend/", "packaging/", "serverless.common.yml", "package-lock.json"),
    "storage": ("services/storage/", *_PYTHON),
    "worker": ("services/worker/", *_PYTHON),
    "api": ("services/api/", "docs/openapi.json", *_PYTHON),
    "site": ("frontend/", "services/api/", "packaging/", "serverless.common.yml", "package-lock.json"),
}
"""Maps each service to its inputs: files, or folders ending in a slash. `site` means the site's files, which are
published last because they contain the API's address.
"""

_NOT_DEPLOYED = ("tests/", "README.md", "events/")


def changed_services(paths: list[str]) -> list[str]:
    """The services that have any of these paths (relative to the repository) as input. Tests, sample events and READMEs
    inside a service's folder are not deployed.
    """
    return [name for name, inputs in INPUTS.items() if any(_is_input(path, inputs) for path in paths)]


def _is_input(path: str, inputs: tuple[str, ...]) -> bool:
    for prefix in inputs:
        if path == prefix:
            return True
        if prefix.endswith("/") and path.startswith(prefix):
            return not path.removeprefix(prefix).startswith(_NOT_DEPLOYED)
    return False


def _changed_paths(commit: str) -> list[str] | None:
    """None when the commit is unknown here."""
    if not commit:
        return None
    listed = subprocess.run(
        ["git", "diff", "--name-only", "--no-renames", commit, "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return listed.stdout.splitlines() if listed.returncode == 0 else None


def main() -> None:
    paths = _changed_paths(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.write(json.dumps(list(INPUTS) if paths is None else changed_services(paths)) + "\n")


if __name__ == "__main__":
    main()
