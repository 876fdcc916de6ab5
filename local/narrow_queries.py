"""A query for the items whose sort key begins with a text looks at these items only, as in DynamoDB.

Without it, the emulator sorts the whole partition for each query and interprets the condition for each item: with 400
documents, three quarters of its processor time.
"""

import re
from types import FunctionType
from typing import Any

from ministack.services import dynamodb

_BEGINS = re.compile(
    r"\s*\(?\s*(?P<hash>#?\w+)\s*=\s*(?P<partition>:\w+)\s+AND\s+"
    r"begins_with\s*\(\s*(?P<sort>#?\w+)\s*,\s*(?P<prefix>:\w+)\s*\)\s*\)?\s*"
)


def install() -> None:
    """Replaces the emulator's query. Each has its own view of the tables, so others see no change."""
    query, evaluate = dynamodb._query, dynamodb._evaluate_condition  # noqa: SLF001

    def narrowed(request: dict[str, Any]) -> Any:
        name = dynamodb._normalize_table_name(request.get("TableName"))  # noqa: SLF001
        table = dynamodb._tables.get(name)  # noqa: SLF001
        items = _items(table, request) if table else None
        if items is None:
            return query(request)
        checked = False

        def evaluate_rest(*facts: Any, slot: str = "") -> bool:
            """All items meet the key condition. The emulator checks its syntax with the first of them."""
            nonlocal checked
            if slot == "KeyConditionExpression" and checked:
                return True
            checked = checked or slot == "KeyConditionExpression"
            return bool(evaluate(*facts, slot=slot))

        view = {**vars(dynamodb), "_tables": {name: {**table, "items": items}}, "_evaluate_condition": evaluate_rest}
        return FunctionType(query.__code__, view)(request)

    dynamodb._query = narrowed  # noqa: SLF001


def _items(table: dict[str, Any], request: dict[str, Any]) -> dict[str, Any] | None:
    """The items of the table that a query can find, or None for a query of another form."""
    found = _BEGINS.fullmatch(request.get("KeyConditionExpression") or "")
    if found is None or request.get("IndexName"):
        return None
    names, values = request.get("ExpressionAttributeNames") or {}, request.get("ExpressionAttributeValues") or {}
    keys = tuple(names.get(found[part], found[part]) for part in ("hash", "sort"))
    partition, prefix = (values.get(found[part], {}).get("S") for part in ("partition", "prefix"))
    if keys != (table["pk_name"], table["sk_name"]) or partition is None or prefix is None:
        return None
    bucket = table["items"].get(partition, {})
    return {partition: {key: bucket[key] for key in bucket if key.startswith(prefix)}}
