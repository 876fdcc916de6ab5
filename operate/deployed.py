"""What is deployed: the templates of a stage's stacks, the checksums of its functions' code, and drift."""

import time
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from operate.packaged import STACKS, Packaged, functions_of
from operate.stage import Stage, client, code
from tools.failure import OperatorError
from tools.progress import step

_MINUTES = 10

_OURS = {("AWS::ApiGateway::Stage", "DeploymentId")}
"""What a deploy itself changes outside CloudFormation: it publishes the API again after it has removed a route
(services/api/stage.cjs).
"""


def read(stage: Stage) -> Packaged:
    """The templates as they were sent (with intrinsic functions), and the code of each function, because the code of
    one can be changed by hand.
    """
    templates, checksums = {}, {}
    for stack in STACKS:
        template = _template(f"docloft-{stack}-{stage.name}")
        if template is None:
            continue
        templates[stack] = template
        for name in functions_of(template):
            if (checksum := _checksum(name)) is not None:
                checksums[name] = checksum
    return Packaged(templates, checksums)


def drift(stage: Stage, stack: str) -> dict[str, list[str]]:
    """What was changed outside CloudFormation: property paths by logical id and type; `deleted` for a resource that is
    gone. Types that CloudFormation cannot check are left out. Raises OperatorError when the detection fails.
    """
    cloudformation = client("cloudformation")
    name = f"docloft-{stack}-{stage.name}"
    with step(f"Looking for drift in {name}"):
        task = cloudformation.detect_stack_drift(StackName=name)["StackDriftDetectionId"]
        deadline = time.monotonic() + _MINUTES * 60
        while True:
            state = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=task)
            if state["DetectionStatus"] != "DETECTION_IN_PROGRESS":
                break
            if time.monotonic() > deadline:
                raise OperatorError(f"CloudFormation is still looking for drift in {name} after {_MINUTES} minutes.")
            time.sleep(2)
    if state["DetectionStatus"] == "DETECTION_FAILED" and not state.get("DriftedStackResourceCount"):
        raise OperatorError(f"Drift of {name} is not known: {state.get('DetectionStatusReason', 'no reason given')}")
    found = {f"{one['LogicalResourceId']} ({one['ResourceType']})": _paths(one) for one in _drifted(name)}
    return {resource: paths for resource, paths in found.items() if paths}


def _drifted(stack: str) -> Iterator[dict[str, Any]]:
    """Page by page, because botocore has no paginator for this operation."""
    more: dict[str, str] = {}
    while True:
        page = client("cloudformation").describe_stack_resource_drifts(
            StackName=stack, StackResourceDriftStatusFilters=["MODIFIED", "DELETED"], **more
        )
        yield from page["StackResourceDrifts"]
        if "NextToken" not in page:
            return
        more = {"NextToken": page["NextToken"]}


def _paths(found: dict[str, Any]) -> list[str]:
    if found["StackResourceDriftStatus"] == "DELETED":
        return ["deleted"]
    paths = [one["PropertyPath"].lstrip("/").replace("/", ".") for one in found.get("PropertyDifferences", [])]
    return [path for path in paths if (found["ResourceType"], path) not in _OURS]


def _checksum(function: str) -> str | None:
    try:
        return str(client("lambda").get_function_configuration(FunctionName=function)["CodeSha256"])
    except ClientError as error:
        if code(error) == "ResourceNotFoundException":
            return None
        raise


def _template(stack: str) -> dict[str, Any] | None:
    try:
        body: dict[str, Any] = client("cloudformation").get_template(StackName=stack, TemplateStage="Original")[
            "TemplateBody"
        ]
    except ClientError as error:
        if code(error) == "ValidationError":
            return None
        raise
    return body
