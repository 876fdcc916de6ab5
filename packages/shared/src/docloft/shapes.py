"""Whether a value parsed from JSON has the shape that a TypedDict declares. Used for what the sandbox's child returns,
which may have been taken over by the file that it parses.
"""

from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

LARGEST = 2**31 - 1


def conforms(value: object, shape: Any) -> bool:
    """`shape` is a TypedDict, a list or union of shapes, or a type of JSON. Integers are from 0 to LARGEST, and True
    does not count as one. A dict may have no keys other than those of its TypedDict.
    """
    if is_typeddict(shape):
        return isinstance(value, dict) and _has_fields(value, shape)
    if get_origin(shape) is list:
        (item,) = get_args(shape)
        return isinstance(value, list) and all(conforms(one, item) for one in value)
    if isinstance(shape, UnionType):
        return any(conforms(value, one) for one in get_args(shape))
    if shape is int:
        return type(value) is int and 0 <= value <= LARGEST
    return type(value) is shape


def _has_fields(value: dict[str, Any], shape: Any) -> bool:
    fields = _fields(shape)
    return shape.__required_keys__ <= value.keys() <= fields.keys() and all(
        conforms(one, fields[name]) for name, one in value.items()
    )


@cache
def _fields(shape: Any) -> dict[str, Any]:
    """Finding them takes longer than reading a page."""
    return get_type_hints(shape)
