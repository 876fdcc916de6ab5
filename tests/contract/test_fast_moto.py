"""What moto stores and returns is the same with and without the changes that make it faster (tests/fast_moto.py). The
file is long because it lists the requests whose responses are compared.
"""

from itertools import product
from typing import Any

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


def client():
    """The client of a new account with the table t, which has two indexes."""
    database = boto3.client("dynamodb", region_name="eu-central-1")
    order, due = ({"AttributeName": name, "KeyType": "RANGE"} for name in ("order", "due"))
    projection = {"ProjectionType": "ALL"}
    database.create_table(
        TableName="t",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, order],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind}
            for name, kind in (("id", "S"), ("order", "N"), ("state", "S"), ("due", "S"))
        ],
        LocalSecondaryIndexes=[
            {"IndexName": "by_due", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, due]}
            | {"Projection": projection}
        ],
        GlobalSecondaryIndexes=[
            {"IndexName": "by_state", "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, due]}
            | {"Projection": projection}
        ],
    )
    return database


def said_by(database, operation, **parameters):
    """The response without its times, or all that an error says."""
    try:
        return without_times(getattr(database, operation)(**parameters))
    except ClientError as error:
        return without_times(error.response)
    except Exception as error:  # noqa: BLE001 - also what moto does not handle
        return {"Error": {"Code": type(error).__name__, "Message": str(error)}}


def dialogue():
    """What the services do with moto, in one account: every response, and every error."""
    said = []
    with mock_aws():
        database = client()

        def ask(operation, **parameters):
            said.append(said_by(database, operation, **parameters))

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


def expression(text, names=None, /, **values):
    return {
        "UpdateExpression": text,
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}} if values else {}),
    }


OF_T = {"TableName": "t"}
A, TEXT, ONE = {"S": "a"}, {"S": "text"}, {"N": "1"}
TOO_LARGE = {"S": "x" * 401_000}
UPDATES = [
    # The same text with other names and values.
    *(expression("SET #n = :v", {"#n": name}, v=value) for name, value in product(("text", "map", "new"), (TEXT, ONE))),
    expression("SET #n = :v", {"#n": "map"}, v={"M": {"inner": {"L": [ONE]}, "n": {"N": "3"}}}),
    *(expression("ADD #n :v", {"#n": "number"}, v=value) for value in (ONE, {"N": "-2.5"}, TEXT, {"SS": ["z"]})),
    *(expression("ADD texts :v", v=value) for value in ({"SS": ["z", "a"]}, ONE, {"NS": ["1"]})),
    *(expression("DELETE texts :v", v=value) for value in ({"SS": ["a"]}, {"SS": ["missing"]}, TEXT)),
    expression("SET #m.#i[1] = :v, #m.#i[9] = :v", {"#m": "map", "#i": "inner"}, v=TEXT),
    expression("SET missing.inner = :v", v=TEXT),
    expression("REMOVE #m.#i[0], missing, texts", {"#m": "map", "#i": "inner"}),
    expression("SET #l = list_append(#l, :v)", {"#l": "list"}, v={"L": [TEXT]}),
    expression("SET #l = list_append(:v, missing)", {"#l": "list"}, v={"L": [TEXT]}),
    expression("SET c = if_not_exists(c, :zero) + :one", zero={"N": "0"}, one=ONE),
    expression("SET c = c - :one, d = if_not_exists(#t, :one)", {"#t": "text"}, one=ONE),
    expression("SET c = c + :text", text=TEXT),
    expression("SET c = missing"),
    expression("SET c = if_not_exists(missing)"),
    expression("SET c = unknown_function(c)"),
    expression("SET text = :v, #n = :v", {"#n": "text"}, v=TEXT),
    expression("SET #m = :v, #m.n = :v", {"#m": "map"}, v=TEXT),
    expression("SET c = :undefined"),
    expression("SET #undefined = :v", v=TEXT),
    expression("SET c = :v", v=TEXT, unused=TEXT),
    expression("SET c = :v", {"#unused": "d"}, v=TEXT),
    expression("SET size = :v", v=TEXT),
    expression("SET id = :v", v=TEXT),
    expression("SET c = :v SET d = :v", v=TEXT),
    expression("SET c = :v,", v=TEXT),
    expression("SET c"),
    expression("c = :v", v=TEXT),
    expression(""),
    expression("SET c = :v", v={"SS": []}),
    expression("SET c = :v", v={"SS": ["a", "a"]}),
    expression("SET c = :v", v={"N": "many"}),
    expression("SET c = :v", v={"N": "1" * 39}),
    expression("SET c = :v", v={"S": ""}),
    expression("SET #s = :v", {"#s": "state"}, v={"S": ""}),
    expression("SET #s = :v", {"#s": "state"}, v=ONE),
    expression("SET c = :v", v=TOO_LARGE),
]
GIVEN = {":v": TEXT, ":w": {"S": "Ä text"}, ":n": ONE, ":kind": {"S": "S"}}
CONDITIONS = [
    *("attribute_exists(#t)", "attribute_not_exists(#t)", "#t = :v", "#t <> :v", "#t IN (:v, :w)", "NOT #t = :v"),
    *("begins_with(#t, :v)", "contains(#t, :v)", "size(#t) > :n", "attribute_type(#t, :kind)", "#t BETWEEN :v AND :w"),
    *("#t = :v AND (#t = :w OR attribute_exists(#t))", "map.n = :n", "map.inner[0] = :v", "#t < :n", "missing = :v"),
    *("#t = ", "#t = :undefined", "unknown(#t)", "#t IN ()", "(#t = :v", "#t :v", "", "size = :v"),
]


def updates():
    """Each update alone, and in a transaction that fails as a whole, so that nothing of the update may be left."""
    for update, name in product(UPDATES, ("a", "made")):
        yield "update_item", OF_T | {"Key": key(name), "ReturnValues": "ALL_NEW", **update}
        check = {"ConditionCheck": OF_T | {"Key": key("b"), "ConditionExpression": "attribute_not_exists(id)"}}
        yield "transact_write_items", {"TransactItems": [{"Update": OF_T | {"Key": key(name), **update}}, check]}
        yield "scan", OF_T
    for returned in ("NONE", "ALL_OLD", "UPDATED_OLD", "UPDATED_NEW", "ALL_NEW", "SOME"):
        yield "update_item", OF_T | {"Key": key("b"), "ReturnValues": returned, **expression("SET c = :v", v=TEXT)}


def used(text):
    """The names and values that a condition needs."""
    found = {name: value for name, value in GIVEN.items() if name in text}
    return {
        **({"ExpressionAttributeNames": {"#t": "text"}} if "#t" in text else {}),
        **({"ExpressionAttributeValues": found} if found else {}),
    }


def conditions():
    shown = {"a": "ALL_OLD", "b": "NONE", "missing": "ALL_OLD"}
    for text, (name, old) in product(CONDITIONS, shown.items()):
        asked = {"ConditionExpression": text, "ReturnValuesOnConditionCheckFailure": old} | used(text)
        with_value = {**asked.get("ExpressionAttributeValues", {}), ":c": ONE}
        of_key = OF_T | {"Key": key(name)}
        yield "put_item", OF_T | {"Item": key(name) | {"text": TEXT}} | asked
        yield (
            "update_item",
            of_key | asked | {"UpdateExpression": "SET c = :c", "ExpressionAttributeValues": with_value},
        )
        yield (
            "transact_write_items",
            {
                "TransactItems": [
                    {"Put": OF_T | {"Item": key("new") | {"c": ONE}}},
                    {"ConditionCheck": of_key | asked},
                    {"Delete": OF_T | {"Key": key("b", "2")} | asked},
                ]
            },
        )
        yield "delete_item", of_key | asked | {"ReturnValues": "ALL_OLD"}
        yield "put_item", OF_T | {"Item": key("a") | VALUES}
        yield "scan", OF_T


OF_NO_TYPE: list[dict[str, Any]] = [{}, {"S": "a", "N": "1"}, {"NS": []}, {"BS": []}]
"""Values that DynamoDB refuses."""


def writes():
    wrong = [
        *({"id": value, "order": ONE} for value in ({"S": ""}, ONE, {"S": "x" * 2049}, {"NULL": True})),
        *({"id": A, "order": value} for value in ({"N": ""}, {"N": "many"}, TEXT, {"S": ""})),
        *({"id": A}, {}, {"order": ONE}, {"id": A, "order": ONE, "big": TOO_LARGE}),
        *({"id": A, "order": ONE, "x": value} for value in OF_NO_TYPE),
        *({"id": A, "order": ONE, "state": value} for value in ({"S": ""}, ONE, TEXT, {"NULL": True})),
        {"id": A, "order": ONE, "nested": {"L": [{"M": {"x": {"SS": []}}}]}},
    ]
    for item in wrong:
        yield "put_item", OF_T | {"Item": item}
        yield (
            "transact_write_items",
            {"TransactItems": [{"Put": OF_T | {"Item": key("first")}}, {"Put": OF_T | {"Item": item}}]},
        )
        yield "batch_write_item", {"RequestItems": {"t": [{"PutRequest": {"Item": item}}]}}
        for operation in ("get_item", "delete_item"):
            yield operation, OF_T | {"Key": item}
    one = {"Put": OF_T | {"Item": key("c")}}
    yield "transact_write_items", {"TransactItems": [one, {"Delete": OF_T | {"Key": key("c")}}]}
    yield "transact_write_items", {"TransactItems": [{**one, "Delete": OF_T | {"Key": key("d")}}]}
    yield "transact_write_items", {"TransactItems": []}
    yield "transact_write_items", {"TransactItems": [{"Put": OF_T | {"Item": key(f"n{at}")}} for at in range(101)]}
    yield "transact_write_items", {"TransactItems": [{"Put": {"TableName": "gone", "Item": key("c")}}]}
    yield "transact_write_items", {"TransactItems": [one], "ClientRequestToken": "once"}
    yield "transact_write_items", {"TransactItems": [one], "ClientRequestToken": "once"}
    for count in (25, 26):
        puts = [{"PutRequest": {"Item": key(f"b{at}")}} for at in range(count)]
        yield "batch_write_item", {"RequestItems": {"t": puts}}
    yield "batch_write_item", {"RequestItems": {"t": [{"DeleteRequest": {"Key": key("b")}}] * 2}}
    yield "batch_write_item", {"RequestItems": {}}
    for returned in ("ALL_OLD", "NONE", "ALL_NEW"):
        yield "put_item", OF_T | {"Item": key("a") | {"c": ONE}, "ReturnValues": returned}
        yield "delete_item", OF_T | {"Key": key("a"), "ReturnValues": returned}
    yield "scan", OF_T


def reads():
    more: Any
    for number in range(7):
        more = {"due": {"S": f"2026-0{number + 1}"}, "state": {"S": "ready"}, "n": {"N": str(number)}}
        yield (
            "put_item",
            OF_T | {"Item": key("many", str(number)) | more | {"nested": {"M": {"x": {"L": [ONE, TEXT]}}}}},
        )
    many = {":id": {"S": "many"}}
    equal = {"KeyConditionExpression": "id = :id", "ExpressionAttributeValues": many}
    for more in (
        *({}, {"Limit": 3}, {"Limit": 0}, {"ScanIndexForward": False, "Limit": 2}, {"Select": "COUNT"}),
        *({"IndexName": "by_due"}, {"IndexName": "by_due", "ConsistentRead": True}, {"ConsistentRead": True}),
        *({"IndexName": "missing"}, {"ReturnConsumedCapacity": "INDEXES"}, {"ExclusiveStartKey": key("many", "2")}),
        *({"ProjectionExpression": text} for text in ("id, n", "nested.x[1], n", "size", "n, n", "", "n,", "#n")),
        *({"FilterExpression": text} for text in ("attribute_exists(n)", "missing = :id", "id = :id", "n =", "")),
    ):
        yield "query", OF_T | equal | more
    for text in ("id = :id AND #o > :n", "id = :id AND #o BETWEEN :n AND :m", "begins_with(id, :id)", "id > :id"):
        found = {name: value for name, value in {**many, ":n": ONE, ":m": {"N": "4"}}.items() if name in text}
        asked = {"KeyConditionExpression": text, "ExpressionAttributeValues": found}
        yield "query", OF_T | asked | ({"ExpressionAttributeNames": {"#o": "order"}} if "#o" in text else {})
    for text in (
        "",
        "id",
        "id = :missing",
        "id = :id AND n = :id",
        "#o = :id",
        "id = :id OR id = :id",
        "state = :id",
    ):
        yield "query", OF_T | {"KeyConditionExpression": text, "ExpressionAttributeValues": many}
    by_state = {"IndexName": "by_state", "ExpressionAttributeNames": {"#s": "state"}}
    by_state |= {"KeyConditionExpression": "#s = :s", "ExpressionAttributeValues": {":s": {"S": "ready"}}}
    for more in ({}, {"ConsistentRead": True}, {"Limit": 2, "ScanIndexForward": False}):
        yield "query", OF_T | by_state | more
    for more in (
        *({"Limit": 2}, {"Select": "COUNT"}, {"Segment": 0, "TotalSegments": 2}, {"IndexName": "by_state"}),
        *({"FilterExpression": "n > :n", "ExpressionAttributeValues": {":n": ONE}}, {"FilterExpression": "n > :n"}),
    ):
        yield "scan", OF_T | more
    for more in (
        {},
        {"ProjectionExpression": "nested.x, n"},
        {"ProjectionExpression": "size"},
        {"ConsistentRead": True},
    ):
        yield "get_item", OF_T | {"Key": key("many")} | more
        yield "batch_get_item", {"RequestItems": {"t": {"Keys": [key("many"), key("missing")]} | more}}
        yield (
            "transact_get_items",
            {"TransactItems": [{"Get": OF_T | {"Key": key(name)}} for name in ("many", "gone")]},
        )
    yield "batch_get_item", {"RequestItems": {"t": {"Keys": [key("many")] * 2}}}
    yield "batch_get_item", {"RequestItems": {"t": {"Keys": [key(f"k{at}") for at in range(101)]}}}
    for operation, more in (("get_item", {"Key": key("a")}), ("scan", {}), ("put_item", {"Item": key("a")})):
        yield operation, {"TableName": "gone"} | more


def responses(requests):
    """With the requests. The table has the items a, with all kinds of values, and b."""
    with mock_aws():
        database = client()
        for item in (key("a") | VALUES, key("b")):
            database.put_item(TableName="t", Item=item)
        return [(name, asked, said_by(database, name, **asked)) for name, asked in requests()]


def codes(said):
    return {one["Error"]["Code"] for _, _, one in said if "Error" in one}


@pytest.mark.parametrize(
    ("requests", "errors"),
    [
        (updates, {"ValidationException", "TransactionCanceledException"}),
        (conditions, {"ValidationException", "ConditionalCheckFailedException", "TransactionCanceledException"}),
        (writes, {"ValidationException", "TransactionCanceledException", "ResourceNotFoundException"}),
        (reads, {"ValidationException", "ResourceNotFoundException"}),
    ],
)
def test_every_kind_of_request_and_error_is_the_same(request, requests, errors):
    fast = responses(requests)
    request.getfixturevalue("slow")
    slow = responses(requests)

    assert [one for one, other in zip(fast, slow, strict=True) if one != other] == []
    assert errors <= codes(fast)
    assert len([one for _, _, one in fast if "Error" not in one]) > len(fast) / 4
