"""Stacks and functions that a deploy left incomplete, and confinement that the functions could not set up."""

import json

import pytest

from docloft.settings import FUNCTIONS, SETTINGS
from operate import containment, function_health
from operate.findings import Level
from operate.tests.clients import Service, found, only, refused


def stacks_in(status):
    return Service(describe_stacks={"Stacks": [{"StackStatus": status}]})


def test_complete_stacks_are_fine(stage, aws):
    aws(cloudformation=stacks_in("UPDATE_COMPLETE"))

    assert only(function_health.stacks, stage)[0] == Level.OK


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_IN_PROGRESS"])
def test_stack_whose_deploy_failed_or_is_running_is_a_problem(stage, aws, status):
    aws(cloudformation=stacks_in(status))

    assert {level for level, *_ in found(function_health.stacks, stage)} == {Level.PROBLEM}


def test_stack_whose_protection_stayed_off_is_a_problem(stage, aws):
    parameters = [{"ParameterKey": "Protection", "ParameterValue": "off"}]
    aws(
        cloudformation=Service(
            describe_stacks={"Stacks": [{"StackStatus": "UPDATE_COMPLETE", "Parameters": parameters}]}
        )
    )

    problems = found(function_health.stacks, stage)

    assert {level for level, *_ in problems} == {Level.PROBLEM}
    assert problems[0][1].startswith("docloft-frontend-test is not protected from deletion: ")
    assert problems[0][2] == "make deploy STAGE=test SERVICE=frontend"


def test_missing_stack_names_the_deploy(stage, aws):
    aws(cloudformation=Service(describe_stacks=refused("DescribeStacks", "ValidationError")))

    assert found(function_health.stacks, stage)[0] == (
        Level.PROBLEM,
        "There is no stack docloft-frontend-test.",
        "make deploy STAGE=test SERVICE=frontend",
    )


def functions_with(stage, **changed):
    """Functions with the right variables, except these."""

    def configuration(**parameters):
        name = parameters["FunctionName"].rpartition("-")[2]
        own = [setting for setting in SETTINGS if name in setting.functions]
        right = {setting.variable: "1" if setting.kind is int else "x" for setting in own}
        expected = function_health._expected(stage)
        variables = {key: changed.get(key, expected.get(key, value)) for key, value in right.items()}
        return {"FunctionName": name, "State": "Active", "Environment": {"Variables": variables}}

    return Service(get_function_configuration=configuration)


def test_functions_with_their_variables_are_fine(stage, aws):
    aws(**{"lambda": functions_with(stage)})

    assert only(function_health.functions, stage) == (
        Level.OK,
        f"{len(FUNCTIONS)} functions are active, with the tables, bucket and queues of this stage ",
    )


def test_misspelt_table_is_reported_with_its_variable_and_the_right_name(stage, aws):
    aws(**{"lambda": functions_with(stage, JOBS_TABLE="docloft-test-jbos")})

    problems = [
        (what, advice) for level, what, advice in found(function_health.functions, stage) if level == Level.PROBLEM
    ]

    assert problems[0] == (
        "JOBS_TABLE of work is docloft-test-jbos, not docloft-test-jobs: it is misspelt, or of another stage.",
        "Fix it in services/worker/serverless.yml, then make deploy STAGE=test SERVICE=worker.",
    )
    assert len(problems) == len(next(one for one in SETTINGS if one.variable == "JOBS_TABLE").functions)


def test_missing_variable_is_reported(stage, aws):
    aws(**{"lambda": functions_with(stage, FILES_BUCKET="")})

    assert any("FILES_BUCKET is empty" in what for _, what, _ in found(function_health.functions, stage))


def test_function_that_is_gone_names_the_deploy(stage, aws):
    gone = refused("GetFunctionConfiguration", "ResourceNotFoundException")
    aws(**{"lambda": Service(get_function_configuration=gone)})

    assert (Level.PROBLEM, "The function work does not exist.", "make deploy STAGE=test SERVICE=worker") in found(
        function_health.functions, stage
    )


class Log:
    """CloudWatch Logs with these lines, which every function wrote."""

    def __init__(self, *lines):
        self.lines = [json.dumps(line) for line in lines]

    def get_paginator(self, _operation):
        return self

    def paginate(self, *, filterPattern, PaginationConfig, **_parameters):  # noqa: N803 - boto3's names
        found = [line for line in self.lines if filterPattern in line]
        return [{"events": [{"message": line} for line in found[: PaginationConfig["MaxItems"]]]}]


def refusal(*measures):
    return {"level": "WARNING", "message": "sandbox", "unavailable": [*measures]}


@pytest.mark.parametrize(
    ("lines", "level", "word"),
    [
        ([{"message": "work"}], Level.OK, "no refusal"),
        ([refusal("capabilities")], Level.OK, "without capabilities"),
        ([refusal("capabilities", "system_calls")], Level.PROBLEM, "capabilities, system_calls"),
        ([refusal("memory")], Level.PROBLEM, "memory"),
        ([refusal("memory"), refusal("environment")], Level.OK, "without environment"),
        ([], Level.UNKNOWN, "nothing in 7 days"),
    ],
    ids=["nothing refused", "harmless", "system calls", "memory", "the last one counts", "did not run"],
)
def test_confinement_is_what_the_functions_logged_last(stage, aws, lines, level, word):
    aws(logs=Log(*lines))

    findings = found(containment.confinement, stage)

    assert [one[0] for one in findings] == [level, level]
    assert all(word in one[1] for one in findings)
    assert all(("Confinement" in one[2]) == (level == Level.PROBLEM) for one in findings)
