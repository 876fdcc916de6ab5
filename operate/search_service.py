"""The domain or collection of a stage that searches with Amazon OpenSearch (docs/opensearch.md). Docloft neither
creates nor repairs it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from operate.findings import Finding, fine, problem
from operate.stage import Stage, client, code

_WINDOW = timedelta(minutes=15)
_LEAST_SPACE_MB = 2_000
_DOMAIN = re.compile(r"https://(?:search|vpc)-([a-z0-9-]{3,28})-[a-z0-9]{20,40}\.", re.ASCII)
_COLLECTION = re.compile(r"https://([a-z0-9]{3,40})\.", re.ASCII)
_PAGE = "See docs/opensearch.md, When it does not work."


def opensearch(stage: Stage) -> Iterator[Finding]:
    """Checks that the domain or collection exists, takes requests, and has room."""
    variables = _variables(stage)
    if variables.get("SEARCH_ENGINE") != "opensearch":
        yield fine("this stage does not use OpenSearch")
        return
    endpoint = variables.get("OPENSEARCH_ENDPOINT", "")
    is_collection = variables.get("OPENSEARCH_SERVICE") == "aoss"
    match = (_COLLECTION if is_collection else _DOMAIN).match(endpoint)
    if match is None:
        yield problem(f"The parameter opensearch_endpoint is {endpoint or 'empty'}: this is no address of AWS.", _PAGE)
        return
    yield from (_collection if is_collection else _domain)(match[1], stage)


def _variables(stage: Stage) -> Mapping[str, str]:
    found = client("lambda").get_function_configuration(FunctionName=stage.function("index"))
    variables: Mapping[str, str] = found.get("Environment", {}).get("Variables", {})
    return variables


def _collection(collection_id: str, _stage: Stage) -> Iterator[Finding]:
    found = client("opensearchserverless").batch_get_collection(ids=[collection_id])["collectionDetails"]
    state = found[0]["status"] if found else "missing"
    if state == "ACTIVE":
        yield fine(f"the collection {found[0]['name']} is active")
    else:
        yield problem(f"The collection {collection_id} is {state}.", _PAGE)


def _domain(name: str, stage: Stage) -> Iterator[Finding]:
    status = _status(name)
    if status is None or status.get("Deleted") or not status.get("Created", True):
        yield problem(f"The domain {name} does not exist.", _PAGE)
        return
    problems = 0
    for metric, what, advice in (
        (
            "ClusterStatus.red",
            "has lost data: its status is red",
            "Restore a snapshot, or delete the index and run make reindex.",
        ),
        ("ClusterIndexWritesBlocked", "refuses changes", "Give it more storage."),
    ):
        if _extreme(metric, "Maximum", name, stage):
            problems += 1
            yield problem(f"The domain {name} {what}.", advice)
    space = _extreme("FreeStorageSpace", "Minimum", name, stage)
    if space is not None and space < _LEAST_SPACE_MB:
        problems += 1
        yield problem(f"A node of the domain {name} has {space:.0f} MB left.", "Give it more storage.")
    if not problems:
        room = f", {space / 1000:.0f} GB free on its fullest node" if space is not None else ""
        yield fine(f"the domain {name} takes requests{room}")


def _status(name: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = client("opensearch").describe_domain(DomainName=name)["DomainStatus"]
    except ClientError as error:
        if code(error) == "ResourceNotFoundException":
            return None
        raise
    return found


def _extreme(metric: str, statistic: str, name: str, stage: Stage) -> float | None:
    """The extreme value of the last 15 minutes; None if there is none."""
    end = datetime.now(UTC)
    response = client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ES",
        MetricName=metric,
        Dimensions=[{"Name": "DomainName", "Value": name}, {"Name": "ClientId", "Value": stage.account}],
        StartTime=end - _WINDOW,
        EndTime=end,
        Period=60,
        Statistics=[statistic],
    )
    found = [float(point[statistic]) for point in response["Datapoints"]]
    return (min(found) if statistic == "Minimum" else max(found)) if found else None
