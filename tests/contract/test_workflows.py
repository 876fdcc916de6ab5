"""What GitHub runs for us: pinned, without keys, each service by itself, prod by a person."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

FOLDERS = {
    "storage": "services/storage",
    "worker": "services/worker",
    "api": "services/api",
    "frontend": "frontend",
}
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))


def workflow(name):
    # YAML 1.1 reads the key `on` as true.
    return {("on" if key is True else key): value for key, value in yaml.safe_load(text(name)).items()}


def text(name):
    return (ROOT / ".github/workflows" / f"{name}.yml").read_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_action_of_others_is_pinned_to_a_commit_and_says_its_version(path):
    for line in path.read_text().splitlines():
        if match := re.search(r"uses: (?!\./)(.+)", line):
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", match[1]), line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_workflow_holds_no_keys_and_asks_for_no_more_than_it_needs(path):
    permissions = workflow(path.stem)["permissions"]

    assert "secrets." not in path.read_text()
    assert permissions.pop("contents") == "read"
    assert permissions == ({"id-token": "write"} if path.stem.startswith("deploy") else {})


@pytest.mark.parametrize(("service", "folder"), FOLDERS.items())
def test_service_is_deployed_by_its_own_changes_and_by_what_it_is_made_from(service, folder):
    described = workflow(f"deploy-{service}")
    paths = set(described["on"]["push"]["paths"])

    assert f"{folder}/**" in paths
    assert {"serverless.common.yml", "package-lock.json"} <= paths
    assert ("packages/shared/**" in paths) == (service != "frontend")
    assert not [path for other, path in FOLDERS.items() if other != service and f"{path}/**" in paths]
    assert [job["with"] for job in described["jobs"].values()] == [
        {"service": service, "stage": "dev"},
        {"service": service, "stage": "prod"},
    ]
    assert described["jobs"]["prod"]["needs"] == "dev"


def test_stage_is_an_environment_so_that_prod_can_ask_a_person_first():
    [job] = workflow("deploy")["jobs"].values()

    assert job["environment"] == "${{ inputs.stage }}"
    assert workflow("deploy")["concurrency"]["cancel-in-progress"] is False
    assert "role-to-assume: ${{ vars.AWS_ROLE }}" in text("deploy")


def test_workflows_run_verbs_of_the_makefile():
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    called = {verb for path in FILES for verb in re.findall(r"run: make (\w+)", path.read_text())}

    assert {"test", "package", "deploy"} == called
    assert called <= verbs


def test_role_is_lent_to_one_environment_of_one_repository(tmp_path):
    role = (ROOT / ".github/deploy-role.yml").read_text()

    assert "repo:${Repository}:environment:${Stage}" in role
    assert "sts:AssumeRoleWithWebIdentity" in role
    assert 'Action: "*"' not in role
    linter = str(Path(sys.executable).parent / "cfn-lint")
    done = subprocess.run(
        [linter, "--template", str(ROOT / ".github/deploy-role.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_everything_has_an_owner():
    owned = [line.split()[0] for line in (ROOT / "CODEOWNERS").read_text().splitlines() if line.startswith("/")]

    assert {"/services/api/", "/services/worker/", "/services/storage/", "/frontend/", "/tests/events/"} <= set(owned)
    assert [path for path in owned if not (ROOT / path.strip("/")).exists()] == []
