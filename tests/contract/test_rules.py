"""The templates a deploy would send, of all stages, held to every rule; and every rule seen to fail."""

import copy

import pytest

from tests.contract.mutations import MUTATIONS
from tests.contract.rules import PRACTICES, RULES, STAGES, Deployment
from tests.contract.rules.naming import names

CASES = [
    pytest.param(stage, rule, id=f"{stage}-{rule.practice or 'settings'}-{rule.name}")
    for stage in STAGES
    for rule in RULES.values()
    if stage in rule.stages
]


@pytest.mark.parametrize(("stage", "rule"), CASES)
def test_templates_keep_the_rule(packages, stage, rule, record_property):
    if rule.practice:
        record_property("practice", rule.practice)

    assert rule.violations(Deployment.of(stage, packages.templates[stage])) == []


@pytest.fixture(scope="module")
def unchanged(packages):
    """Which rules the templates break as they are, by stage: none, or a mutation would show nothing."""
    return {stage: broken(stage, packages.templates[stage]) for stage in {mutation.stage for mutation in MUTATIONS}}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_removing_a_guard_breaks_the_rule_that_names_it(packages, unchanged, mutation):
    assert unchanged[mutation.stage] == set()
    templates = copy.deepcopy(packages.templates[mutation.stage])

    mutation.change(templates)

    assert broken(mutation.stage, templates) == {mutation.rule}


def test_every_rule_is_seen_to_fail():
    assert {mutation.rule for mutation in MUTATIONS} == set(RULES)


def test_every_practice_that_a_template_shows_has_a_rule():
    assert {rule.practice for rule in RULES.values() if rule.practice} == set(PRACTICES)


def test_an_import_that_nobody_exports_is_refused(packages):
    templates = copy.deepcopy(packages.templates["prod"])
    del templates["storage"]["Outputs"]["WorkQueueArn"]

    with pytest.raises(ValueError, match="WorkQueueArn, which no stack exports"):
        Deployment.of("prod", templates)


def test_no_name_of_one_stage_is_a_name_of_another(packages):
    stages = [names(Deployment.of(stage, packages.templates[stage])) for stage in ("prod", "local")]

    assert min(len(of_one) for of_one in stages) >= 50
    assert set(stages[0]) & set(stages[1]) == set()


def broken(stage, templates):
    deployment = Deployment.of(stage, templates)
    return {rule.name for rule in RULES.values() if stage in rule.stages and rule.violations(deployment)}
