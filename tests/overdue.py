"""Lets time pass on a stage, for tests that cannot wait for it."""

from contextlib import suppress

from tests.conftest import Stack

PAST = "2000-01-01T00:00:00.000Z"
TABLE = "docloft-local-documents"


def sweep_later(stack: Stack) -> int:
    """Ends every lease and makes every waiting document due, as if an hour had passed, then lets the sweep run. Returns
    the number of documents that were due.
    """
    dynamodb = stack.client("dynamodb")
    pages = dynamodb.get_paginator("scan").paginate(TableName=TABLE, FilterExpression="attribute_exists(due_at)")
    due = [item for page in pages for item in page["Items"]]
    for item in due:
        names = [name for name in ("due_at", "lease_until") if name in item]
        # A document that changed meanwhile is being worked on.
        with suppress(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.update_item(
                TableName=TABLE,
                Key={name: item[name] for name in ("library_id", "document_id")},
                UpdateExpression="SET " + ", ".join(f"{name} = :past" for name in names),
                ConditionExpression="version = :version",
                ExpressionAttributeValues={":past": {"S": PAST}, ":version": item["version"]},
            )
    stack.client("lambda").invoke(FunctionName="docloft-local-sweep", Payload=b"{}")
    return len(due)
