"""Restores tables from backups: a copy of an earlier state next to the live table, or a deleted table under its own
name with the settings from its template.
"""

from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from operate.stage import Stage, client, code
from tools.failure import OperatorError
from tools.progress import step

_EVERY_SECONDS = 2
_MOST_POLLS = 5_400  # three hours; most restores take less than one (AWS: restoring a table)


def name_of_copy(live: str, at: datetime) -> str:
    """Always the same name for the same moment, so that an existing copy is used again."""
    return f"{live}-restored-{at:%Y%m%dT%H%M%SZ}"


def exists(table: str) -> bool:
    try:
        client("dynamodb").describe_table(TableName=table)
    except ClientError as error:
        if code(error) == "ResourceNotFoundException":
            return False
        raise
    return True


def make(live: str, at: datetime) -> str:
    """Restores a table as of a moment, next to the live one, and returns the copy's name once it can be read. It has no
    secondary indexes. Raises OperatorError for a moment that no backup covers.
    """
    copy = name_of_copy(live, at)
    if not exists(copy):
        try:
            client("dynamodb").restore_table_to_point_in_time(
                SourceTableName=live,
                TargetTableName=copy,
                RestoreDateTime=at,
                BillingModeOverride="PAY_PER_REQUEST",
                GlobalSecondaryIndexOverride=[],
            )
        except ClientError as error:
            if code(error) in {"InvalidRestoreTimeException", "PointInTimeRecoveryUnavailableException"}:
                raise OperatorError(f"{live} cannot be restored to {at.isoformat()}: {_reach(live)}.") from error
            raise
    _wait_for(copy, f"Restoring {copy}")
    return copy


def remove(copy: str) -> None:
    client("dynamodb").delete_table(TableName=copy)


def newest_backup(table: str) -> tuple[str, datetime]:
    """ARN and time of the newest backup of a deleted table. DynamoDB makes one when a table with point-in-time recovery
    is deleted, and keeps it for 35 days (AWS: point-in-time recovery, deleting a table). Raises OperatorError without
    one.
    """
    pages = client("dynamodb").get_paginator("list_backups").paginate(TableName=table, BackupType="ALL")
    found = [one for page in pages for one in page["BackupSummaries"] if one["BackupStatus"] == "AVAILABLE"]
    if not found:
        raise OperatorError(
            f"{table} is gone and has no backup. The originals are still in the bucket: deploy the storage "
            "service, which creates an empty table, then restore again: every original gets a record."
        )
    newest = max(found, key=lambda backup: backup["BackupCreationDateTime"])
    return newest["BackupArn"], newest["BackupCreationDateTime"]


def revive(stage: Stage, name: str, backup_arn: str) -> None:
    """Restores a deleted table under its own name. Can be repeated after an interruption. The settings that a restored
    table lacks (AWS: restoring a table) are taken from the deployed template.
    """
    table = stage.table(name)
    if not exists(table):
        client("dynamodb").restore_table_from_backup(TargetTableName=table, BackupArn=backup_arn)
    _wait_for(table, f"Restoring {table}")
    complete(stage, name)


def complete(stage: Stage, name: str) -> None:
    """Gives a table the settings of its template that it lacks, and connects its stream to the index function."""
    table = stage.table(name)
    described = _described(stage, table)
    settle(table, described)
    if "StreamSpecification" in described:
        _attach(stage, table)


def settle(table: str, described: dict[str, Any]) -> None:
    """Applies the template: stream, time to live, point-in-time recovery, deletion protection. Idempotent."""
    dynamodb = client("dynamodb")
    now = dynamodb.describe_table(TableName=table)["Table"]
    stream = described.get("StreamSpecification")
    if stream and not now.get("StreamSpecification", {}).get("StreamEnabled"):
        dynamodb.update_table(
            TableName=table,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": stream["StreamViewType"]},
        )
        _wait_for(table, f"Enabling the stream of {table}")
    ttl = described.get("TimeToLiveSpecification")
    if ttl and dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"].get("TimeToLiveStatus") not in {
        "ENABLED",
        "ENABLING",
    }:
        dynamodb.update_time_to_live(
            TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": ttl["AttributeName"]}
        )
    wanted = described.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled")
    if _is_on(wanted) and _recovery(table)["PointInTimeRecoveryStatus"] != "ENABLED":
        dynamodb.update_continuous_backups(
            TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
    # In the template its value depends on a parameter, which is "on" after every deploy (packaging/protection.cjs).
    if "DeletionProtectionEnabled" in described and not now.get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=True)
        _wait_for(table, f"Protecting {table}")


def _attach(stage: Stage, table: str) -> None:
    """The restored table has another stream, so the index function gets a mapping like the one it had. The old mapping
    belongs to the worker's stack, so it is kept although its stream is closed.
    """
    functions = client("lambda")
    arn = client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    name = stage.function("index")
    known = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    if any(mapping.get("EventSourceArn") == arn for mapping in known):
        return
    old = next((mapping for mapping in known if f":table/{table}/" in mapping.get("EventSourceArn", "")), None)
    if old is None:
        raise OperatorError(f"{name} is not deployed: deploy the worker, which reads the stream of {table}.")
    kept = (
        *("BatchSize", "FilterCriteria", "DestinationConfig", "ParallelizationFactor"),
        *("MaximumRetryAttempts", "BisectBatchOnFunctionError"),
    )
    functions.create_event_source_mapping(
        EventSourceArn=arn,
        FunctionName=name,
        StartingPosition="TRIM_HORIZON",
        **{setting: old[setting] for setting in kept if old.get(setting) is not None},
    )


def _described(stage: Stage, table: str) -> dict[str, Any]:
    body: dict[str, Any] = client("cloudformation").get_template(StackName=stage.storage_stack)["TemplateBody"]
    for resource in body["Resources"].values():
        properties: dict[str, Any] = resource.get("Properties", {})
        if resource["Type"] == "AWS::DynamoDB::Table" and properties.get("TableName") == table:
            return properties
    raise OperatorError(f"The deployed template of {stage.storage_stack} has no table {table}.")


def _wait_for(table: str, what: str) -> None:
    with step(what):
        client("dynamodb").get_waiter("table_exists").wait(
            TableName=table, WaiterConfig={"Delay": _EVERY_SECONDS, "MaxAttempts": _MOST_POLLS}
        )


def _reach(live: str) -> str:
    window = _recovery(live)
    if window["PointInTimeRecoveryStatus"] != "ENABLED":
        return "its point-in-time recovery is off"
    first, last = (window[f"{which}RestorableDateTime"].isoformat() for which in ("Earliest", "Latest"))
    return f"there is a backup of every second from {first} to {last}"


def _recovery(table: str) -> dict[str, Any]:
    found = client("dynamodb").describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    window: dict[str, Any] = found["PointInTimeRecoveryDescription"]
    return window


def _is_on(value: Any) -> bool:
    """A template has a boolean or its text."""
    return str(value).lower() == "true"
