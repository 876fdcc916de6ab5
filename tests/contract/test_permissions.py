"""Exceptions in permissions.toml have a reason and name functions that exist. tests/e2e/test_permissions.py looks for
those that nothing needs.
"""

import pytest

from docloft.settings import FUNCTIONS
from tests.contract.rules.deploys import PERMISSIONS

ENTRIES = [entry for name in ("deploy", "functions") for entry in PERMISSIONS[name]]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["reason"][:40])
def test_exception_has_a_reason(entry):
    assert len(entry["reason"]) >= 15
    assert entry["reason"].endswith(".")
    assert entry["actions"]


@pytest.mark.parametrize("entry", PERMISSIONS["functions"], ids=lambda entry: entry["reason"][:40])
def test_exception_names_functions_that_exist(entry):
    assert entry["functions"]
    assert set(entry["functions"]) <= set(FUNCTIONS)
