"""What a bulk job changes, in requests and in the job."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from docloft.documents.bulk_changes import MOST_TAGS
from docloft_api.http.request_fields import DayField, IdField

_TAGS = validate.Length(max=MOST_TAGS, error=f"A document has at most {MOST_TAGS} tags.")
_ALONE = ("in_trash", "read_again")
_DAYS = ("document_date", "due_date")


class BulkChangesSchema(Schema):
    """What is changed in every document. `in_trash` and `read_again` go with nothing else."""

    add_tags = fields.List(IdField(), validate=_TAGS)
    remove_tags = fields.List(IdField(), validate=_TAGS)
    sender = IdField(allow_none=True)
    kind = IdField(allow_none=True)
    document_date = DayField(allow_none=True)
    due_date = DayField(allow_none=True)
    in_trash = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "True moves to the trash, false takes out of it."}
    )
    read_again = fields.Boolean(truthy={True}, falsy=set())

    @validates_schema
    def require_one_purpose(self, given: dict[str, Any], **_: Any) -> None:
        if not given or (len(given) > 1 and any(name in given for name in _ALONE)):
            raise ValidationError("Give what is to be changed; in_trash or read_again without anything else.")


def from_job(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as BulkChangesSchema serializes them; a job has its days as text."""
    days = {name: date.fromisoformat(changes[name]) for name in _DAYS if changes.get(name)}
    return {**changes, **days}
