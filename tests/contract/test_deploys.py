"""Deploys in a model of CloudFormation (rules/account.py): a first one that fails, and one that changes parameters of a
stage that exists.
"""

import json
import re

import pytest

from tests.contract.rules import STAGES, Deployment
from tests.contract.rules.account import Account, in_order

ORDER = ("frontend", "storage", "worker", "api")
"""As in serverless-compose.yml."""


@pytest.mark.parametrize("kind", STAGES)
def test_first_deploy_that_fails_at_any_resource_succeeds_when_it_is_repeated(packages, kind):
    deployment = Deployment.of(kind, packages.templates[kind], parameters={"Protection": "off"})
    for stack in ORDER:
        wanted = in_order(deployment, stack)
        assert len(wanted) >= 4
        for resource in wanted:
            account = Account()

            assert account.deploy(stack, wanted, fails_at=resource.name) == f"{resource.name} cannot be created"
            assert account.taken == {}
            assert account.deploy(stack, wanted) == ""

            assert account.left == []
            assert len(account.taken) == len(wanted)


def test_first_deploy_with_deletion_protection_could_not_be_repeated(packages):
    """Why packaging/protection.cjs turns it off: the model refuses what AWS refuses."""
    deployment = Deployment.of("prod", packages.templates["prod"], parameters={"Protection": "on"})
    wanted = in_order(deployment, "storage")
    account = Account()

    account.deploy("storage", wanted, fails_at=wanted[-1].name)

    assert sorted(resource.name for resource in account.left) == [
        f"storage/{name}Table" for name in ("Documents", "History", "Jobs", "Library")
    ]
    assert re.fullmatch(r"storage/\w+Table already exists", account.deploy("storage", wanted))


@pytest.mark.parametrize(("before", "after"), [("prod", "alternatives"), ("alternatives", "prod")])
def test_cdn_and_billing_mode_are_switched_in_one_deploy(packages, before, after):
    old, new = (Deployment.of(kind, packages.templates[kind]) for kind in (before, after))
    account = Account()
    for stack in ORDER:
        account.deploy(stack, in_order(old, stack))

    for number, stack in enumerate(ORDER):
        rest = [packages.templates[before][other] for other in ORDER[number + 1 :]]
        assert changed_exports(old, new, stack) & imported(rest) == set(), f"{stack} cannot change an export in use"
        assert account.deploy(stack, in_order(new, stack)) == ""

    assert account.left == []
    assert {resource.name for resource in account.taken.values()} == set(new.resources)


@pytest.mark.parametrize("stack", ["storage", "api"])
def test_switching_cdn_changes_the_templates_of_the_services_that_read_the_origin(packages, stack):
    """Otherwise the CLI would not deploy them, and they would keep the old origin."""
    read = [
        packages.templates[kind][stack]["Parameters"]["GivenOrigin"]["Default"] for kind in ("prod", "alternatives")
    ]

    assert read == ["/docloft/prod/site-origin/cdn-true", "/docloft/prod/site-origin/cdn-false"]


def changed_exports(old, new, stack):
    """Names of exports that a deploy of this stack would change or remove. CloudFormation refuses that for those that
    are imported (AWS: Fn::ImportValue).
    """
    return {
        name
        for output, name in old.exports.items()
        if output.startswith(f"{stack}/") and old.outputs[output] != new.outputs.get(output)
    }


def imported(templates):
    return set(re.findall(r'"Fn::ImportValue": "([^"]+)"', json.dumps(templates)))
