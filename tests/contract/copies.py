"""Copies this repository and packages the copies, without an AWS account or the emulator."""

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
"""Added to shared code between two packagings, to detect a stale cache."""

NOTIFIED = (
    *("--param", "alarm_email=you@example.org"),
    *("--param", "monthly_budget=10"),
    *("--param", "budget_email=you@example.org"),
)
"""Alarms and a budget are mailed. Added to a package that is made anyway: no other parameter depends on these."""
OWN_DOMAIN = (
    *NOTIFIED,
    *("--param", "site_origin=https://papers.example.org"),
    *(
        "--param",
        "site_certificate=arn:aws:acm:us-east-1:123456789012:certificate/0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10",
    ),
)
"""prod with a custom domain, alarms that are mailed, and a budget. The zips are those of prod, because stage parameters
only affect templates.
"""
TEMPLATES_ONLY = {"DOCLOFT_TEMPLATES_ONLY": "1"}
"""Environment variables with which `package` leaves requirements out of the packages (packaging/requirements.cjs)."""
WEBSITE = ("--param", "cdn=false")
"""prod without CloudFront. Only affects the template of the frontend."""


def copy_to(target: Path) -> Path:
    """Copies the files that packaging needs, and links tools and installed modules."""
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
    """Packages services (default: all) and returns a folder that contains one folder per service. HOME is a folder
    without AWS profiles. Raises AssertionError with the output of the CLI.
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
    """The templates that `package` wrote, of these stacks or all."""
    return {stack: json.loads((folder / stack / TEMPLATE).read_text()) for stack in stacks or STACKS}


def single_owner(copy: Path, local: dict[str, Any]) -> dict[str, Any]:
    """The templates of `local`, but with the API of a deployment for a single owner (stage parameter `auth`)."""
    folder = package(copy, "local", "api", DOCLOFT_AUTH="api_key", **TEMPLATES_ONLY)
    return local | {"api": templates(folder)["api"]}
