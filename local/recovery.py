"""Continues work that was interrupted when the emulator ended. On AWS, S3 and Lambda keep events until they are
handled; the emulator has them in memory only.
"""

import json
from typing import Any
from urllib.parse import quote_plus

from local import outputs, stacks


def resume() -> int:
    """Sends the events of all objects that still wait for their function; a second event does no harm. Returns their
    number, and does not wait for the functions.
    """
    bucket = outputs.read()["files_bucket"]
    s3, functions = stacks.client("s3"), stacks.client("lambda")
    sent = 0
    notifications = s3.get_bucket_notification_configuration(Bucket=bucket)
    for one in notifications.get("LambdaFunctionConfigurations", []):
        rules = {rule["Name"].lower(): rule["Value"] for rule in one["Filter"]["Key"]["FilterRules"]}
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=rules["prefix"]):
            for waiting in page.get("Contents", []):
                _invoke(functions, one["LambdaFunctionArn"], created(bucket, waiting["Key"]))
                sent += 1
    return sent


def created(bucket: str, key: str) -> dict[str, Any]:
    """S3's event for a new object (AWS: S3 event message structure), with the fields that functions use."""
    of_object = {"bucket": {"name": bucket}, "object": {"key": quote_plus(key)}}
    return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": of_object}]}


def _invoke(functions: Any, function: str, event: dict[str, Any]) -> None:
    functions.invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(event).encode())
