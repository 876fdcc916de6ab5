"""Copies of this repository to package from, and packaging them: without an account, without the emulator."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.contract.templates import STACKS

ROOT = Path(__file__).parents[2]
TEMPLATE = "cloudformation-template-update-stack.json"
EDIT = "\n# An edit that must reach every package.\n"
"""Put into shared code between two packagings: the second must not come out of a cache of the first."""

OWN_DOMAIN = (
    *("--param", "site_origin=https://papers.example.org"),
    *(
        "--param",
        "site_certificate=arn:aws:acm:us-east-1:123456789012:certificate/0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10",
    ),
)
"""prod with an address of its own. The zips are those of prod: stage parameters are in templates alone."""
WEBSITE = ("--param", "cdn=false")
"""prod without CloudFront; of the frontend's template alone."""


def copy_to(target: Path) -> Path:
    """Puts there what packaging reads of this repository; tools and installed modules by link."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("services", "packages", "packaging", "frontend"):
        ignored = shutil.ignore_patterns("tests", "__pycache__", ".serverless", "bench")
        shutil.copytree(ROOT / name, target / name, symlinks=True, ignore=ignored)
    (target / "docs").mkdir()
    shutil.copy(ROOT / "docs/openapi.json", target / "docs")
    for name in ("serverless.common.yml", "serverless-compose.yml", "package.json"):
        shutil.copy(ROOT / name, target / name)
    for name in ("node_modules", ".venv"):
        (target / name).symlink_to(ROOT / name)
    (target / ".local").mkdir()
    (target / ".local/tools").symlink_to(ROOT / ".local/tools")
    return target


def edit(copy: Path) -> None:
    shared = copy / "packages/shared/src/docloft/errors.py"
    shared.write_text(shared.read_text() + EDIT)


def package(copy: Path, stage: str, *services: str, parameters: tuple[str, ...] = (), **environment: str) -> Path:
    """The folder with one folder a service (all of them, if none is named). A home without anything in it shows that no
    profile is read. Raises AssertionError with what the CLI said.
    """
    uv = str(ROOT / ".local/tools/bin/uv")
    cache = subprocess.run([uv, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run(
        ["sh", "packaging/package", stage, *services, "--", *parameters],
        cwd=copy,
        env={**os.environ, "HOME": str(copy), "UV_CACHE_DIR": cache, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / ".local/package" / stage


def templates(folder: Path, *stacks: str) -> dict[str, Any]:
    """Of every stack, or of these, as `package` left them."""
    return {stack: json.loads((folder / stack / TEMPLATE).read_text()) for stack in stacks or STACKS}


def single_owner(copy: Path, local: dict[str, Any]) -> dict[str, Any]:
    """`local`, the local stage's templates, with the API of a single owner's deployment (stage parameter `auth`)."""
    folder = package(copy, "local", "api", DOCLOFT_AUTH="api_key")
    return local | {"api": templates(folder)["api"]}
