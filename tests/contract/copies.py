"""Copies this repository and packages the copies, without an AWS account or the emulator."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.contract.templates import STACKS, load_yaml
from tools.checkout import MODELS

ROOT = Path(__file__).parents[2]
TEMPLATE = "cloudformation-template-update-stack.json"
EDIT = "\n# An edit that must reach every package.\n"
"""Added to shared code between two packagings, to detect a stale cache."""

OWN_DOMAIN = {
    "site_origin": "https://papers.example.org",
    "site_certificate": "arn:aws:acm:us-east-1:123456789012:certificate/0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10",
    "log_level": "WARNING",
    "search": "opensearch",
    "opensearch_service": "aoss",
    "opensearch_endpoint": "https://07tjusf2h91cunochc.eu-central-1.aoss.amazonaws.com",
    "opensearch_name": "07tjusf2h91cunochc",
    "alarm_email": "you@example.org",
    "monthly_budget": "10",
    "budget_email": "you@example.org",
    "permissions_boundary": "docloft-prod-boundary",
}
"""prod with a custom domain, a collection for search, alarms that are mailed, a budget, and roles with a boundary, as
GitHub deploys it. Only its templates are built.
"""
TEMPLATES_ONLY = {"DOCLOFT_TEMPLATES_ONLY": "1"}
"""Environment variables that make `package` leave requirements out of the packages (packaging/requirements.cjs)."""
FAST_ZIPS = {"DOCLOFT_FAST_ZIPS": "1"}
"""Environment variables that make `package` compress as for the local stage (packaging/requirements.cjs)."""
UNCOMPRESSED = {"DOCLOFT_FAST_ZIPS": "0"}
"""Environment variables that make `package` compress nothing."""
ALTERNATIVES = {
    "cdn": "false",
    "ocr": "textract",
    "search": "opensearch",
    "opensearch_endpoint": "https://search-papers-abcdefgh.eu-central-1.es.amazonaws.com",
    "opensearch_name": "papers",
    "billing_mode": "PROVISIONED",
    "mfa": "ON",
    "dashboards": "false",
    "log_level": "DEBUG",
    "log_retention_days": "90",
    "max_upload_bytes": "1048576",
    "read_units": "2",
    "write_units": "2",
    "work_concurrency": "2",
    "index_memory": "1769",
    "work_memory": "1769",
    "ocr_pages_a_day": "100",
}
"""prod with another value of each stage parameter. Only its templates are built."""
SINGLE_OWNER = {"log_level": "ERROR", "owner_key": "2"}
"""The local stage of one owner."""
ALARM_TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms"


def copy_to(target: Path, *left_out: str) -> Path:
    """Copies the files that packaging and deploying need, without folders of these names, and links installed
    modules.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in ("services", "packages", "packaging", "frontend", "operate", "tools"):
        ignored = shutil.ignore_patterns("tests", "__pycache__", ".serverless", "bench", *left_out)
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


def parameters_of(kind: str) -> dict[str, Any]:
    """The stage parameters of a kind of deployment (rules.registry.STAGES) that `package` builds."""
    described = load_yaml(Path("serverless.common.yml"))["params"]
    own: dict[str, dict[str, Any]] = {
        "domain": OWN_DOMAIN,
        "alternatives": ALTERNATIVES | {"alarm_actions": [ALARM_TOPIC]},
        "single_owner": SINGLE_OWNER | {"auth": "api_key"},
    }
    stage = "local" if kind in ("local", "single_owner") else "prod"
    return {**described["default"], **described[stage], **own.get(kind, {})}


_NOTHING: Mapping[str, str] = MappingProxyType({})


def package(
    copy: Path,
    stage: str,
    *services: str,
    parameters: Mapping[str, str] = _NOTHING,
    environment: Mapping[str, str] = _NOTHING,
    target: Path | None = None,
) -> Path:
    """Packages services (default: all) and returns a folder that contains one folder per service: `target/stage`, or by
    default the one that a deploy uses. HOME is a folder without AWS profiles; the CLI shares what it compiles from its
    schemas with all copies, because it takes 3 s. Raises AssertionError with the output of the CLI.
    """
    options = [option for name, value in parameters.items() for option in ("--param", f"{name}={value}")]
    uv = str(ROOT / ".local/tools/bin/uv")
    cache = subprocess.run([uv, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run(
        ["sh", "packaging/package", stage, *services, "--", *options],
        cwd=copy,
        env={
            **os.environ,
            "HOME": str(copy),
            "UV_CACHE_DIR": cache,
            "SLS_SCHEMA_CACHE_BASE_DIR": str(ROOT / ".local/tools"),
            **({"DOCLOFT_PACKAGES": str(target)} if target else {}),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return (target or copy / ".local/package") / stage


def templates(folder: Path, *stacks: str) -> dict[str, Any]:
    """The templates that `package` wrote, of these stacks or all."""
    return {stack: json.loads((folder / stack / TEMPLATE).read_text()) for stack in stacks or STACKS}


def templates_of_every_kind(folder: Path) -> dict[str, dict[str, Any]]:
    """By kind of deployment (rules.registry.STAGES) and stack. Packages two copies in parallel, without requirements
    and without the models for recognising text, which take two thirds of the time of the worker's package.
    """
    first, second = (copy_to(folder / name, Path(MODELS).name) for name in ("templates", "templates-too"))

    def local() -> dict[str, dict[str, Any]]:
        people = templates(package(first, "local", environment=TEMPLATES_ONLY))
        return {"local": people, "single_owner": single_owner(first, people)}

    def cloud() -> dict[str, dict[str, Any]]:
        prod = templates(package(second, "prod", environment=TEMPLATES_ONLY))
        domain = templates(package(second, "prod", parameters=OWN_DOMAIN, environment=TEMPLATES_ONLY))
        return {"prod": prod, "domain": domain, "alternatives": alternatives(second)}

    with ThreadPoolExecutor(2) as together:
        made = [together.submit(build) for build in (local, cloud)]
        return {kind: built for one in made for kind, built in one.result().items()}


def single_owner(copy: Path, local: dict[str, Any]) -> dict[str, Any]:
    """The templates of `local`, but with the API of a deployment for a single owner (stage parameter `auth`)."""
    folder = package(
        copy, "local", "api", parameters=SINGLE_OWNER, environment={"DOCLOFT_AUTH": "api_key", **TEMPLATES_ONLY}
    )
    return local | {"api": templates(folder)["api"]}


def alternatives(copy: Path) -> dict[str, Any]:
    """The templates of prod with ALTERNATIVES and an alarm topic. Changes the copy."""
    shared = copy / "serverless.common.yml"
    # The CLI takes no list as an option.
    shared.write_text(replaced(shared.read_text(), "alarm_actions: []", f"alarm_actions: [{ALARM_TOPIC}]"))
    return templates(package(copy, "prod", parameters=ALTERNATIVES, environment=TEMPLATES_ONLY))


def replaced(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1, f"{before!r} occurs {text.count(before)} times"
    return text.replace(before, after)
