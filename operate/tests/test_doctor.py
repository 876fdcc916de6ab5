"""What `make doctor` finds on a stage that is broken in one way, and that each finding says what to do."""

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from docloft.settings import FUNCTIONS, SETTINGS
from operate import alarm_recipients, backlog, containment, deployed, doctor, function_health, quotas, reachability
from operate.findings import Level
from operate.packaged import Packaged
from tools.failure import OperatorError

MODULES = (alarm_recipients, backlog, containment, deployed, function_health, quotas)
TOPIC = "arn:aws:sns:eu-central-1:123456789012:docloft-test-alarms"


class Pages(list[Any]):
    def paginate(self, **_parameters):
        return self


class Service:
    """A client that returns what it was made with, by operation; a function is called with the parameters."""

    def __init__(self, **responses):
        self.responses = responses

    def __getattr__(self, operation):
        def call(**parameters):
            response = self.responses[operation]
            if isinstance(response, Exception):
                raise response
            return response(**parameters) if callable(response) else response

        return call

    def get_paginator(self, operation):
        return Pages([self.responses[operation]])


@pytest.fixture
def aws(monkeypatch):
    def install(**services):
        for module in MODULES:
            monkeypatch.setattr(module, "client", services.__getitem__)

    return install


def refused(operation, code="AccessDenied"):
    return ClientError({"Error": {"Code": code}}, operation)


def found(check, stage):
    return [(finding.level, finding.what, finding.advice) for finding in check(stage)]


def only(check, stage):
    [(level, what, advice)] = found(check, stage)
    assert level != Level.PROBLEM or advice
    return level, f"{what} {advice}"


# Stacks and functions


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


# Reachability


class Response:
    def __init__(self, status, body=None):
        self.status_code, self.ok, self._body = status, status < 400, body or {}

    def json(self):
        return self._body


@pytest.fixture
def reach(monkeypatch):
    def install(response, **outputs):
        found = {"ApiUrl": "https://api", "SiteOrigin": "https://site", **outputs}
        monkeypatch.setattr(reachability, "outputs_of", lambda _stack: {k: v for k, v in found.items() if v})

        def get(_url, timeout):
            if isinstance(response, Exception):
                raise response
            return response

        monkeypatch.setattr(reachability.requests, "get", get)

    return install


@pytest.mark.parametrize(
    ("status", "level"),
    [(401, Level.OK), (403, Level.OK), (404, Level.PROBLEM), (500, Level.PROBLEM), (200, Level.PROBLEM)],
)
def test_api_has_to_refuse_a_request_without_a_caller(stage, reach, status, level):
    reach(Response(status))

    assert only(reachability.api, stage)[0] == level


def test_address_that_does_not_respond_is_a_problem(stage, reach):
    reach(reachability.requests.ConnectTimeout())

    assert only(reachability.api, stage)[0] == only(reachability.site, stage)[0] == Level.PROBLEM


@pytest.mark.parametrize(
    ("response", "level"),
    [
        (Response(200, {"api_url": "https://api"}), Level.OK),
        (Response(200, {"api_url": "https://other"}), Level.PROBLEM),
        (Response(403), Level.PROBLEM),
    ],
)
def test_site_has_to_be_published_and_use_this_api(stage, reach, response, level):
    reach(response)

    assert only(reachability.site, stage)[0] == level


# Alarms


def alarms(*found):
    return Service(describe_alarms={"MetricAlarms": list(found)})


def alarm(name="docloft-test-throttles", actions=(TOPIC,), **more):
    return {"AlarmName": name, "AlarmActions": list(actions), "ActionsEnabled": True, "StateValue": "OK", **more}


def subscriptions(*arns):
    found = [{"SubscriptionArn": arn, "Endpoint": "you@example.org"} for arn in arns]
    return Service(list_subscriptions_by_topic={"Subscriptions": found})


def test_alarms_with_a_confirmed_recipient_are_fine(stage, aws):
    aws(cloudwatch=alarms(alarm()), sns=subscriptions(f"{TOPIC}:1"))

    assert only(alarm_recipients.recipients, stage) == (Level.OK, "1 alarms notify docloft-test-alarms ")


@pytest.mark.parametrize(
    ("services", "sentence"),
    [
        ({"cloudwatch": alarms(alarm(actions=()))}, "1 of 1 alarms notify no one. Set alarm_email"),
        ({"cloudwatch": alarms(alarm()), "sns": subscriptions()}, "docloft-test-alarms has no subscription"),
        (
            {"cloudwatch": alarms(alarm()), "sns": subscriptions("PendingConfirmation")},
            "not confirmed.*you@example.org",
        ),
        (
            {"cloudwatch": alarms(alarm()), "sns": subscriptions(f"{TOPIC}:1", "PendingConfirmation")},
            "One of 2 subscriptions to docloft-test-alarms is not confirmed",
        ),
        ({"cloudwatch": alarms()}, "The stage has no alarms. make deploy STAGE=test"),
    ],
)
def test_alarm_that_reaches_no_one_is_a_problem(stage, aws, services, sentence):
    aws(**services)

    level, text = only(alarm_recipients.recipients, stage)
    assert level == Level.PROBLEM
    assert re.search(sentence, text)


def test_alarm_that_is_switched_off_is_a_problem(stage, aws):
    aws(cloudwatch=alarms(alarm(ActionsEnabled=False)), sns=subscriptions(f"{TOPIC}:1"))

    assert "enable-alarm-actions --alarm-names docloft-test-throttles" in only(alarm_recipients.recipients, stage)[1]


def test_alarm_that_fires_names_its_section(stage, aws):
    description = "Lambda throttles calls. Runbook: docs/operating.md#throttles"
    aws(cloudwatch=alarms(alarm(StateValue="ALARM", AlarmDescription=description)))

    assert found(alarm_recipients.firing, stage) == [
        (Level.PROBLEM, "docloft-test-throttles fires: Lambda throttles calls.", "See docs/operating.md#throttles.")
    ]


# Backlog


def lambda_with(state="Enabled", result="No records processed"):
    mappings = [{"State": state, "LastProcessingResult": result}]
    return Service(list_event_source_mappings={"EventSourceMappings": mappings})


def metric(*values):
    return Service(get_metric_statistics={"Datapoints": [{"Maximum": value} for value in values]})


@pytest.fixture
def waiting(monkeypatch):
    def install(count):
        monkeypatch.setattr(backlog.messages, "waiting", lambda _url: count)

    return install


@pytest.mark.usefixtures("cloud")
def test_dead_letters_and_failed_events_name_the_command_that_lists_them(stage, waiting):
    waiting(3)

    assert [what for _, what, advice in found(backlog.given_up, stage) if "make redrive STAGE=test" in advice] == [
        "3 commands failed permanently.",
        "3 events failed permanently.",
    ]
    waiting(0)
    assert only(backlog.given_up, stage)[0] == Level.OK


@pytest.mark.parametrize(("age", "level"), [((1801,), Level.PROBLEM), ((60, 100), Level.OK), ((), Level.UNKNOWN)])
def test_command_that_waits_too_long_is_a_problem(stage, aws, waiting, age, level):
    waiting(5)
    aws(**{"lambda": lambda_with(), "cloudwatch": metric(*age)})

    assert only(backlog.queue, stage)[0] == level


@pytest.mark.parametrize(("age", "level"), [((600_001,), Level.PROBLEM), ((10,), Level.OK), ((), Level.OK)])
def test_index_that_is_far_behind_is_a_problem(stage, aws, age, level):
    aws(**{"lambda": lambda_with(), "cloudwatch": metric(*age)})

    assert only(backlog.index, stage)[0] == level


def test_trigger_that_is_off_or_has_a_problem_is_reported(stage, aws):
    aws(**{"lambda": lambda_with("Disabled"), "cloudwatch": metric()})
    assert "mapping is Disabled" in found(backlog.index, stage)[0][1]

    aws(**{"lambda": lambda_with(result="PROBLEM: Function call failed"), "cloudwatch": metric()})
    assert "PROBLEM: Function call failed" in found(backlog.index, stage)[0][1]


# Quotas


def account(limit, *peak, workers=10):
    limits = {"AccountLimit": {"ConcurrentExecutions": limit, "UnreservedConcurrentExecutions": limit}}
    mappings = {"EventSourceMappings": [{"ScalingConfig": {"MaximumConcurrency": workers}}]}
    functions = Service(get_account_settings=limits, list_event_source_mappings=mappings)
    return {"lambda": functions, "cloudwatch": metric(*peak)}


@pytest.mark.parametrize(
    ("limit", "peak", "level"),
    [(10, (), Level.PROBLEM), (1000, (), Level.OK), (1000, (200,), Level.OK), (1000, (801,), Level.PROBLEM)],
)
def test_concurrency_of_a_new_or_busy_account_is_a_problem(stage, aws, limit, peak, level):
    aws(**account(limit, *peak))

    found_level, text = only(quotas.concurrency, stage)
    assert found_level == level
    assert level == Level.OK or "request-service-quota-increase" in text


@pytest.mark.parametrize(("workers", "level"), [(60, Level.OK), (61, Level.PROBLEM)])
def test_needed_concurrency_follows_from_the_deployed_number_of_workers(stage, aws, workers, level):
    aws(**account(100, workers=workers))

    assert only(quotas.concurrency, stage)[0] == level


def test_mapping_without_a_limit_needs_concurrency_for_uploads_and_people(stage, aws):
    services = account(40)
    services["lambda"].responses["list_event_source_mappings"] = {"EventSourceMappings": [{"State": "Enabled"}]}
    aws(**services)

    assert only(quotas.concurrency, stage)[0] == Level.OK


def test_code_of_every_function_is_read(stage, aws):
    worker = {
        "Resources": {
            name: {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": f"docloft-test-{name}"}}
            for name in ("work", "index", "gone")
        }
    }
    code = {"docloft-test-work": "a", "docloft-test-index": "b"}

    def configuration(**parameters):
        name = parameters["FunctionName"]
        if name not in code:
            raise refused("GetFunctionConfiguration", "ResourceNotFoundException")
        return {"CodeSha256": code[name]}

    def template(**parameters):
        if parameters["StackName"] != "docloft-worker-test":
            raise refused("GetTemplate", "ValidationError")
        return {"TemplateBody": worker}

    aws(
        **{
            "cloudformation": Service(get_template=template),
            "lambda": Service(get_function_configuration=configuration),
        }
    )

    assert deployed.read(stage) == Packaged({"worker": worker}, code)


def test_many_drop_keys_are_a_problem(stage, monkeypatch):
    monkeypatch.setattr(quotas.leftovers, "drop_keys", lambda _stage: ["key"] * 8001)

    assert only(quotas.keys, stage)[0] == Level.PROBLEM


# Templates, and the command itself


def packaged(kind="AWS::SQS::Queue", code="a"):
    sweep = {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "docloft-test-sweep"}}
    resources = {"Work": {"Type": kind}, "Sweep": sweep}
    return Packaged({"storage": {"Resources": resources}}, {"docloft-test-sweep": code})


@pytest.mark.parametrize(
    ("there", "level"),
    [(packaged(), Level.OK), (packaged("AWS::S3::Bucket"), Level.PROBLEM), (packaged(code="b"), Level.PROBLEM)],
)
def test_stage_that_is_not_as_here_names_diff_and_deploy(stage, monkeypatch, there, level):
    monkeypatch.setattr(doctor.packaged, "package", lambda _stage, _folder: packaged())
    monkeypatch.setattr(doctor.deployed, "read", lambda _stage: there)

    found_level, text = only(doctor.templates, stage)
    assert found_level == level
    assert level == Level.OK or "make diff STAGE=test" in text


def test_check_that_aws_refuses_does_not_stop_the_others(stage, aws, monkeypatch, capsys):
    aws(cloudformation=Service(describe_stacks=refused("DescribeStacks")), **account(10))
    monkeypatch.setattr(doctor, "CHECKS", {"stacks": function_health.stacks, "concurrency": quotas.concurrency})

    assert doctor.examine(stage) == 1

    printed = capsys.readouterr().out
    assert "unknown  stacks: AWS refused DescribeStacks: AccessDenied." in printed
    assert "PROBLEM  concurrency: The account runs at most 10 functions" in printed
    assert printed.endswith("\n1 problem, but 1 not checked.\n")


@pytest.mark.parametrize("error", [refused("GetAccountSettings"), OperatorError("The stage does not respond.")])
def test_stage_that_could_not_be_checked_is_not_reported_as_sound(stage, aws, capsys, error):
    aws(**{"lambda": Service(get_account_settings=error)})

    assert doctor.examine(stage, ("concurrency",)) == 2
    assert capsys.readouterr().out.endswith("\nNo problems, but 1 not checked.\n")


def test_one_check_runs_alone(stage, aws, capsys):
    aws(**account(1000))

    assert doctor.examine(stage, ("concurrency",)) == 0
    assert "No problems." in capsys.readouterr().out
    with pytest.raises(OperatorError, match="There is no check pulse"):
        doctor.examine(stage, ("pulse",))


def test_drift_is_named_by_property(stage, aws):
    drifts = [
        {
            "LogicalResourceId": "WorkRole",
            "ResourceType": "AWS::IAM::Role",
            "StackResourceDriftStatus": "MODIFIED",
            "PropertyDifferences": [{"PropertyPath": "/Policies/0/PolicyDocument"}],
        },
        {"LogicalResourceId": "Index", "ResourceType": "AWS::SQS::Queue", "StackResourceDriftStatus": "DELETED"},
        {
            "LogicalResourceId": "ApiGatewayStage",
            "ResourceType": "AWS::ApiGateway::Stage",
            "StackResourceDriftStatus": "MODIFIED",
            "PropertyDifferences": [{"PropertyPath": "/DeploymentId"}],
        },
    ]

    def page(**parameters):
        first = {"StackResourceDrifts": drifts[:1], "NextToken": "more"}
        return {"StackResourceDrifts": drifts[1:]} if parameters.get("NextToken") == "more" else first

    aws(
        cloudformation=Service(
            detect_stack_drift={"StackDriftDetectionId": "1"},
            describe_stack_drift_detection_status={"DetectionStatus": "DETECTION_COMPLETE"},
            describe_stack_resource_drifts=page,
        )
    )

    assert deployed.drift(stage, "worker") == {
        "WorkRole (AWS::IAM::Role)": ["Policies.0.PolicyDocument"],
        "Index (AWS::SQS::Queue)": ["deleted"],
    }


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
