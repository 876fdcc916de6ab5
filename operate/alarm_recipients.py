"""Whether the alarms of a stage exist, whether they notify anyone, and which of them fire."""

from collections.abc import Iterator
from typing import Any

from operate.findings import Finding, fine, problem
from operate.stage import Stage, client
from tools.local_stage import STAGE as LOCAL

_PENDING = "PendingConfirmation"


def recipients(stage: Stage) -> Iterator[Finding]:
    """Every alarm notifies a topic with a confirmed subscription. On this machine there is no one to notify."""
    alarms = _alarms(stage)
    if stage.name == LOCAL and alarms:
        yield fine(f"{len(alarms)} alarms of this machine's stage, which notify no one")
        return
    if not alarms:
        yield problem("The stage has no alarms.", stage.command("deploy"))
        return
    set_email = f"Set alarm_email in serverless.common.yml, then {stage.command('deploy')}."
    silent = [alarm["AlarmName"] for alarm in alarms if not alarm.get("AlarmActions")]
    if silent:
        yield problem(f"{len(silent)} of {len(alarms)} alarms notify no one.", set_email)
    off = [alarm["AlarmName"] for alarm in alarms if not alarm.get("ActionsEnabled", True)]
    if off:
        command = f"aws cloudwatch enable-alarm-actions --alarm-names {' '.join(off)}"
        yield problem(f"{len(off)} of {len(alarms)} alarms are switched off.", command)
    topics = sorted({action for alarm in alarms for action in alarm.get("AlarmActions", []) if ":sns:" in action})
    sound = True
    for topic in topics:
        for finding in _subscriptions(topic, set_email):
            sound = False
            yield finding
    if topics and sound and not silent and not off:
        yield fine(f"{len(alarms)} alarms notify {', '.join(topic.rpartition(':')[2] for topic in topics)}")


def firing(stage: Stage) -> Iterator[Finding]:
    """Alarms that are firing now, each with its section of the runbook."""
    alarms = _alarms(stage)
    found = [alarm for alarm in alarms if alarm.get("StateValue") == "ALARM"]
    for alarm in found:
        meaning, _, section = alarm.get("AlarmDescription", "").partition(" Runbook: ")
        yield problem(
            f"{alarm['AlarmName']} fires: {meaning}", f"See {section}." if section else "See docs/operating.md."
        )
    if alarms and not found:
        yield fine("no alarm fires")


def _subscriptions(topic: str, set_email: str) -> Iterator[Finding]:
    name = topic.rpartition(":")[2]
    pages = client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    found = [one for page in pages for one in page["Subscriptions"]]
    if not found:
        yield problem(f"The topic {name} has no subscription.", set_email)
    elif all(one["SubscriptionArn"] == _PENDING for one in found):
        yield problem(
            f"The subscription to {name} is not confirmed, so nothing is sent.",
            f"Follow the link that AWS mailed to {found[0].get('Endpoint', 'the address')}; deploying with "
            "another address sends a new one.",
        )
    elif any(one["SubscriptionArn"] == _PENDING for one in found):
        yield problem(
            f"One of {len(found)} subscriptions to {name} is not confirmed, so nothing is sent to it.",
            "Ask its owner to follow the link that AWS mailed, or delete the subscription.",
        )


def _alarms(stage: Stage) -> list[dict[str, Any]]:
    pages = client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"docloft-{stage.name}-")
    return [alarm for page in pages for alarm in page["MetricAlarms"]]
