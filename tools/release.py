"""Makes a release, and reads CHANGELOG.md for it.

    python3 -m tools.release make <version>   # `make release VERSION=0.2.0`: version numbers, CHANGELOG, API
                                               # contract, commit, tag
    python3 -m tools.release notes <tag>      # prints the CHANGELOG section of a version
    python3 -m tools.release staged           # fails when staged code comes without a CHANGELOG line (pre-commit)

Uses the standard library only: hooks and the pipeline run it before anything is installed.
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tools.failure import OperatorError

ROOT = Path(__file__).resolve().parents[1]
UNRELEASED = "## Unreleased"
VERSIONED = ("pyproject.toml", "packages/shared/pyproject.toml", "packages/uploader/pyproject.toml")
"""Files with a `version = "..."` line. uv.lock repeats it and is updated by `uv lock`."""

CONTRACT = "tests.contract.released"
"""The package that contains the API of the last release. It runs in a separate process, because this module also runs
where no dependency is installed."""

_VERSION_LINE = re.compile(r'^version = "(?P<version>[^"]+)"$', re.MULTILINE)
_NEEDS_LINE = ("services/", "packages/", "frontend/", "operate/", "local/", "packaging/", "serverless")
_NEEDS_NONE = ("/tests/", "README.md")


def make(version: str, root: Path = ROOT) -> None:
    """Sets the version everywhere, turns "Unreleased" into the version's section, freezes the API as the contract that
    later versions must keep, commits and tags `v<version>`. Pushes nothing. Raises OperatorError, before changing
    anything, when the version is not the next major, minor or patch one, the work tree has changes, or nothing is
    unreleased.
    """
    now = _current_version(root)
    if version not in _next_versions(now):
        raise OperatorError(f"The version is {now}. The next one is {', '.join(_next_versions(now))}.")
    if _git(root, "status", "--porcelain"):
        raise OperatorError("The work tree has uncommitted changes. Commit or stash them first.")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    released = released_changelog(changelog, version, datetime.now(UTC).date().isoformat())
    (root / "CHANGELOG.md").write_text(released, encoding="utf-8")
    for name in VERSIONED:
        file = root / name
        text = _VERSION_LINE.sub(f'version = "{version}"', file.read_text(encoding="utf-8"), count=1)
        file.write_text(text, encoding="utf-8")
    if (root / "uv.lock").exists():
        subprocess.run([root / ".local/tools/bin/uv", "lock", "--quiet"], cwd=root, check=True)
    subprocess.run([sys.executable, "-m", CONTRACT, version], cwd=root, check=True, stdout=subprocess.DEVNULL)
    _git(root, "add", "--all", CONTRACT.replace(".", "/"))
    _git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
    _git(root, "tag", "--annotate", f"v{version}", "--message", f"Docloft {version}")


def released_changelog(changelog: str, version: str, day: str) -> str:
    """CHANGELOG.md with an empty "Unreleased" section above the new version's. Raises OperatorError when there is
    nothing to release.
    """
    if not section(changelog, UNRELEASED).strip():
        raise OperatorError("CHANGELOG.md has nothing under Unreleased.")
    return changelog.replace(f"{UNRELEASED}\n", f"{UNRELEASED}\n\n## {version} ({day})\n", 1)


def notes(tag: str, root: Path = ROOT) -> str:
    """The CHANGELOG section of the version that a tag names. Raises OperatorError when the tag is not the version in
    pyproject.toml, or has no section.
    """
    version = tag.removeprefix("v")
    if version != _current_version(root):
        raise OperatorError(f"The tag is {tag}, the version in pyproject.toml is {_current_version(root)}.")
    found = section((root / "CHANGELOG.md").read_text(encoding="utf-8"), f"## {version} ")
    if not found.strip():
        raise OperatorError(f"CHANGELOG.md has no section for {version}.")
    return found.strip() + "\n"


def section(changelog: str, heading: str) -> str:
    """The lines below the heading that begins with this text, up to the next heading of the same level."""
    lines = changelog.splitlines()
    start = next((number for number, line in enumerate(lines) if f"{line} ".startswith(heading)), None)
    if start is None:
        return ""
    rest = lines[start + 1 :]
    end = next((number for number, line in enumerate(rest) if line.startswith("## ")), len(rest))
    return "\n".join(rest[:end])


def needs_line(paths: list[str]) -> bool:
    """Whether a commit of these paths changes something that users, operators or developers notice."""
    return any(path.startswith(_NEEDS_LINE) and not any(part in path for part in _NEEDS_NONE) for path in paths)


def require_line(root: Path = ROOT) -> None:
    """Raises OperatorError when staged code comes without a line in CHANGELOG.md."""
    staged = _git(root, "diff", "--cached", "--name-only").splitlines()
    if needs_line(staged) and "CHANGELOG.md" not in staged:
        raise OperatorError("This commit changes code but not CHANGELOG.md. Add a line, or commit with SKIP=changelog.")


def _current_version(root: Path) -> str:
    match = _VERSION_LINE.search((root / VERSIONED[0]).read_text(encoding="utf-8"))
    if match is None:
        raise OperatorError(f"{VERSIONED[0]} has no version.")
    return match["version"]


def _next_versions(version: str) -> list[str]:
    major, minor, patch = map(int, version.split("."))
    return [f"{major}.{minor}.{patch + 1}", f"{major}.{minor + 1}.0", f"{major + 1}.0.0"]


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OperatorError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def main(arguments: list[str]) -> int:
    """Runs one verb; returns the exit status."""
    try:
        match arguments:
            case ["make", version]:
                make(version)
                sys.stdout.write(f"Tagged v{version}. Publish it: git push --follow-tags\n")
            case ["notes", tag]:
                sys.stdout.write(notes(tag))
            case ["staged"]:
                require_line()
            case _:
                sys.stderr.write((__doc__ or "").split("\n\n")[1] + "\n")
                return 2
    except OperatorError as error:
        sys.stderr.write(f"Docloft: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
