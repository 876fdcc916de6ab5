"""Typed fields that people define for their library, and the values that documents have for them. No I/O.

A document has its values under the id of the field, in the form that the API uses:

| type | value |
|--|--|
| text | a line of text |
| number | a number |
| money | `{"amount": 1234, "currency": "EUR"}`, in hundredths of the currency's unit |
| date | `2024-05-01` |
| boolean | true or false |
| choice | the id of an option |
| link | the address of a web page, or an e-mail address with `mailto:` |
| document | the id of a document of the same library |
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from docloft import reasons
from docloft.errors import DocloftError
from docloft.ids import is_id
from docloft.lifecycle.names import is_visible, one_line

MOST_FIELDS = 100
"""The most fields of a library."""
MOST_OPTIONS = 100
"""The most options of a choice: with their names, 15 KB of the field's record."""
MOST_BYTES = 8_000
"""The most bytes of all values of a document, as JSON."""
TEXT_LIMIT = 500
"""In characters."""
LINK_LIMIT = 2_000
MOST_AMOUNT = 10**14
MOST_NUMBER = 10**12
"""Numbers are searchable to six decimals, so up to this one the index holds them in 64 bits."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_SCHEMES = frozenset({"http", "https", "mailto"})


class FieldType(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LINK = "link"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Definition:
    """A field of a library. `options`: the names of a choice's options by their ids, in their order."""

    field_id: str
    type: FieldType
    options: Mapping[str, str]


class InvalidValueError(DocloftError):
    """The field cannot have this value. `detail`: a sentence, or a Reason."""

    def __init__(self, detail: str) -> None:
        super().__init__(str(detail))
        self.detail = detail


def checked(definition: Definition, value: Any) -> Any:
    """The value as documents have it. Whether a document exists is not checked. Raises InvalidValueError."""
    if definition.type == FieldType.CHOICE:
        if not isinstance(value, str) or value not in definition.options:
            raise InvalidValueError("The field has no such option.")
        return value
    return _CHECKS[definition.type](value)


def merged(
    values: Mapping[str, Any] | None, given: Mapping[str, Any], definitions: Mapping[str, Definition]
) -> dict[str, Any]:
    """The values of a document with the given ones; None removes one. Values of fields that were deleted remain as long
    as there is room for them. Raises InvalidValueError when the others need more than MOST_BYTES.
    """
    found = {one: value for one, value in {**(values or {}), **given}.items() if value is not None}
    if _size(found) > MOST_BYTES:
        found = {one: value for one, value in found.items() if one in definitions}
    if _size(found) > MOST_BYTES:
        raise InvalidValueError(reasons.TOO_MANY_VALUES.having(limit=MOST_BYTES))
    return found


def _size(values: Mapping[str, Any]) -> int:
    return len(json.dumps(values, ensure_ascii=False).encode())


def linked_documents(definitions: Mapping[str, Definition], given: Mapping[str, Any]) -> set[str]:
    """The ids of documents among the given values."""
    return {
        value
        for field_id, value in given.items()
        if value is not None and (one := definitions.get(field_id)) is not None and one.type == FieldType.DOCUMENT
    }


def _text(value: Any) -> str:
    line = one_line(value) if isinstance(value, str) else ""
    if not 0 < len(line) <= TEXT_LIMIT:
        raise InvalidValueError(reasons.VALUE_LENGTH.having(most=TEXT_LIMIT))
    if not is_visible(line):
        raise InvalidValueError(reasons.INVISIBLE)
    return line


def _number(value: Any) -> int | float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (isinstance(value, float) and math.isnan(value)):
        raise InvalidValueError("Must be a number.")
    if abs(value) > MOST_NUMBER:
        raise InvalidValueError("This number is too large.")
    return int(value) if value == int(value) else value


def _money(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or value.keys() != {"amount", "currency"}:
        raise InvalidValueError("Must be an amount with its currency.")
    amount, currency = value["amount"], value["currency"]
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise InvalidValueError("The amount must be a whole number of hundredths.")
    if abs(amount) > MOST_AMOUNT:
        raise InvalidValueError("This amount is too large.")
    if not is_currency(currency):
        raise InvalidValueError("The currency must be an ISO 4217 code such as EUR.")
    return {"amount": amount, "currency": currency}


def is_currency(value: Any) -> bool:
    """Whether it has the form of an ISO 4217 code."""
    return isinstance(value, str) and _CURRENCY.match(value) is not None


def day_of(value: Any) -> date | None:
    """The day of a value such as 2026-03-01; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.match(value) else None
    except ValueError:
        return None


def _date(value: Any) -> str:
    day = day_of(value)
    if day is None:
        raise InvalidValueError(reasons.NO_DATE)
    return day.isoformat()


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValueError("Must be true or false.")
    return value


def _link(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > LINK_LIMIT or any(one.isspace() or not one.isprintable() for one in text):
        raise InvalidValueError(reasons.NO_LINK)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise InvalidValueError(reasons.NO_LINK) from None
    if parts.scheme not in _SCHEMES or not (host if parts.scheme != "mailto" else parts.path):
        raise InvalidValueError(reasons.NO_LINK)
    return text


def _document(value: Any) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise InvalidValueError("Must be the id of a document.")
    return value


_CHECKS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.BOOLEAN: _boolean,
    FieldType.LINK: _link,
    FieldType.DOCUMENT: _document,
}
