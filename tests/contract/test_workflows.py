"""GitHub workflows: pinned actions, no stored keys, tests before any deploy, a reviewer before prod."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tools.changed_services import INPUTS

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))


def workflow(name):
    # YAML 1.1 parses the key `on` as true.
    return {("on" if key is True else key): value for key, value in yaml.safe_load(text(name)).items()}


def text(name):
    return (ROOT / ".github/workflows" / f"{name}.yml").read_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_third_party_action_is_pinned_to_a_commit_and_names_its_version(path):
    for line in path.read_text().splitlines():
        if match := re.search(r"uses: (?!\./)(.+)", line):
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", match[1]), line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_workflow_contains_no_secret_and_has_read_access_by_default(path):
    permissions = workflow(path.stem)["permissions"]

    assert "secrets." not in path.read_text()
    assert permissions.pop("contents") == "read"
    assert permissions == ({"id-token": "write"} if path.stem.startswith("deploy") else {})


def test_only_deploys_and_the_release_have_write_access():
    writing = {
        (path.stem, name, scope)
        for path in FILES
        for name, job in workflow(path.stem)["jobs"].items()
        for scope, access in job.get("permissions", {}).items()
        if access == "write"
    }

    assert writing == {
        ("pipeline", "dev", "id-token"),
        ("pipeline", "prod", "id-token"),
        ("release", "release", "contents"),
    }


def test_nothing_is_deployed_before_every_test_passed():
    described = workflow("pipeline")
    jobs = described["jobs"]

    assert set(described["on"]) == {"pull_request", "push", "workflow_dispatch"}
    assert jobs["dev"]["needs"] == ["test", "changes"]
    assert jobs["prod"]["needs"] == ["changes", "dev"]
    assert "refs/heads/main" in jobs["dev"]["if"]
    # A status function would let a job run after failed tests.
    assert not [name for name in ("dev", "prod") if re.search(r"always|failure|cancelled", str(jobs[name].get("if")))]
    assert [step["run"] for step in jobs["test"]["steps"] if "run" in step] == ["make test", "make package STAGE=prod"]
    callers = {path.stem for path in FILES if "uses: ./.github/workflows/deploy-stage.yml" in path.read_text()}
    assert callers == {"pipeline"}
    assert all(set(workflow(name)["on"]) == {"workflow_call"} for name in ("deploy-stage", "deploy-service"))


def test_services_are_deployed_in_the_order_of_their_dependencies():
    jobs = workflow("deploy-stage")["jobs"]
    order = yaml.safe_load((ROOT / "serverless-compose.yml").read_text())["services"]

    assert list(jobs) == list(INPUTS) == list(order)
    for name, job in jobs.items():
        direct = order[name].get("dependsOn", [])
        assert set([direct] if isinstance(direct, str) else direct) <= set(job.get("needs", []))
        assert job["with"] == {"service": name, "stage": "${{ inputs.stage }}"}


def test_unchanged_service_is_skipped_without_blocking_the_others():
    for name, job in workflow("deploy-stage")["jobs"].items():
        assert f"contains(fromJSON(inputs.services), '{name}')" in job["if"]
        assert "!failure() && !cancelled()" in job["if"]


def test_stage_is_an_environment_so_that_prod_can_require_a_reviewer():
    [job] = workflow("deploy-service")["jobs"].values()

    assert job["environment"] == "${{ inputs.stage }}"
    assert "role-to-assume: ${{ vars.AWS_ROLE }}" in text("deploy-service")


def test_deploy_is_never_cancelled_halfway():
    assert workflow("deploy-stage")["concurrency"]["cancel-in-progress"] is False
    assert workflow("pipeline")["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_drills_run_each_night_in_a_job_of_their_own():
    jobs = workflow("nightly")["jobs"]

    assert [step["run"] for step in jobs["drill"]["steps"] if "run" in step] == ["make drill"]


def test_workflows_run_targets_of_the_makefile():
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    called = {verb for path in FILES for verb in re.findall(r"run: make (\w+)", path.read_text())}

    assert {"test", "package", "deploy", "drill"} == called
    assert called <= verbs


def test_role_can_be_assumed_by_one_environment_of_one_repository(tmp_path):
    role = (ROOT / ".github/deploy-role.yml").read_text()

    assert "repo:${Repository}:environment:${Stage}" in role
    assert "sts:AssumeRoleWithWebIdentity" in role
    assert 'Action: "*"' not in role
    linter = str(Path(sys.executable).parent / "cfn-lint")
    done = subprocess.run(
        [linter, "--template", str(ROOT / ".github/deploy-role.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_code_owners_name_existing_paths():
    owned = [line.split()[0] for line in (ROOT / "CODEOWNERS").read_text().splitlines() if line.startswith("/")]

    assert {"/services/api/", "/services/worker/", "/services/storage/", "/frontend/", "/tests/events/"} <= set(owned)
    assert [path for path in owned if not (ROOT / path.strip("/")).exists()] == []
