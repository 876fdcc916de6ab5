"""Roles allow what their functions called: nothing is missing, and nothing is allowed that no test uses. This runs
after all other tests of its tier (conftest.py).
"""

import fnmatch
from urllib.parse import unquote

import pytest

from tests.contract.rules.deployment import listed
from tests.contract.rules.deploys import PERMISSIONS
from tests.contract.rules.iam import matches
from tests.e2e.calls import calls_by
from tests.e2e.outages import MISSPELT_TABLE

FUNCTIONS = ("receive", "sweep", "work", "index", "api", "keys", "search")


def allowed(stack, function):
    """Each action with one resource pattern that the deployed role allows."""
    iam, name = stack.client("iam"), f"docloft-local-{function}"
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        for statement in document["Statement"]:
            for action in listed(statement["Action"]):
                for resource in listed(statement["Resource"]):
                    yield action, unquote(resource)


def exceptions(function, action, resource):
    """The entries in permissions.toml according to which no test needs this."""
    return [
        entry
        for entry in PERMISSIONS["functions"]
        if function in entry["functions"]
        and any(fnmatch.fnmatchcase(action, pattern) for pattern in entry["actions"])
        and any(fnmatch.fnmatchcase(resource, pattern) for pattern in entry["resources"])
    ]


def uncalled_by(stack, function):
    """Calls that the role allows but the function has not made."""
    calls = calls_by(f"docloft-local-{function}")
    return {pair for pair in allowed(stack, function) if not any(is_covered(call, [pair]) for call in calls)}


def is_covered(call, pairs):
    return any(matches(action, call.action) and matches(resource, call.resource) for action, resource in pairs)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_role_allows_every_call_of_its_function(stack, function):
    """Also calls that were refused: some tests take permissions away, and some errors are handled quietly."""
    pairs = set(allowed(stack, function))

    assert pairs
    # A drill misspells the name of a table.
    calls = {call for call in calls_by(f"docloft-local-{function}") if not call.resource.endswith(f"/{MISSPELT_TABLE}")}
    assert [call for call in calls if not is_covered(call, pairs)] == []


@pytest.mark.whole_tier
@pytest.mark.parametrize("function", FUNCTIONS)
def test_everything_that_a_role_allows_was_called_or_is_explained(stack, function):
    uncalled = uncalled_by(stack, function)

    assert sorted(pair for pair in uncalled if not exceptions(function, *pair)) == []


@pytest.mark.whole_tier
def test_every_exception_is_needed(stack):
    needed = {
        entry["reason"]
        for function in FUNCTIONS
        for pair in uncalled_by(stack, function)
        for entry in exceptions(function, *pair)
    }

    steady = {entry["reason"] for entry in PERMISSIONS["functions"] if not entry.get("unsteady")}
    assert sorted(steady - needed) == []
