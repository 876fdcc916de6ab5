"""Rules for monitoring: alarms, logs and traces."""

import re
from collections.abc import Iterator

from tests.contract.copies import ROOT
from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import rule

LONGEST_DAYS = 90
FAILURE_SECONDS = 60
PLACE = re.compile(r"docs/operating\.md#([a-z0-9-]+)")


@rule("alarms")
def alarms_link_to_the_runbook(deployment: Deployment) -> Iterator[str]:
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs/operating.md").read_text(), re.MULTILINE)
    sections = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for alarm in deployment.of_kind("CloudWatch::Alarm"):
        named = PLACE.search(alarm.properties.get("AlarmDescription", ""))
        if named is None:
            yield f"{alarm.name}: does not link to the runbook"
        elif named[1] not in sections:
            yield f"{alarm.name}: docs/operating.md has no section {named[1]}"


@rule("alarms")
def alarms_on_failures_fire_within_five_minutes(deployment: Deployment) -> Iterator[str]:
    """An alarm on a single failure looks at one minute: metrics arrive within two minutes, and CloudWatch evaluates
    alarms once a minute (AWS: Lambda metrics, SQS metrics, evaluating an alarm).
    """
    for alarm in deployment.of_kind("CloudWatch::Alarm"):
        properties = alarm.properties
        seconds = properties["Period"] * properties["EvaluationPeriods"]
        if properties["Threshold"] == 0 and seconds > FAILURE_SECONDS:
            yield f"{alarm.name}: looks at {seconds} s, so it fires after more than five minutes"


@rule("alarms", stages=("domain",))
def every_alarm_is_mailed(deployment: Deployment) -> Iterator[str]:
    """With `alarm_email`, which this kind of deployment sets: one topic, its subscription, and every alarm notifies
    it.
    """
    [topic] = deployment.of_kind("SNS::Topic")
    name = topic.properties["TopicName"]
    subscribed = [
        one.properties["Endpoint"]
        for one in deployment.of_kind("SNS::Subscription")
        if deployment.named(one.properties["TopicArn"]) == topic and one.properties["Protocol"] == "email"
    ]
    if len(subscribed) != 1:
        yield f"{topic.name}: mails {len(subscribed)} addresses"
    for alarm in deployment.of_kind("CloudWatch::Alarm"):
        actions = [str(one).rpartition(":")[2] for one in alarm.properties.get("AlarmActions", [])]
        if actions != [name]:
            yield f"{alarm.name}: notifies {actions or 'nothing'} instead of {name}"


@rule("alarms", stages=("domain",))
def budget_notifies_its_address(deployment: Deployment) -> Iterator[str]:
    """With `monthly_budget` and `budget_email`, which this kind of deployment sets. AWS::Budgets::Budget counts the
    whole account unless it has a filter.
    """
    [budget] = deployment.of_kind("Budgets::Budget")
    limit = budget.properties["Budget"].get("BudgetLimit", {})
    if not float(limit.get("Amount", 0)) > 0 or limit.get("Unit") != "USD":
        yield f"{budget.name}: has no limit in dollars"
    notified = {
        (one["Notification"]["NotificationType"], subscriber["Address"])
        for one in budget.properties.get("NotificationsWithSubscribers", [])
        for subscriber in one["Subscribers"]
    }
    for kind in ("ACTUAL", "FORECASTED"):
        if not any(kind == of and "@" in address for of, address in notified):
            yield f"{budget.name}: does not notify of {kind.lower()} cost"


@rule("alarms")
def alarms_cover_every_failure(deployment: Deployment) -> Iterator[str]:
    watched: set[tuple[str | None, ...]] = set()
    for alarm in deployment.of_kind("CloudWatch::Alarm"):
        properties = alarm.properties
        metric = (properties.get("Namespace"), properties.get("MetricName"), properties.get("ExtendedStatistic"))
        watched.add(metric[:2])
        watched.add(metric)
        if not properties.get("Dimensions"):
            # AWS: Lambda metrics without dimensions are those of all functions in the region.
            watched.add((*metric[:2], "every function"))
        for dimension in properties.get("Dimensions", []):
            if (target := deployment.named(dimension["Value"])) is not None:
                watched.add((*metric[:2], target.name))
    wanted: dict[tuple[str, ...], str] = {
        ("AWS/SQS", "ApproximateAgeOfOldestMessage"): "how long commands wait",
        ("AWS/Lambda", "Throttles", "every function"): "throttled functions, all of them",
        ("Docloft", "CommandsFailed"): "commands that fail",
        ("AWS/Lambda", "IteratorAge"): "a search index that falls behind",
        ("AWS/ApiGateway", "5XXError"): "a failing API",
        ("AWS/ApiGateway", "Latency", "p99"): "a slow API, by its p99 latency",
    }
    for queue in deployment.of_kind("SQS::Queue"):
        if not any(queue is source for _, source, _ in deployment.mappings("SQS::Queue")):
            wanted["AWS/SQS", "ApproximateNumberOfMessagesVisible", queue.name] = f"messages in {queue.name}"
    for needed, meaning in wanted.items():
        if needed not in watched:
            yield f"no alarm watches {meaning} ({' '.join(needed)})"


RUNTIME_FAILURES = ("[ERROR]", "Task timed out", "Runtime exited")
"""What Lambda logs about an unhandled exception, a time limit, and the end of a process (AWS: Lambda function errors in
Python; troubleshoot execution issues).
"""


@rule("alarms")
def alarms_cover_errors_of_every_function(deployment: Deployment) -> Iterator[str]:
    """A function that cannot start has no other sign within five minutes. A filter on each function's log writes the
    metric of one alarm. A metric of all functions in the region would include other applications.
    """
    alarms = [alarm.properties for alarm in deployment.of_kind("CloudWatch::Alarm")]
    watched = {(one.get("Namespace"), one.get("MetricName")) for one in alarms if not one.get("Dimensions")}
    groups = set()
    for one in deployment.of_kind("Logs::MetricFilter"):
        [metric] = one.properties["MetricTransformations"]
        group = deployment.named(one.properties["LogGroupName"])
        if (metric["MetricNamespace"], metric["MetricName"]) not in watched:
            yield f"no alarm watches {one.name}"
        elif "DefaultValue" in metric:
            yield f"{one.name}: a metric without errors is billed"
        elif any(f'?"{text}"' not in one.properties["FilterPattern"] for text in RUNTIME_FAILURES):
            yield f"{one.name}: does not match every failure"
        elif group is not None:
            groups.add(group.properties["LogGroupName"])
    existing = {group.properties["LogGroupName"] for group in deployment.of_kind("Logs::LogGroup")}
    for function in deployment.functions():
        own = f"/aws/lambda/{function.properties['FunctionName']}"
        # A function without a log violates another rule.
        if own in existing - groups:
            yield f"no alarm watches errors of {function.name}"


@rule("logs-and-tracing")
def logs_expire(deployment: Deployment) -> Iterator[str]:
    for group in deployment.of_kind("Logs::LogGroup"):
        if not 0 < group.properties.get("RetentionInDays", 0) <= LONGEST_DAYS:
            yield f"{group.name}: no retention, or more than {LONGEST_DAYS} days"


@rule("logs-and-tracing")
def every_function_has_a_log_group(deployment: Deployment) -> Iterator[str]:
    """Otherwise Lambda would create one without retention, which no role here allows."""
    groups = {group.properties.get("LogGroupName") for group in deployment.of_kind("Logs::LogGroup")}
    for function in deployment.functions():
        if f"/aws/lambda/{function.properties['FunctionName']}" not in groups:
            yield f"{function.name}: no log group"


@rule("logs-and-tracing")
def requests_are_traced(deployment: Deployment) -> Iterator[str]:
    for function in deployment.functions():
        if function.properties.get("TracingConfig") != {"Mode": "Active"}:
            yield f"{function.name}: not traced"
    for stage in deployment.of_kind("ApiGateway::Stage"):
        if stage.properties.get("TracingEnabled") is not True:
            yield f"{stage.name}: not traced"
