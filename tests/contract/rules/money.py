"""Rules for the costs of an idle month."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tests.contract.rules.deployment import Deployment, Resource
from tests.contract.rules.prices import (
    FREE_ALARMS,
    FREE_DASHBOARDS,
    FREE_GIGABYTE_SECONDS,
    FREE_LAMBDA_REQUESTS,
    FREE_SQS_REQUESTS,
    IDLE_POLLS,
    MONTHLY,
    PER_MILLION_LAMBDA_REQUESTS,
    PER_MILLION_SQS_REQUESTS,
    PER_THOUSAND_GIGABYTE_SECONDS,
    PER_UNIT_OF_CAPACITY,
)
from tests.contract.rules.registry import ON_DEMAND, rule

MILLION = Decimal(1_000_000)
MINUTES = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 1440, "days": 1440}
MONTH_MINUTES = Decimal(31 * 24 * 60)
IDLE_SECONDS = Decimal(1)
"""The duration of a sweep that finds nothing, rounded up (measured: far less than a second)."""


@rule("idle-is-free", stages=ON_DEMAND)
def idle_costs_nothing(deployment: Deployment) -> Iterator[str]:
    for what, dollars in idle_month(deployment).items():
        if dollars is None:
            yield f"{what}: has no price in prices.py yet"
        elif dollars > 0:
            yield f"{what}: ${dollars:.2f} in an idle month"
    # Each queue is polled about 650,000 times a month; two would exceed the free million.
    polled = [mapping.name for mapping, _, _ in deployment.mappings("SQS::Queue")]
    if len(polled) != 1:
        yield f"{', '.join(polled)}: {len(polled)} queues are polled"


def idle_month(deployment: Deployment) -> dict[str, Decimal | None]:
    """Dollars for each resource and each shared free allowance; None for a kind without a price."""
    bill: dict[str, Decimal | None] = {}
    for resource in deployment.resources.values():
        price = MONTHLY.get(resource.kind)
        bill[f"{resource.name} ({resource.kind})"] = None if price is None else price + extra(resource)
    # An alarm on an expression is billed for each metric in it (AWS: CloudWatch pricing, "alarm metrics").
    alarms = sum(
        sum("MetricStat" in metric for metric in alarm.properties.get("Metrics", [])) or 1
        for alarm in deployment.of_kind("CloudWatch::Alarm")
    )
    bill[f"{alarms} alarms"] = max(0, alarms - FREE_ALARMS) * Decimal("0.10")
    dashboards = len(deployment.any_of_kind("CloudWatch::Dashboard"))
    bill[f"{dashboards} dashboards"] = max(0, dashboards - FREE_DASHBOARDS) * Decimal("3.00")
    polls = IDLE_POLLS * len(deployment.mappings("SQS::Queue"))
    bill[f"{polls} polls of queues"] = max(0, polls - FREE_SQS_REQUESTS) / MILLION * PER_MILLION_SQS_REQUESTS
    calls, seconds = scheduled(deployment)
    bill[f"{calls:.0f} scheduled calls"] = (
        max(Decimal(0), calls - FREE_LAMBDA_REQUESTS) / MILLION * PER_MILLION_LAMBDA_REQUESTS
    )
    bill[f"{seconds:.0f} GB-seconds"] = (
        max(Decimal(0), seconds - FREE_GIGABYTE_SECONDS) / 1000 * PER_THOUSAND_GIGABYTE_SECONDS
    )
    return bill


def extra(resource: Resource) -> Decimal:
    """The price of properties that are billed although the kind of resource is free without them."""
    properties = resource.properties
    if resource.kind == "AWS::DynamoDB::Table" and properties.get("BillingMode") != "PAY_PER_REQUEST":
        throughput = [properties, *properties.get("GlobalSecondaryIndexes", [])]
        units = sum(sum(one.get("ProvisionedThroughput", {"": 1}).values()) for one in throughput)
        return units * PER_UNIT_OF_CAPACITY
    if resource.kind == "AWS::ApiGateway::Stage" and properties.get("CacheClusterEnabled"):
        return Decimal("14.60")
    if resource.kind == "AWS::Lambda::Function" and "SnapStart" in properties:
        return Decimal("2.00")
    return Decimal(0)


def scheduled(deployment: Deployment) -> tuple[Decimal, Decimal]:
    """Scheduled calls in a month, and their gigabyte-seconds. Raises LookupError for an unsupported schedule."""
    calls, seconds = Decimal(0), Decimal(0)
    for schedule in deployment.any_of_kind("Events::Rule"):
        if "ScheduleExpression" not in schedule.properties:
            continue
        rate = re.fullmatch(r"rate\((\d+) (\w+)\)", schedule.properties["ScheduleExpression"])
        if rate is None:
            raise LookupError(f"{schedule.name}: {schedule.properties['ScheduleExpression']} is not a rate")
        times = MONTH_MINUTES / (int(rate[1]) * MINUTES[rate[2]])
        for target in schedule.properties["Targets"]:
            function = deployment.named(target["Arn"])
            calls += times
            if function is not None:
                seconds += times * IDLE_SECONDS * Decimal(function.properties["MemorySize"]) / 1024
    return calls, seconds
