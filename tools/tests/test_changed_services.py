"""Which services a pipeline deploys."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tools.changed_services import INPUTS, changed_services


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("services/storage/docloft_storage/handler.py", ["storage"]),
        ("services/worker/requirements.txt", ["worker"]),
        ("services/api/serverless.yml", ["api", "site"]),
        ("docs/openapi.json", ["api"]),
        ("frontend/src/main.js", ["frontend", "site"]),
        ("packages/shared/src/docloft/errors.py", ["storage", "worker", "api"]),
        ("serverless.common.yml", ["frontend", "storage", "worker", "api", "site"]),
        ("package-lock.json", ["frontend", "storage", "worker", "api", "site"]),
        ("packaging/guard.cjs", ["frontend", "storage", "worker", "api", "site"]),
    ],
)
def test_service_is_deployed_when_one_of_its_inputs_changed(path, expected):
    assert changed_services([path]) == expected


@pytest.mark.parametrize(
    "path",
    ["README.md", "docs/cost.md", "tests/e2e/test_limits.py", "services/api/tests/test_edge.py", "local/site.py"],
)
def test_service_is_not_deployed_for_files_that_are_not_shipped(path):
    assert changed_services([path]) == []


@pytest.mark.parametrize("commit", ["", "0000000000000000000000000000000000000000", "no-such-commit"])
def test_unknown_commit_deploys_everything(commit):
    done = subprocess.run(
        [sys.executable, "-m", "tools.changed_services", commit], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == '["frontend", "storage", "worker", "api", "site"]\n'


def test_every_input_exists():
    assert [path for inputs in INPUTS.values() for path in inputs if not (ROOT / path).exists()] == []
