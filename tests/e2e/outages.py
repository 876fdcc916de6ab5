"""Faults as a wrong deploy or AWS causes them, on the running stage, each undone at the end of its block."""

import json
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from tests.conftest import PATIENCE_SECONDS

MISSPELT_TABLE = "docloft-local-dokuments"
"""A name that no resource has, and that no role may allow."""


@contextmanager
def without(aws, name, action, prefix):
    """Removes one permission from the role of a function, as a faulty deploy would."""
    iam = aws("iam")
    role = f"docloft-local-{name}"
    policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    whole = policy if isinstance(policy, dict) else json.loads(policy)
    weaker = json.loads(json.dumps(whole))
    for statement in weaker["Statement"]:
        if prefix in json.dumps(statement["Resource"]) and action in statement["Action"]:
            statement["Action"] = [one for one in statement["Action"] if one != action] or ["s3:ListAllMyBuckets"]
    assert weaker != whole
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(weaker))
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(whole))


@contextmanager
def configured(aws, name, **changed):
    """Changes environment variables of a function; None removes one."""
    functions = aws("lambda")
    function = f"docloft-local-{name}"
    before = functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    after = {key: value for key, value in (before | changed).items() if value is not None}
    functions.update_function_configuration(FunctionName=function, Environment={"Variables": after})
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=function, Environment={"Variables": before})


@contextmanager
def throttled(aws, name):
    """Lets no call of a function through, as at the account's concurrency limit."""
    functions = aws("lambda")
    function = f"docloft-local-{name}"
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        functions.delete_function_concurrency(FunctionName=function)


@contextmanager
def untriggered(aws, name):
    """Switches the mapping of a function off, so that its queue is not read."""
    functions = aws("lambda")
    [mapping] = functions.list_event_source_mappings(FunctionName=f"docloft-local-{name}")["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


@contextmanager
def impatient(sqs, url):
    """Makes messages visible again after a second instead of half an hour, so that five deliveries take seconds."""
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1800"})


def wait_until(condition, seconds=PATIENCE_SECONDS):
    """Waits until the condition returns something true, and returns that."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "The condition was not met in time."
        time.sleep(0.3)
    return found


def size(sqs, url):
    response = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(response["Attributes"]["ApproximateNumberOfMessages"])


def metric_sum(aws, name, function):
    """The sum of a metric of a function in the last hours, as CloudWatch has it (namespace AWS/Lambda)."""
    end = datetime.now(UTC) + timedelta(minutes=1)
    response = aws("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName=name,
        Dimensions=[{"Name": "FunctionName", "Value": f"docloft-local-{function}"}],
        StartTime=end - timedelta(hours=6),
        EndTime=end,
        Period=60,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in response["Datapoints"])
