"""How much of the account's quotas is left for a stage (docs/deploying.md, Quotas to raise)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from operate import leftovers
from operate.findings import Finding, fine, problem
from operate.stage import Stage, client

_BESIDE_WORKERS = 40
"""Ten deliveries of uploads and thirty requests of people at the same time."""
_FULL = 0.8
_KEYS = 10_000
"""API keys in a region (AWS: API Gateway quotas)."""


def concurrency(stage: Stage) -> Iterator[Finding]:
    """Concurrent executions of Lambda, which all functions of the account share. A new account may have 10."""
    settings = client("lambda").get_account_settings()["AccountLimit"]
    limit = int(settings["ConcurrentExecutions"])
    unreserved = int(settings.get("UnreservedConcurrentExecutions", limit))
    request = (
        "Request 1,000: aws service-quotas request-service-quota-increase --service-code lambda --quota-code "
        "L-B99A9384 --desired-value 1000"
    )
    workers = _workers(stage)
    if unreserved < workers + _BESIDE_WORKERS:
        yield problem(
            f"The account runs at most {unreserved} functions at a time; {workers} workers, uploads and people need "
            f"{workers + _BESIDE_WORKERS}.",
            request,
        )
        return
    peak = _peak()
    if peak is not None and peak > _FULL * limit:
        yield problem(f"{peak:.0f} of {limit} concurrent executions were used in the last day.", request)
    else:
        used = f", at most {peak:.0f} used in the last day" if peak is not None else ""
        yield fine(f"{unreserved} concurrent executions{used}")


def keys(stage: Stage) -> Iterator[Finding]:
    """Drop keys of this stage, against the region's limit for all of its keys."""
    count = len(leftovers.drop_keys(stage))
    if count > _FULL * _KEYS:
        yield problem(f"{count} of {_KEYS} API keys are used by this stage.", "Request a higher limit from AWS.")
    else:
        yield fine(f"{count} of {_KEYS} API keys")


def _workers(stage: Stage) -> int:
    """How many workers may run at a time: the stage parameter `work_concurrency`, as it is deployed. 0 when the mapping
    has no limit, or there is none (AWS: ScalingConfig of an event source mapping).
    """
    found = client("lambda").list_event_source_mappings(FunctionName=stage.function("work"))["EventSourceMappings"]
    return sum(int(one.get("ScalingConfig", {}).get("MaximumConcurrency", 0)) for one in found)


def _peak() -> float | None:
    end = datetime.now(UTC)
    response = client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName="ConcurrentExecutions",
        Dimensions=[],
        StartTime=end - timedelta(days=1),
        EndTime=end,
        Period=300,
        Statistics=["Maximum"],
    )
    return max((float(point["Maximum"]) for point in response["Datapoints"]), default=None)
