"""Every service packaged by the real CLI, without an account or the emulator, from a copy of this repository in which
shared code was edited: what the tests read is what a deploy would send.
"""

import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, outside
from tests.contract.templates import SERVICES, STACKS

EDIT = "\n# An edit that must reach every package.\n"


@dataclass(frozen=True)
class Packages:
    """`copy` is the repository that was packaged; folders and templates by service."""

    copy: Path
    folders: dict[str, Path]
    templates: dict[str, Any]

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Every resource of every stack, as 'service/LogicalId'."""
        return {
            f"{service}/{name}": resource
            for service, template in self.templates.items()
            for name, resource in template["Resources"].items()
        }

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        found = {name: one["Properties"] for name, one in self.resources.items() if one["Type"] == kind}
        assert found, f"There is no {kind} any more: this test reads the wrong thing."
        return found


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    copy = tmp_path_factory.mktemp("copy")
    for name in ("services", "packages", "packaging", "frontend"):
        ignored = shutil.ignore_patterns("tests", "__pycache__", ".serverless", "bench")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("serverless.common.yml", "package.json"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("node_modules", ".venv"):
        (copy / name).symlink_to(ROOT / name)
    (copy / ".local").mkdir()
    (copy / ".local/tools").symlink_to(ROOT / ".local/tools")

    # Twice with an edit between: the second package must not come out of a cache of the first.
    _package(copy, "storage")
    shared = copy / "packages/shared/src/docloft/errors.py"
    shared.write_text(shared.read_text() + EDIT)
    _package(copy, *STACKS)
    folders, templates = {}, {}
    for name in SERVICES:
        target = copy / ".local/package/prod" / name
        templates[name] = json.loads((target / "cloudformation-template-update-stack.json").read_text())
        folders[name] = copy / f"unzipped-{name}"
        with zipfile.ZipFile(target / f"docloft-{name}.zip") as package:
            package.extractall(folders[name])
    return Packages(copy, folders, templates)


def _package(copy: Path, *services: str) -> None:
    """Where no account is: nobody's credentials, and a home without any."""
    done = subprocess.run(
        ["sh", "packaging/package", "prod", *services],
        cwd=copy,
        env={**outside(), "HOME": str(copy), "UV_CACHE_DIR": _uv_cache()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _uv_cache() -> str:
    uv = str(ROOT / ".local/tools/bin/uv")
    return subprocess.run([uv, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()
