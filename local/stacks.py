"""The stacks of the local stage, as deployed on the emulator."""

import time
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError

from tools.local_stage import REGION, STAGE, settings

SERVICES = {"frontend": "frontend", "storage": "services/storage", "worker": "services/worker", "api": "services/api"}
"""Each service with its folder, in the order of serverless-compose.yml."""

_COMPLETE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
_SETTLE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Stack:
    """`updated`: time of the last deploy by anyone. `functions`: CodeSha256 of each function by its full name."""

    outputs: dict[str, str]
    updated: str
    functions: dict[str, str]


def find(service: str) -> Stack | None:
    """None when it was never deployed, or when its last deploy failed."""
    name = stack_name(service)
    try:
        found = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError:
        return None
    if found["StackStatus"] not in _COMPLETE:
        return None
    return Stack(
        {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])},
        str(found.get("LastUpdatedTime") or found["CreationTime"]),
        {function: _code_sha256(function) for function in _functions_of(name)},
    )


def find_all() -> dict[str, Stack]:
    """Every stack that is deployed, by its service."""
    return {service: stack for service in SERVICES if (stack := find(service)) is not None}


def function_names() -> list[str]:
    """Full names of all functions of the stage."""
    return [name for stack in find_all().values() for name in sorted(stack.functions)]


def settle() -> None:
    """Waits up to a minute for an interrupted deploy to end, because a stage saved in the middle of one cannot be
    continued.
    """
    deadline = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < deadline:
        found = client("cloudformation").describe_stacks()["Stacks"]
        if not any(stack["StackStatus"].endswith("IN_PROGRESS") for stack in found):
            return
        time.sleep(0.5)


def stack_name(service: str) -> str:
    return f"docloft-{service}-{STAGE}"


def client(name: str) -> Any:
    """A boto3 client of the emulator with an operator's rights."""
    return boto3.client(
        name,  # type: ignore[call-overload]
        endpoint_url=settings().endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator's fixed root key
    )


def _functions_of(stack: str) -> list[str]:
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    return [
        resource["PhysicalResourceId"]
        for page in pages
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::Lambda::Function"
    ]


def _code_sha256(function: str) -> str:
    try:
        return str(client("lambda").get_function_configuration(FunctionName=function)["CodeSha256"])
    except ClientError:
        return ""
