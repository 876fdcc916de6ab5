"""Makes values of fields from the custom fields of paperless-ngx (its documentation: custom fields)."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docloft_import.imported_archives import Field

LONGEST_TEXT = 500
LONGEST_LINK = 2_000
LONGEST_NAME = 100
MOST_NUMBER = 10**12
MOST_BYTES = 8_000
"""Limits of the API (docs/openapi.json)."""

_MONEY = re.compile(r"([A-Z]{3})?(-?\d{1,13})(?:\.(\d{1,2}))?\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LINK = re.compile(r"(?:https?://[^\s/]|mailto:)\S+\Z")
_TYPES = {
    "string": "text",
    "longtext": "text",
    "url": "link",
    "date": "date",
    "boolean": "boolean",
    "integer": "number",
    "float": "number",
    "monetary": "money",
    "select": "choice",
    "documentlink": "document",
}


def field_of(definition: Mapping[str, Any]) -> Field:
    """The field of a `documents.customfield`. One of a type that is unknown has text."""
    kind = _TYPES.get(str(definition.get("data_type")), "text")
    options = tuple(dict.fromkeys(options_of(definition).values())) if kind == "choice" else ()
    return Field(
        str(definition["name"]).strip()[:LONGEST_NAME], kind if options or kind != "choice" else "text", options
    )


def options_of(definition: Mapping[str, Any]) -> dict[str, str]:
    """The names of a choice's options by what values contain: an id, or in older releases a number."""
    extra = definition.get("extra_data")
    given = extra.get("select_options") if isinstance(extra, Mapping) else None
    found = {}
    for number, option in enumerate(given if isinstance(given, Sequence) else ()):
        name = option.get("label") if isinstance(option, Mapping) else option
        if name and str(name).strip():
            key = option.get("id", number) if isinstance(option, Mapping) else number
            found[str(key)] = str(name).strip()[:LONGEST_NAME]
    return found


def value_of(definition: Mapping[str, Any], value: Any, currency: str | None) -> Any:
    """The value as Paper.fields has it; None for one that the API would not take. `currency`: for an amount without one
    of its own.
    """
    kind = field_of(definition).type
    if kind == "choice":
        return options_of(definition).get(str(value))
    if kind == "money":
        extra = definition.get("extra_data")
        amount, own = money(value)
        known = own or currency or (extra.get("default_currency") if isinstance(extra, Mapping) else None)
        return None if amount is None or not known else {"amount": amount, "currency": known}
    read = _READ.get(kind)
    return read(value) if read else None


def fitting(values: Sequence[tuple[Field, Any]]) -> list[tuple[Field, Any]]:
    """The first values that fit into a document, with some room left for their ids."""
    kept: list[tuple[Field, Any]] = []
    size = 0
    for field, value in values:
        size += len(json.dumps(value, ensure_ascii=False).encode()) + 40
        if size <= MOST_BYTES:
            kept.append((field, value))
    return kept


def money(value: Any) -> tuple[int | None, str | None]:
    """Hundredths and the currency, of `EUR12.34`, `12.34` or a number."""
    match = _MONEY.match(str(value)) if value is not None else None
    if match is None:
        return None, None
    hundredths = abs(int(match[2])) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -hundredths if match[2].startswith("-") else hundredths, match[1]


def _text(value: Any) -> str | None:
    line = " ".join(str(value).split())
    return line if 0 < len(line) <= LONGEST_TEXT else None


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if not abs(number) <= MOST_NUMBER:
        return None
    return int(number) if number == int(number) else number


def _day(value: Any) -> str | None:
    return value if isinstance(value, str) and _DAY.match(value) else None


def _link(value: Any) -> str | None:
    text = str(value).strip()
    return text if len(text) <= LONGEST_LINK and _LINK.match(text) else None


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_READ: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "number": _number,
    "date": _day,
    "link": _link,
    "boolean": _boolean,
}
