"""Tables, bucket and queue in this process (tests/fixtures.py), and the stage that they belong to."""

import json
from types import MappingProxyType

import boto3
import pytest

from operate import alarm_recipients, backlog, containment, deployed, function_health, quotas, search_service
from operate.stage import Stage

REGION = "eu-central-1"
CHECKED_BY = (alarm_recipients, backlog, containment, deployed, function_health, quotas, search_service)


@pytest.fixture
def stage(cloud):
    """The stage as `stage.enter` returns it, with its three queues."""
    sqs = boto3.client("sqs", region_name=REGION)
    dead = sqs.create_queue(QueueName="docloft-test-work-dead-letter")["QueueUrl"]
    sqs.create_queue(QueueName="docloft-test-failed-events")
    work = sqs.get_queue_url(QueueName="docloft-test-work")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    sqs.set_queue_attributes(QueueUrl=work, Attributes={"RedrivePolicy": policy})
    boto3.client("logs", region_name=REGION).create_log_group(logGroupName="/aws/lambda/docloft-test-work")
    outputs = {
        "WorkQueueUrl": work,
        "DeadLetterQueueUrl": dead,
        "FailedEventsArn": arn.replace("work-dead-letter", "failed-events"),
        "FilesBucketName": "docloft-test-files",
        **{f"{name.title()}TableName": f"docloft-test-{name}" for name in ("documents", "library", "jobs", "history")},
    }
    return Stage("test", "123456789012", REGION, MappingProxyType(outputs))


@pytest.fixture
def aws(monkeypatch):
    """Gives these clients to the checks of the doctor."""

    def install(**services):
        for module in CHECKED_BY:
            monkeypatch.setattr(module, "client", services.__getitem__)

    return install
