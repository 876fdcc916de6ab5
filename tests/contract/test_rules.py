"""The templates of all stages follow every rule, and every rule detects its mutations."""

import copy
import json
import subprocess
import sys

import pytest

from docloft_api.features import all_operations
from tests.contract.mutations import MUTATIONS
from tests.contract.rules import PRACTICES, RULES, STAGES, Deployment
from tests.contract.rules.access import methods
from tests.contract.rules.arns import names_in_arns
from tests.contract.rules.naming import NAMES, names
from tools.local_stage import ROOT

CASES = [
    pytest.param(stage, rule, id=f"{stage}-{rule.practice or 'settings'}-{rule.name}")
    for stage in STAGES
    for rule in RULES.values()
    if stage in rule.stages
]


@pytest.fixture(scope="module")
def deployments(packages):
    """By stage. Rules only read them."""
    return {stage: Deployment.of(stage, packages.templates[stage]) for stage in STAGES}


@pytest.mark.parametrize(("stage", "rule"), CASES)
def test_templates_follow_the_rule(deployments, stage, rule, record_property):
    if rule.practice:
        record_property("practice", rule.practice)

    assert rule.violations(deployments[stage]) == []


@pytest.fixture(scope="module")
def written(packages):
    """The templates of each stage as JSON: parsing it is faster than copying."""
    return {stage: json.dumps(packages.templates[stage]) for stage in STAGES}


@pytest.fixture(scope="module")
def unchanged(packages):
    """Rules that the unchanged templates violate, by stage. There must be none, or mutations would prove nothing."""
    return {stage: broken(stage, packages.templates[stage]) for stage in {mutation.stage for mutation in MUTATIONS}}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_mutation_violates_exactly_its_rule(written, unchanged, mutation):
    assert unchanged[mutation.stage] == set()
    templates = json.loads(written[mutation.stage])

    mutation.change(templates)

    assert broken(mutation.stage, templates) == {mutation.rule}


def test_every_rule_has_a_mutation():
    assert {mutation.rule for mutation in MUTATIONS} == set(RULES)


def test_rules_can_be_listed_outside_of_pytest():
    program = [sys.executable, "-c", "import tests.contract.__main__"]

    subprocess.run(program, cwd=ROOT, env={"PATH": ""}, check=True)


def test_every_practice_has_a_rule():
    assert {rule.practice for rule in RULES.values() if rule.practice} == set(PRACTICES)


def test_import_without_an_export_is_refused(packages):
    templates = copy.deepcopy(packages.templates["prod"])
    del templates["storage"]["Outputs"]["WorkQueueArn"]

    with pytest.raises(ValueError, match="WorkQueueArn, which no stack exports"):
        Deployment.of("prod", templates)


@pytest.mark.parametrize("stage", STAGES)
def test_methods_of_the_gateway_are_the_operations(deployments, stage):
    found = [
        (method.properties["HttpMethod"], path)
        for method, path in methods(deployments[stage])
        if method.properties["HttpMethod"] != "OPTIONS"
    ]

    assert sorted(found) == sorted((operation.method, operation.path) for operation in all_operations())


def test_every_kind_whose_arn_has_a_name_must_be_named():
    expected = names_in_arns()

    assert len(expected) > 10
    assert {kind: NAMES.get(kind) for kind in expected} == expected


def test_stages_share_no_names(packages):
    stages = [names(Deployment.of(stage, packages.templates[stage])) for stage in ("prod", "local")]

    assert min(len(of_one) for of_one in stages) >= 50
    assert set(stages[0]) & set(stages[1]) == set()


def broken(stage, templates):
    deployment = Deployment.of(stage, templates)
    return {rule.name for rule in RULES.values() if stage in rule.stages and rule.violations(deployment)}
