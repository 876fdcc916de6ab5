"""Checks the values in an imported history as strictly as those that people set here, because reverting an entry writes
them into the document. Ids of senders, kinds, tags and fields may be of names that this library does not have.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from docloft.clock import timestamp
from docloft.directory import Directory
from docloft.ids import is_id
from docloft.lifecycle import custom_fields, metadata, notes
from docloft.lifecycle.custom_fields import MOST_AMOUNT, Definition, FieldType, InvalidValueError
from docloft.lifecycle.metadata import ADDED, CUSTOM_FIELDS, FILE, IN_TRASH, NOTE
from docloft.lifecycle.names import TITLE_LIMIT, is_visible, one_line, several_lines

FIELDS = (*metadata.FIELDS, IN_TRASH, NOTE, FILE, ADDED)

MOST_BYTES = 34_000
"""The size of one entry's values as JSON: two notes of the greatest length are 32 KB. DynamoDB allows 400 KB."""

_MOST_FILES = 9_999


def checked(changes: Mapping[str, tuple[Any, Any]], names: Directory) -> dict[str, list[Any]]:
    """The values before and after by field, as the history has them. Raises InvalidValueError."""
    definitions = names.definitions()
    found = {field: [_checked(field, one, definitions) for one in pair] for field, pair in changes.items()}
    if CUSTOM_FIELDS in found and found[CUSTOM_FIELDS][0].keys() != found[CUSTOM_FIELDS][1].keys():
        raise InvalidValueError("Must have the same fields before and after.")
    if len(json.dumps(found, ensure_ascii=False).encode()) > MOST_BYTES:
        raise InvalidValueError(f"The values of an entry can have at most {MOST_BYTES} bytes.")
    return found


def _checked(field: str, value: Any, definitions: Mapping[str, Definition]) -> Any:
    if field == CUSTOM_FIELDS:
        return _custom(value, definitions)
    if value is None and field not in _NEVER_EMPTY:
        return None
    is_valid, made = CHECKS[field](value)
    if not is_valid:
        raise InvalidValueError(f"Not a valid value for {field}.")
    return made


def _custom(value: Any, definitions: Mapping[str, Definition]) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(is_id(str(one)) for one in value):
        raise InvalidValueError("Must map field ids to values.")
    return {one: _of_field(definitions.get(one), given) for one, given in value.items()}


def _of_field(definition: Definition | None, value: Any) -> Any:
    """The value of a field that this library does not have is only shown; its type may be any."""
    if value is None:
        return None
    if definition is not None:
        is_choice = definition.type == FieldType.CHOICE and isinstance(value, str) and is_id(value)
        # An option that was deleted there, or is not here.
        return value if is_choice else custom_fields.checked(definition, value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return custom_fields.checked(Definition("", FieldType.NUMBER, {}), value)
    if isinstance(value, str):
        return one_line(value)[: custom_fields.LINK_LIMIT]
    amount = Definition("", FieldType.MONEY, {})
    return custom_fields.checked(amount, value)


def _title(value: Any) -> tuple[bool, Any]:
    line = one_line(value) if isinstance(value, str) else ""
    return 0 < len(line) <= TITLE_LIMIT and is_visible(line), line


def _id(value: Any) -> tuple[bool, Any]:
    return isinstance(value, str) and is_id(value), value


def _tags(value: Any) -> tuple[bool, Any]:
    is_valid = isinstance(value, list) and len(value) <= metadata.MOST_TAGS and all(_id(one)[0] for one in value)
    return is_valid, list(dict.fromkeys(value)) if is_valid else None


def _day(value: Any) -> tuple[bool, Any]:
    return custom_fields.day_of(value) is not None, value


def _whole(value: Any, least: int, most: int) -> tuple[bool, Any]:
    return type(value) is int and least <= value <= most, value


def _currency(value: Any) -> tuple[bool, Any]:
    return custom_fields.is_currency(value), value


def _boolean(value: Any) -> tuple[bool, Any]:
    return isinstance(value, bool), value


def _note(value: Any) -> tuple[bool, Any]:
    kept = several_lines(value) if isinstance(value, str) else ""
    return len(kept) <= notes.LONGEST and is_visible(kept), kept


def _moment(value: Any) -> tuple[bool, Any]:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        # Without a time zone, it is not a moment.
        return (True, timestamp(moment)) if moment and moment.tzinfo else (False, None)
    except (ValueError, OverflowError):
        return False, None


_NEVER_EMPTY = frozenset({"title", "tags", "inbox", IN_TRASH, FILE, ADDED})

CHECKS: Mapping[str, Callable[[Any], tuple[bool, Any]]] = {
    "title": _title,
    "document_date": _day,
    "sender": _id,
    "kind": _id,
    "tags": _tags,
    "due_date": _day,
    "amount": lambda value: _whole(value, -MOST_AMOUNT, MOST_AMOUNT),
    "currency": _currency,
    "inbox": _boolean,
    "keep_until": _day,
    IN_TRASH: _boolean,
    NOTE: _note,
    FILE: lambda value: _whole(value, 1, _MOST_FILES),
    ADDED: _moment,
}
