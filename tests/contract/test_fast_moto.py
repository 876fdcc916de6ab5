"""What moto stores and returns is the same with and without the changes that make it faster (tests/fast_moto.py)."""

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests import fast_moto

VALUES = {
    "text": {"S": "Ä text"},
    "empty": {"S": ""},
    "number": {"N": "1.50"},
    "true": {"BOOL": True},
    "false": {"BOOL": False},
    "null": {"NULL": True},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "blobs": {"BS": [b"a", b"\xfe"]},
    "map": {"M": {"inner": {"L": [{"S": "x"}, {"B": b"deep"}, {"M": {}}, {"NULL": True}]}, "n": {"N": "3"}}},
    "list": {"L": [{"M": {"a": {"BOOL": False}}}, {"L": []}]},
}


@pytest.fixture
def slow(monkeypatch):
    fast_moto.remove(monkeypatch)


def key(name, order="1"):
    return {"id": {"S": name}, "order": {"N": order}}


def without_times(response):
    return {name: value for name, value in response.items() if name != "ResponseMetadata"} | {
        "status": response["ResponseMetadata"]["HTTPStatusCode"]
    }


def dialogue():
    """What the services do with moto, in one account: every response, and every error."""
    said = []
    with mock_aws():
        database = boto3.client("dynamodb", region_name="eu-central-1")

        def ask(operation, **parameters):
            try:
                said.append(without_times(getattr(database, operation)(**parameters)))
            except ClientError as error:
                said.append({name: value for name, value in error.response.items() if name != "ResponseMetadata"})

        database.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "order", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "id", "AttributeType": "S"},
                {"AttributeName": "order", "AttributeType": "N"},
            ],
        )
        ask("put_item", TableName="t", Item={**key("a"), **VALUES})
        ask("put_item", TableName="t", Item=key("b"))
        ask("get_item", TableName="t", Key=key("a"))
        ask("get_item", TableName="t", Key=key("missing"))
        ask("get_item", TableName="t", Key={"id": {"S": "a"}})
        for guarded in ("attribute_exists(id)", "attribute_not_exists(id)"):
            # Given an update and a put that would succeed, the last step decides whether all of them do.
            ask(
                "transact_write_items",
                TransactItems=[
                    {
                        "Update": {
                            "TableName": "t",
                            "Key": key("a"),
                            "UpdateExpression": "SET #m.#n = :n, #t = :t ADD #s :s REMOVE #e",
                            "ExpressionAttributeNames": {
                                "#m": "map",
                                "#n": "n",
                                "#t": "text",
                                "#s": "number",
                                "#e": "empty",
                            },
                            "ExpressionAttributeValues": {":n": {"N": "4"}, ":t": {"S": "new"}, ":s": {"N": "2"}},
                        }
                    },
                    {"Put": {"TableName": "t", "Item": key("c")}},
                    {"Delete": {"TableName": "t", "Key": key("d")}},
                    {"ConditionCheck": {"TableName": "t", "Key": key("b"), "ConditionExpression": guarded}},
                ],
            )
            ask("scan", TableName="t")
        for value in ("changed", "changed again"):
            ask(
                "update_item",
                TableName="t",
                Key=key(value.split()[0]),
                UpdateExpression="SET #t = :t",
                ConditionExpression="attribute_not_exists(#t)",
                ExpressionAttributeNames={"#t": "text"},
                ExpressionAttributeValues={":t": {"S": value}},
                ReturnValues="ALL_NEW",
            )
        ask("batch_get_item", RequestItems={"t": {"Keys": [key("a"), key("b"), key("missing")]}})
        ask(
            "query",
            TableName="t",
            KeyConditionExpression="id = :id",
            ExpressionAttributeValues={":id": {"S": "a"}},
            ReturnConsumedCapacity="TOTAL",
        )
        ask("query", TableName="missing", KeyConditionExpression="id = :id")

        s3 = boto3.client("s3", region_name="eu-central-1")
        s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        for name in ("a/Ä b+c.txt", "d"):
            s3.put_object(Bucket="files", Key=name, Body=name.encode(), Metadata={"n": "v"})
            said.append(s3.get_object(Bucket="files", Key=name)["Body"].read())
        said.append([one["Key"] for one in s3.list_objects_v2(Bucket="files")["Contents"]])
        with pytest.raises(ClientError) as missing:
            s3.get_object(Bucket="files", Key="missing")
        said.append(missing.value.response["Error"]["Code"])
    return said


def test_responses_and_errors_are_the_same(request):
    fast = dialogue()
    request.getfixturevalue("slow")

    assert fast == dialogue()
    assert [one["Error"]["Code"] for one in fast if isinstance(one, dict) and "Error" in one] == [
        "ValidationException",
        "TransactionCanceledException",
        "ConditionalCheckFailedException",
        "ResourceNotFoundException",
    ]
