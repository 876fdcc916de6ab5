"""Run by the emulator's Python: queries a partition with and without the patch, and counts the conditions evaluated."""

import json
import sys
from collections import Counter
from pathlib import Path

from ministack.services import dynamodb

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from local import narrow_queries

KEYS = [f"{kind}/{number:03}" for kind in ("band", "document", "part") for number in range(40)]
CONDITION = "(#0 = :0 AND begins_with (#1, :1))"
EVALUATE = dynamodb._evaluate_condition
evaluated: Counter[str] = Counter()


def count(*facts, **named):
    evaluated.update(conditions=1)
    return EVALUATE(*facts, **named)


def request(**more):
    names, values = {"#0": "library", "#1": "key"}, {":0": {"S": "one"}, ":1": {"S": more.pop("prefix", "band/")}}
    expression = {"KeyConditionExpression": CONDITION, "ExpressionAttributeNames": names}
    return {"TableName": "records", **expression, "ExpressionAttributeValues": values, **more}


def results():
    found = []
    for query in (
        request(),
        request(Limit=7),
        request(Limit=7, ScanIndexForward=False),
        request(ExclusiveStartKey={"library": {"S": "one"}, "key": {"S": "band/031"}}),
        request(prefix="none"),
        request(prefix="part/00", FilterExpression="amount > :2"),
        request(KeyConditionExpression="#0 = :0 AND #1 BETWEEN :1 AND :2"),
        request(
            KeyConditionExpression="#0 = :0 AND begins_with(amount, :1)", ExpressionAttributeNames={"#0": "library"}
        ),
        request(KeyConditionExpression="((#0 = :0 AND begins_with (#1, :1)))"),
        request(KeyConditionExpression="#0 = :0 AND begins_with (#1, :1) AND amount > :2"),
        request(KeyConditionExpression="#1 = :1 AND begins_with(#0, :0)"),
        request(IndexName="by_word", KeyConditionExpression="#0 = :0"),
        request(IndexName="by_word", KeyConditionExpression="#0 = :0 AND word >= :1", prefix="w04", Limit=9),
        request(IndexName="by_word", KeyConditionExpression="(#0 = :0 AND word BETWEEN :1 AND :2)", prefix="w02"),
        request(IndexName="by_word", KeyConditionExpression="#0 = :0 AND word < :1", prefix="w02", Select="COUNT"),
        request(IndexName="by_word", KeyConditionExpression="#0 = :0 AND begins_with(word, :1)", prefix="w00"),
        request(TableName="missing"),
    ):
        query["ExpressionAttributeValues"][":2"] = {"N": "5"}
        if "BETWEEN" in query["KeyConditionExpression"]:
            query["ExpressionAttributeValues"][":2"] = {"S": "w03" if "IndexName" in query else "document/010"}
        if "IndexName" in query:
            query["ExpressionAttributeNames"] = {"#0": "library"}
        if query["KeyConditionExpression"] == "#0 = :0":
            del query["ExpressionAttributeValues"][":1"]
        if ":2" not in query["KeyConditionExpression"] + query.get("FilterExpression", ""):
            del query["ExpressionAttributeValues"][":2"]
        evaluated.clear()
        status, _, body = dynamodb._query(query)
        found.append((status, json.loads(body), evaluated.total()))
    return found


dynamodb._create_table(
    {
        "TableName": "records",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [
            {"AttributeName": "library", "KeyType": "HASH"},
            {"AttributeName": "key", "KeyType": "RANGE"},
        ],
        "AttributeDefinitions": [
            {"AttributeName": "library", "AttributeType": "S"},
            {"AttributeName": "key", "AttributeType": "S"},
            {"AttributeName": "word", "AttributeType": "S"},
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "by_word",
                "KeySchema": [
                    {"AttributeName": "library", "KeyType": "HASH"},
                    {"AttributeName": "word", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    }
)
for library in ("one", "two"):
    for position, key in enumerate(KEYS):
        item = {"library": {"S": library}, "key": {"S": key}, "amount": {"N": str(position % 10)}}
        if position % 3:
            item["word"] = {"S": f"w{position % 50:03}"}
        dynamodb._put_item({"TableName": "records", "Item": item})
dynamodb._evaluate_condition = count
before = results()
narrow_queries.install()
print(json.dumps({"without": before, "with": results()}))
