"""Fields of requests that are stricter than marshmallow's own."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate

from docloft import reasons
from docloft.ids import is_id
from docloft.lifecycle.metadata import MOST_TAGS
from docloft.lifecycle.names import is_visible, one_line

MAX_LISTED = 100
VALUES = (
    "A text, number, date, link or boolean is itself, a choice the id of an option, a document its id, and money an "
    "object with `amount` in hundredths and `currency`."
)


ORDERS = validate.Regexp(
    r"\A(relevance|-?(date|added|due|title|amount|size|pages|field:[0-9A-Z]{26}))\Z",
    error="Must be relevance, date, added, due, title, amount, size, pages, or field: and the id of a field.",
)
"""The orders of a search. The search engine's own list cannot be imported here: it would load the engine."""


class TitleField(fields.String):
    """One line of text. Before its length is checked, each run of white space becomes one space, and control and
    direction-override characters are removed. Text without any visible character is invalid.
    """

    default_error_messages = {"invisible": reasons.INVISIBLE}  # noqa: RUF012 - marshmallow's own pattern

    def _deserialize(self, value: Any, *more: Any, **options: Any) -> str:
        line = one_line(super()._deserialize(value, *more, **options))
        # Empty text fails the check of its length.
        if line and not is_visible(line):
            raise self.make_error("invisible")
        return line


class DayField(fields.Date):
    """A date such as `2024-05-01`. No other form of ISO 8601 is accepted, because dates are compared as text."""

    default_error_messages = {"invalid": reasons.NO_DATE}  # noqa: RUF012 - marshmallow's own pattern

    def _deserialize(self, value: Any, *more: Any, **options: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise self.make_error("invalid")
        day: date = super()._deserialize(value, *more, **options)
        return day


class IdField(fields.String):
    """An id, a ULID."""

    def _deserialize(self, value: Any, *more: Any, **options: Any) -> str:
        text: str = super()._deserialize(value, *more, **options)
        if not is_id(text):
            raise ValidationError("Must be an id.")
        return text


def _has_few_values(values: Mapping[str, Any]) -> None:
    """Raises ValidationError."""
    if len(values) > MAX_LISTED:
        raise ValidationError(f"At most {MAX_LISTED} values are allowed.")


class ValuesField(fields.Dict):
    """Values of fields by the ids of the fields. The values themselves are checked against the fields of the library
    (docloft_api.given_values).
    """

    def __init__(
        self,
        about: str = "By the id of a field of GET /v1/names. Only the given values are changed; null removes one. ",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            keys=IdField(),
            values=fields.Raw(allow_none=True),
            validate=_has_few_values,
            metadata={"description": about + VALUES},
            **kwargs,
        )


class IdsField(fields.String):
    """Ids, separated by commas."""

    def _deserialize(self, value: Any, *more: Any, **options: Any) -> Any:
        ids = super()._deserialize(value, *more, **options).split(",")
        if len(ids) > MAX_LISTED:
            raise ValidationError(f"At most {MAX_LISTED} ids are allowed.")
        if not all(is_id(one) for one in ids):
            raise ValidationError("Must be a list of ids, separated by commas.")
        return ids


def is_sha256(value: str) -> None:
    """Raises ValidationError unless `value` is the canonical base64 of 32 bytes."""
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}=", value) or b64encode(b64decode(value)).decode() != value:
        raise ValidationError("Must be a SHA-256 in base64 (32 bytes, 44 characters).")


class CountField(fields.Integer):
    """A whole number in a query: up to nine of the digits 0 to 9. Python's `int` also reads signs, white space,
    underscores and the digits of other scripts.
    """

    def _deserialize(self, value: Any, *more: Any, **options: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
            raise self.make_error("invalid")
        return int(super()._deserialize(value, *more, **options))


def limit_field(default: int) -> fields.Integer:
    """The number of items on a page."""
    return CountField(
        load_default=default, validate=validate.Range(1, MAX_LISTED, error=f"Must be from 1 to {MAX_LISTED}.")
    )


MOST_CHOSEN = 1_000
"""Documents that one request names. Their ids are 30 kB."""


def chosen_field() -> fields.List[str]:
    """The ids of the documents that a job is about."""
    return fields.List(IdField(), validate=validate.Length(1, MOST_CHOSEN, error=f"From 1 to {MOST_CHOSEN} ids."))


def tags_field(description: str) -> fields.List[str]:
    return fields.List(
        IdField(),
        validate=validate.Length(max=MOST_TAGS, error=f"A document has at most {MOST_TAGS} tags."),
        metadata={"description": f"Ids of GET /v1/names. {description}"},
    )


def cursor_field(longest: int = 400) -> fields.String:
    return fields.String(
        validate=validate.Length(max=longest), metadata={"description": "The `cursor` of the previous page."}
    )
