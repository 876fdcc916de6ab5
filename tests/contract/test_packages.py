"""Each service's package holds what it needs, the shared code of this moment, and nothing of the others."""

import io
import os
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import boto3
import pytest
import requests

from tests.conftest import ROOT
from tests.contract.conftest import EDIT
from tests.contract.templates import SERVICES, serverless

HANDLERS = [
    (service, name, function["handler"])
    for service in SERVICES
    for name, function in serverless(service)["functions"].items()
]
AARCH64 = 0xB7


@pytest.mark.parametrize("service", SERVICES)
def test_package_holds_the_shared_code_of_this_moment(packages, service):
    source = packages.copy / "packages/shared/src/docloft"
    shipped = packages.folders[service] / "docloft"

    assert (shipped / "errors.py").read_text().endswith(EDIT)
    files = [file.relative_to(source) for file in source.rglob("*.py")]
    assert len(files) > 10
    assert [str(file) for file in files if (source / file).read_bytes() != (shipped / file).read_bytes()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_package_holds_no_other_service_no_tests_and_no_sdk(packages, service):
    names = {path.name for path in packages.folders[service].iterdir()}

    assert f"docloft_{service}" in names
    assert not {f"docloft_{other}" for other in SERVICES if other != service} & names
    assert not {"boto3", "botocore", "tests", "events", "apispec", "pytest", "moto"} & names


@pytest.mark.parametrize("service", SERVICES)
def test_package_is_for_the_clouds_processor_and_within_its_limit(packages, service):
    files = [path for path in packages.folders[service].rglob("*") if path.is_file()]
    machines = {
        path.name: int.from_bytes(path.read_bytes()[18:20], "little")
        for path in files
        if path.read_bytes()[:4] == b"\x7fELF"
    }

    assert set(machines.values()) <= {AARCH64}, machines
    # AWS: 250 MB unzipped.
    assert sum(path.stat().st_size for path in files) < 250 * 1024 * 1024


@pytest.fixture(scope="module")
def deployed(stack, tmp_path_factory):
    """The packages that run on the local stage, unzipped: made for this machine, so that they can be imported here."""
    functions = boto3.client(
        "lambda",
        endpoint_url=stack["endpoint_url"],
        region_name=stack["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    folders = {}
    for service, name, _ in HANDLERS:
        if service not in folders:
            location = functions.get_function(FunctionName=f"docloft-local-{name}")["Code"]["Location"]
            folders[service] = tmp_path_factory.mktemp(service)
            with zipfile.ZipFile(io.BytesIO(requests.get(location, timeout=60).content)) as package:
                package.extractall(folders[service])
    return folders


@pytest.mark.parametrize(("service", "name", "handler"), HANDLERS)
def test_handler_is_imported_from_its_package_alone(deployed, service, name, handler):
    module, attribute = handler.rsplit(".", 1)
    template_names = {"PATH": "/usr/bin:/bin", "AWS_REGION": "eu-central-1", "HOME": "/nonexistent"}

    done = subprocess.run(
        [
            str(ROOT / ".local/tools/runtime/bin/python"),
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, '.'); import {module}; assert callable({module}.{attribute})",
        ],
        cwd=deployed[service],
        env=template_names | {key: os.environ[key] for key in ("SITE_ORIGIN",)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"{name}: {done.stderr}"


def test_versions_of_all_services_are_those_of_the_workspace():
    workspace = pins(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    shared = pins(tomllib.loads((ROOT / "packages/shared/pyproject.toml").read_text())["project"]["dependencies"])
    shipped: dict[str, str] = dict(shared)
    for service in SERVICES:
        lines = (ROOT / "services" / service / "requirements.txt").read_text().splitlines()
        assert lines[0] == "../../packages/shared"
        for name, version in pins(lines[1:]).items():
            assert shipped.setdefault(name, version) == version
    own_runtime = {"boto3"}

    assert {name: workspace.get(name) for name in shipped} == shipped
    assert set(workspace) - own_runtime - {"docloft"} == set(shipped)


def pins(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        if match := re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\[[a-z0-9,]+\])?==([^ ;]+)", line.strip()):
            found[match[1].lower()] = match[2]
    return found


def test_emulator_and_runtime_are_pinned_to_the_last_package():
    for name in ("emulator", "runtime"):
        lines = Path(ROOT / "local" / f"{name}.txt").read_text().splitlines()
        assert [line for line in lines if line and not line.startswith("#") and "==" not in line] == []
