"""Releases, each in its own small repository."""

import json
import shutil
import subprocess

import pytest

from tools import release
from tools.failure import OperatorError

CHANGELOG = "# Changelog\n\n## Unreleased\n\n- Finds more.\n\n## 0.1.0 (2026-01-02)\n\n- Finds.\n"
DESCRIPTION = {"paths": {"/v1/toys": {"get": {"summary": "Toys", "responses": {}}}}}


@pytest.fixture
def repository(tmp_path):
    for name in release.VERSIONED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('[project]\nname = "x"\nversion = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / ".gitignore").write_text("__pycache__/\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/openapi.json").write_text(json.dumps(DESCRIPTION))
    contract = tmp_path / release.CONTRACT.replace(".", "/")
    shutil.copytree(release.ROOT / contract.relative_to(tmp_path), contract)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.email", "someone@example.org")
    git(tmp_path, "config", "user.name", "Someone")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_release_changes_every_version_and_the_changelog_in_one_tagged_commit(repository):
    release.make("0.2.0", repository)

    for name in release.VERSIONED:
        assert 'version = "0.2.0"' in (repository / name).read_text()
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "describe") == "v0.2.0"
    assert git(repository, "log", "-1", "--format=%s") == "Release 0.2.0"
    assert release.notes("v0.2.0", repository) == "- Finds more.\n"
    assert release.section((repository / "CHANGELOG.md").read_text(), release.UNRELEASED).strip() == ""


def test_release_freezes_its_api_as_the_contract(repository):
    release.make("0.2.0", repository)

    frozen = f"{release.CONTRACT.replace('.', '/')}/openapi-0.2.0.json"
    assert git(repository, "ls-files", "*/openapi-*.json") == frozen
    assert json.loads(git(repository, "show", f"v0.2.0:{frozen}")) == {
        "paths": {"/v1/toys": {"get": {"responses": {}}}}
    }


@pytest.mark.parametrize("version", ["0.1.0", "0.1.2", "0.3.0", "2.0.0", "v0.2.0", "0.2"])
def test_version_that_is_not_the_next_one_is_refused_and_changes_nothing(repository, version):
    with pytest.raises(OperatorError, match=r"0\.1\.1, 0\.2\.0, 1\.0\.0"):
        release.make(version, repository)

    assert git(repository, "status", "--porcelain") == ""


def test_release_with_uncommitted_changes_is_refused(repository):
    (repository / "CHANGELOG.md").write_text(CHANGELOG + "- More.\n")

    with pytest.raises(OperatorError, match="uncommitted"):
        release.make("0.2.0", repository)


def test_release_of_nothing_is_refused(repository):
    release.make("0.2.0", repository)

    with pytest.raises(OperatorError, match="nothing under Unreleased"):
        release.make("0.3.0", repository)

    assert git(repository, "status", "--porcelain") == ""


def test_notes_of_a_tag_that_is_not_the_version_are_refused(repository):
    with pytest.raises(OperatorError, match=r"0\.1\.0"):
        release.notes("v0.2.0", repository)


@pytest.mark.parametrize(
    ("paths", "needed"),
    [
        (["services/api/docloft_api/handler.py"], True),
        (["frontend/src/main.js", "README.md"], True),
        (["services/api/tests/test_edge.py"], False),
        (["services/api/README.md", "docs/cost.md"], False),
    ],
)
def test_commit_needs_a_changelog_line_when_it_changes_what_runs(paths, needed):
    assert release.needs_line(paths) is needed


def test_staged_code_without_a_changelog_line_is_refused(repository):
    (repository / "services").mkdir()
    (repository / "services/handler.py").write_text("")
    git(repository, "add", ".")
    with pytest.raises(OperatorError, match="Add a line"):
        release.require_line(repository)

    (repository / "CHANGELOG.md").write_text(CHANGELOG.replace("more.", "much more."))
    git(repository, "add", ".")

    release.require_line(repository)
