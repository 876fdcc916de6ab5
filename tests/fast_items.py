"""Makes moto's items of DynamoDB take less processor time. Each value compares its type with up to six others, and an
item is measured again as a whole for each attribute that it gets when it is made.
"""

from typing import Any

from moto.dynamodb import responses
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import utilities
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict

_PLAIN = frozenset({"S", "N", "BOOL", "NULL"})
_MOST_BYTES = 405_000
"""Of an item, as in LimitedSizeDict.__setitem__."""
_slow_size = DynamoType.size
_slow_cast = DynamoType.cast_value.fget  # type: ignore[attr-defined]
_slow_plain = utilities.dynamo_to_dict


def make_value(made: Any, given: Any) -> None:
    """Replaces DynamoType.__init__."""
    if type(given) is DynamoType:
        made.type, value = given.type, given.value
    else:
        made.type, value = list(given.items())[0]  # noqa: RUF015 - with the error of a value without a type
    if made.type == "L":
        value = [DynamoType(one) for one in value]
    elif made.type == "M":
        value = {name: DynamoType(one) for name, one in value.items()}
    made.value = value


def copied_value(value: Any, _memo: Any) -> Any:
    """Replaces DynamoType.__deepcopy__."""
    made: Any = object.__new__(DynamoType)
    made.type, content = value.type, value.value
    if made.type == "L":
        content = [copied_value(one, None) for one in content]
    elif made.type == "M":
        content = {name: copied_value(one, None) for name, one in content.items()}
    elif type(content) is list:
        content = list(content)
    made.value = content
    return made


def cast(value: Any) -> Any:
    """Replaces DynamoType.cast_value."""
    return value.value if value.type == "S" else _slow_cast(value)


def size(value: Any) -> int:
    """Replaces DynamoType.size."""
    kind, content = value.type, value.value
    if kind == "S" and type(content) is str:
        return len(content) if content.isascii() else len(content.encode())
    if kind == "N":
        return len(str(content))
    if kind == "L":
        return sum(map(size, content))
    if kind == "M":
        return sum(len(name.encode()) + size(one) for name, one in content.items())
    return _slow_size(value)


def make_item(made: Any, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    """Replaces Item.__init__."""
    made.hash_key, made.range_key = hash_key, range_key
    made.attrs = LimitedSizeDict()
    total = 0
    for name, given in attrs.items():
        value = DynamoType(given)
        total += len(name.encode()) + size(value)
        if total > _MOST_BYTES:
            raise ItemSizeTooLarge
        dict.__setitem__(made.attrs, name, value)


def plain(value: Any) -> Any:
    """Replaces dynamo_to_dict."""
    kind = type(value)
    if kind is str or kind is bool or kind is int or value is None:
        return value
    if kind is DynamoType and value.type in _PLAIN:
        return {value.type: value.value}
    if kind is dict:
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if kind is list else _slow_plain(value)


CHANGES = (
    (DynamoType, "__init__", make_value),
    (DynamoType, "__deepcopy__", copied_value),
    (DynamoType, "cast_value", property(cast)),
    (DynamoType, "size", size),
    (Item, "__init__", make_item),
    (utilities, "dynamo_to_dict", plain),
    (responses, "dynamo_to_dict", plain),
)
