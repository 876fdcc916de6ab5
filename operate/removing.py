"""Removes a whole stage, so that it can be deployed again: its stacks, then what they retain. A stage with documents is
not removed unless the operator confirms with its name that they are deleted.
"""

from dataclasses import dataclass

from botocore.exceptions import ClientError, WaiterError

from operate import leftovers
from operate import stage as stages
from operate.stage import Stage, client, code
from tools.failure import OperatorError
from tools.local_stage import STAGE as LOCAL
from tools.progress import step

# Without the API there are no new uploads, and each stack imports outputs of those after it.
_ORDER = ("api", "worker", "storage", "frontend")
_KEPT = ("Retain", "RetainExceptOnCreate")
_POLL = {"Delay": 2, "MaxAttempts": 2700}  # 90 minutes; CloudFront alone takes up to half an hour


@dataclass(frozen=True, slots=True)
class Held:
    """Documents of a stage: records in its table, in any state, and documents with an original in its bucket."""

    documents: int
    originals: int

    def __bool__(self) -> bool:
        return bool(self.documents or self.originals)

    def __str__(self) -> str:
        return f"{self.documents} documents in its table, {self.originals} originals in its bucket"


def stage_to_remove(name: str) -> Stage:
    """The stage to remove; it may be incomplete. Raises OperatorError for the local one."""
    if not name:
        raise OperatorError("Say which stage: make remove STAGE=<name>.")
    if name == LOCAL:
        raise OperatorError("The stage on this machine is removed by: make reset")
    return stages.reach(name)


def remove(stage: Stage, word: str = "") -> int:
    """Removes everything of a stage. Can be interrupted and repeated. `word` must be `delete-<stage>` when there are
    documents. Returns the exit status. Raises OperatorError, which lists the documents, before anything is removed.
    """
    expected = f"delete-{stage.name}"
    if word and word != expected:
        raise OperatorError(f"DOCUMENTS must name the stage: DOCUMENTS={expected}, not {word}. Nothing was removed.")
    deployed = [name for name in _ORDER if _is_deployed(stage, name)]
    if not deployed and not leftovers.found(stage):
        raise OperatorError(f"There is no stage {stage.name} in {stage.region}: check STAGE and AWS_REGION.")
    held = held_by(stage)
    if held and word != expected:
        raise OperatorError(
            f"Stage {stage.name} contains documents: {held}. Nothing was removed. An unused stage costs only their "
            "storage, so it can stay. To delete the stage and all of its documents permanently: "
            f"{stage.command('remove', DOCUMENTS=expected)}"
        )
    for name in deployed:
        _remove_stack(stage, name)
        if name == "api" and word != expected and (held := held_by(stage)):
            raise OperatorError(
                f"Documents were added meanwhile: {held}. They are kept. The API is removed, the rest is not. Deploy "
                f"it again: {stage.command('deploy', SERVICE='api')}. Users must be invited again."
            )
    for what, delete in leftovers.found(stage):
        with step(f"Deleting {what}"):
            delete()
    print(f"\nStage {stage.name} is removed. It can be deployed again in a minute, which SQS needs to release names.")
    print("DynamoDB keeps a backup of each table for 35 days, free of charge (AWS: deleting a table).")
    return 0


def held_by(stage: Stage) -> Held:
    """Counts in the table and in the bucket, because either may be gone. Reads all keys of both."""
    return Held(leftovers.documents(stage), leftovers.originals(stage))


def _is_deployed(stage: Stage, name: str) -> bool:
    try:
        client("cloudformation").describe_stacks(StackName=_stack(stage, name))
    except ClientError as error:
        if code(error) == "ValidationError":
            return False
        raise
    return True


def _remove_stack(stage: Stage, name: str) -> None:
    """Empties its buckets first, which CloudFormation does not delete otherwise. Retained resources remain."""
    stack = _stack(stage, name)
    cloudformation = client("cloudformation")
    with step(f"Removing {stack}"):
        described = cloudformation.get_template(StackName=stack, TemplateStage="Original")["TemplateBody"]["Resources"]
        for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
            for resource in page["StackResourceSummaries"]:
                goes = described.get(resource["LogicalResourceId"], {}).get("DeletionPolicy") not in _KEPT
                if resource["ResourceType"] == "AWS::S3::Bucket" and goes and "PhysicalResourceId" in resource:
                    leftovers.empty(resource["PhysicalResourceId"])
        if name == "worker":
            leftovers.detach(stage, stack)
        cloudformation.delete_stack(StackName=stack)
        try:
            cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=_POLL)
        except WaiterError as error:
            raise OperatorError(f"{stack} could not be removed: {_reason(stack)}. Run it again.") from error


def _reason(stack: str) -> str:
    """CloudFormation's reason for the newest failure."""
    events = client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    failed = [
        event for event in events if event["ResourceStatus"] == "DELETE_FAILED" and "ResourceStatusReason" in event
    ]
    if not failed:
        return "it is not finished after 90 minutes"
    return f"{failed[-1]['LogicalResourceId']}: {failed[-1]['ResourceStatusReason']}"


def _stack(stage: Stage, name: str) -> str:
    return f"docloft-{name}-{stage.name}"
