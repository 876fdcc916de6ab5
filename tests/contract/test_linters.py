"""Findings of cfn-lint and checkov in the templates. Accepted findings have their reasons in findings.toml."""

import fnmatch
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.contract.copies import ROOT
from tests.contract.rules import STAGES
from tests.contract.templates import STACKS

ACCEPTED = tomllib.loads((ROOT / "tests/contract/findings.toml").read_text())


@pytest.fixture(scope="module")
def files(packages, tmp_path_factory):
    """Folders with the templates of each stage, one file per stack, without those equal to an earlier one."""
    folders = {stage: tmp_path_factory.mktemp(stage) for stage in STAGES}
    written = set()
    for stage, folder in folders.items():
        for stack in STACKS:
            text = json.dumps(packages.templates[stage][stack], indent=1)
            if text not in written:
                (folder / f"{stack}.json").write_text(text)
            written.add(text)
    return folders


def test_cfn_lint_has_only_accepted_findings_in_a_region_and_in_one_that_accounts_must_opt_in_to(files):
    found = findings_of_cfn_lint(("eu-central-1", "me-south-1"), files.values())

    assert unexplained("cfn-lint", found) == set()
    assert unmatched("cfn-lint", found) == []


def findings_of_cfn_lint(regions, folders):
    templates = [str(file) for folder in folders for file in sorted(folder.iterdir())]
    linter = Path(sys.executable).parent / "cfn-lint"
    done = subprocess.run(
        [linter, "--format", "json", "--regions", *regions, "--template", *templates],
        capture_output=True,
        text=True,
        check=False,
    )
    found = set()
    for one in json.loads(done.stdout):
        path = [str(part) for part in one["Location"]["Path"]]
        found.add((one["Rule"]["Id"], f"{Path(one['Filename']).stem}/{path[1]}"))
    return found


def test_checkov_has_only_accepted_findings(files):
    checkov = ROOT / ".local/tools/checkov/bin/checkov"
    assert checkov.exists(), "checkov has its own environment, which is missing. Run: sh local/bootstrap.sh checkov"
    done = subprocess.run(
        [
            *(checkov, "--framework", "cloudformation", "--directory", str(files["prod"]), "--output", "json"),
            # Without this, checkov requests severities and custom policies from the vendor's server.
            *("--skip-download", "--quiet", "--compact"),
        ],
        env={**os.environ, "LOG_LEVEL": "CRITICAL"},
        capture_output=True,
        text=True,
        check=False,
    )

    results = json.loads(done.stdout)
    assert results["summary"]["parsing_errors"] == 0
    assert results["summary"]["passed"] > 100
    found = {
        (one["check_id"], f"{Path(one['file_path']).stem}/{one['resource'].split('.')[1]}")
        for one in results["results"]["failed_checks"]
    }
    assert unexplained("checkov", found) == set()
    assert unmatched("checkov", found) == []


def test_every_accepted_finding_has_a_reason():
    assert [one["check"] for findings in ACCEPTED.values() for one in findings if len(one["reason"]) < 15] == []


def unexplained(linter, found):
    return {
        (check, where)
        for check, where in found
        if not any(one["check"] == check and matches(one, where) for one in ACCEPTED[linter])
    }


def unmatched(linter, found):
    return [
        one["check"]
        for one in ACCEPTED[linter]
        if not one.get("unsteady") and not any(one["check"] == check and matches(one, where) for check, where in found)
    ]


def matches(one, where):
    return any(fnmatch.fnmatchcase(where, pattern) for pattern in one["where"])
