"""What a test takes for granted about a value: checked when it runs, and known to the type checker afterwards."""

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    assert value is not None
    return value


def of_type(kind: type[T], value: object) -> T:
    assert isinstance(value, kind)
    return value
