"""`make deploy` ends with the check of the alarms' recipients, and keeps the exit status of the deploy."""

import os
import shutil
import subprocess

import pytest

from tests.conftest import ROOT


@pytest.fixture
def repository(tmp_path):
    """packaging/deploy with programs that only print what they were called with."""
    for folder in ("packaging", "operate", "frontend", "services/worker", ".venv/bin", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "packaging/deploy", tmp_path / "packaging")
    for program, status in (("bin/npx", '"${DEPLOY_STATUS:-0}"'), (".venv/bin/python", "1")):
        (tmp_path / program).write_text(f'#!/bin/sh\necho "{program} $*"\nexit {status}\n')
        (tmp_path / program).chmod(0o755)
    return tmp_path


def deploy(repository, *arguments, status="0"):
    done = subprocess.run(
        ["sh", "packaging/deploy", *arguments],
        cwd=repository,
        env={**os.environ, "PATH": f"{repository}/bin:{os.environ['PATH']}", "DEPLOY_STATUS": status},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


CHECK = ".venv/bin/python -m operate doctor --stage prod --only recipients"


@pytest.mark.parametrize("service", [(), ("worker",)])
def test_deploy_ends_with_the_check_of_recipients_and_succeeds_in_spite_of_it(repository, service):
    status, lines = deploy(repository, "prod", *service)

    assert status == 0
    assert "deploy --stage prod" in lines[0]
    assert lines[1:] == [CHECK]


@pytest.mark.parametrize("service", [("site",), ("frontend",)])
def test_deploy_of_the_site_does_not_check_alarms(repository, service):
    assert CHECK not in deploy(repository, "prod", *service)[1]


def test_failed_deploy_keeps_its_status_and_is_not_checked(repository):
    status, lines = deploy(repository, "prod", status="3")

    assert status == 3
    assert CHECK not in lines
