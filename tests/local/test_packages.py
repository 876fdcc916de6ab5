"""The packages that the Serverless CLI deployed to the local stage, for this machine's processor."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from local.stacks import SERVICES as FOLDERS
from tests.conftest import ROOT
from tests.contract.templates import SERVICES, serverless
from tests.contract.test_packages import AARCH64, machines

HANDLERS = [
    (service, name, function["handler"])
    for service in SERVICES
    for name, function in serverless(service)["functions"].items()
]


@pytest.fixture(scope="module")
def folders(stack, tmp_path_factory):
    """Each service's package, unzipped."""
    unzipped = tmp_path_factory.mktemp("packages")
    for service in SERVICES:
        with zipfile.ZipFile(ROOT / FOLDERS[service] / f".serverless/docloft-{service}.zip") as package:
            package.extractall(unzipped / service)
    return {service: unzipped / service for service in SERVICES}


@pytest.mark.parametrize(("service", "name", "handler"), HANDLERS)
def test_handler_can_be_imported_from_its_package_alone(folders, service, name, handler):
    module, attribute = handler.rsplit(".", 1)
    template_names = {"PATH": "/usr/bin:/bin", "AWS_REGION": "eu-central-1", "HOME": "/nonexistent"}

    done = subprocess.run(
        [
            str(ROOT / ".local/tools/runtime/bin/python"),
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, '.'); import {module}; assert callable({module}.{attribute})",
        ],
        cwd=folders[service],
        env=template_names | {key: os.environ[key] for key in ("SITE_ORIGIN",)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"{name}: {done.stderr}"


def test_package_of_the_local_stage_is_for_this_machine(folders):
    found = machines(folders["worker"])
    own = int.from_bytes(Path(sys.executable).resolve().read_bytes()[18:20], "little")

    if Path(sys.executable).resolve().read_bytes()[:4] == b"\x7fELF":
        assert set(found.values()) == {own}
    else:
        assert AARCH64 not in found.values()
