"""Alarms that notify no one, are switched off, or fire."""

import re

import pytest

from operate import alarm_recipients
from operate.findings import Level
from operate.tests.clients import Service, found, only

TOPIC = "arn:aws:sns:eu-central-1:123456789012:docloft-test-alarms"


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
