"""Fields of requests that are stricter than marshmallow's own."""

import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate

from docloft import bidi
from docloft.identity import is_id

MAX_LISTED = 100


class TitleField(fields.String):
    """One line: white space is folded, control and direction-override characters are dropped, then it is measured."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        kept = (
            " " if character.isspace() else character
            for character in text
            if character.isspace() or (unicodedata.category(character) != "Cc" and character not in bidi.OVERRIDES)
        )
        return " ".join("".join(kept).split())


class DayField(fields.Date):
    """`2024-05-01` and no other form of ISO 8601: it is compared as text."""

    default_error_messages = {"invalid": "Not a day such as 2024-05-01."}  # noqa: RUF012 - marshmallow's way

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise self.make_error("invalid")
        day: date = super()._deserialize(value, attr, data, **kwargs)
        return day


class IdsField(fields.String):
    """Ids, parted by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        ids = (super()._deserialize(value, attr, data, **kwargs) or "").split(",")
        if len(ids) > MAX_LISTED:
            raise ValidationError(f"At most {MAX_LISTED} ids at once.")
        if not all(is_id(one) for one in ids):
            raise ValidationError("Not a list of ids parted by commas.")
        return ids


def is_sha256(value: str) -> None:
    """Raises ValidationError unless it is the one base64 of 32 bytes."""
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}=", value) or b64encode(b64decode(value)).decode() != value:
        raise ValidationError("Not the base64 of a SHA-256 (32 bytes, 44 characters).")


def limit_field(default: int) -> fields.Integer:
    """How many items a page has."""
    return fields.Integer(
        load_default=default, validate=validate.Range(1, MAX_LISTED, error=f"From 1 to {MAX_LISTED}.")
    )


def cursor_field() -> fields.String:
    return fields.String(validate=validate.Length(max=400), metadata={"description": "From the page before."})
