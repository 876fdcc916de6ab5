"""Work that is waiting or was given up: dead letters, failed events, the work queue and the search index."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from operate import messages
from operate.findings import Finding, fine, problem, unknown
from operate.stage import Stage, client

_WINDOW = timedelta(minutes=15)
_QUEUE_SECONDS = 1800
_INDEX_SECONDS = 600
"""The same limits as those of the alarms."""


def given_up(stage: Stage) -> Iterator[Finding]:
    """Commands and events that failed permanently."""
    queues = {"commands": stage.dead_letter_queue_url, "events": stage.failed_events_queue_url}
    counts = {what: messages.waiting(url) for what, url in queues.items()}
    for what, count in counts.items():
        if count:
            yield problem(f"{count} {what} failed permanently.", f"{stage.command('redrive')} shows why.")
    if not any(counts.values()):
        yield fine("no command and no event has failed permanently")


def queue(stage: Stage) -> Iterator[Finding]:
    """Checks how long commands wait, and whether the worker processes them."""
    yield from _mapping(stage, "work")
    name = stage.work_queue_url.rsplit("/", 1)[1]
    age = _maximum("AWS/SQS", "ApproximateAgeOfOldestMessage", {"QueueName": name})
    waiting = messages.waiting(stage.work_queue_url)
    if age is None and waiting:
        yield unknown(f"{waiting} commands wait; how long is not known: there is no metric of the last 15 minutes")
    elif age is not None and age > _QUEUE_SECONDS:
        yield problem(f"The oldest command has waited {age / 60:.0f} minutes.", "See docs/operating.md, Slow queue.")
    else:
        yield fine(f"{waiting} commands wait, the oldest {(age or 0) / 60:.0f} minutes")


def index(stage: Stage) -> Iterator[Finding]:
    """Checks how far the search index is behind, and whether its stream is read."""
    yield from _mapping(stage, "index")
    age = _maximum("AWS/Lambda", "IteratorAge", {"FunctionName": stage.function("index")})
    if age is not None and age > _INDEX_SECONDS * 1000:
        yield problem(f"The index is {age / 60_000:.0f} minutes behind.", "See docs/operating.md, Index behind.")
    else:
        behind = "nothing was indexed in the last 15 minutes" if age is None else f"{age / 1000:.0f} s behind"
        yield fine(f"the search index: {behind}")


def _mapping(stage: Stage, name: str) -> Iterator[Finding]:
    """The mapping through which a function is triggered. A restored table adds a second one."""
    found = client("lambda").list_event_source_mappings(FunctionName=stage.function(name))["EventSourceMappings"]
    if not any(one.get("State") in {"Enabled", "Creating", "Updating", "Enabling"} for one in found):
        state = found[0].get("State", "unknown") if found else "missing"
        yield problem(f"Nothing triggers {name}: its mapping is {state}.", stage.command("deploy", SERVICE="worker"))
    for one in found:
        if str(one.get("LastProcessingResult", "")).startswith("PROBLEM"):
            yield problem(
                f"The trigger of {name} reports: {one['LastProcessingResult']}", "Check the role of the function."
            )


def _maximum(namespace: str, metric: str, dimensions: dict[str, str]) -> float | None:
    """The maximum of the last 15 minutes; None without a value."""
    end = datetime.now(UTC)
    response = client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
        StartTime=end - _WINDOW,
        EndTime=end,
        Period=60,
        Statistics=["Maximum"],
    )
    return max((float(point["Maximum"]) for point in response["Datapoints"]), default=None)
