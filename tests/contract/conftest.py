"""Every service packaged for the cloud by the real CLI, from a copy of this repository in which shared code was edited:
what the tests read is what a deploy would send.
"""

import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.conftest import ROOT, Stack
from tests.contract.templates import SERVICES

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
def packages(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Packages:
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
    _stand_in_for_the_site(stack)

    # Twice with an edit between: the second package must not come out of a cache of the first.
    _package(stack, copy, "storage", "before")
    shared = copy / "packages/shared/src/docloft/errors.py"
    shared.write_text(shared.read_text() + EDIT)
    folders, templates = {}, {}
    for service in SERVICES:
        target = _package(stack, copy, service, "after")
        folders[service] = copy / f"unzipped-{service}"
        with zipfile.ZipFile(target / f"docloft-{service}.zip") as package:
            package.extractall(folders[service])
        templates[service] = json.loads((target / "cloudformation-template-update-stack.json").read_text())
    return Packages(copy, folders, templates)


def _package(stack: Stack, copy: Path, service: str, when: str) -> Path:
    target = copy / f"{when}-{service}"
    done = subprocess.run(
        ["npx", "--no-install", "serverless", "package", "--stage", "prod", "--package", str(target)],
        cwd=copy / "services" / service,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def _stand_in_for_the_site(stack: Stack) -> None:
    """Services read the site's origin from its stack; for the prod stage nobody has deployed one here."""
    cloudformation = boto3.client(
        "cloudformation",
        endpoint_url=stack["endpoint_url"],
        region_name=stack["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    template = {
        "Resources": {"Nothing": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
        "Outputs": {"SiteOrigin": {"Value": "https://docs.example.org"}},
    }
    try:
        cloudformation.create_stack(StackName="docloft-frontend-prod", TemplateBody=json.dumps(template))
    except cloudformation.exceptions.AlreadyExistsException:
        return
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="docloft-frontend-prod", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
