"""What a bulk job changes, in requests and in the job."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from docloft.lifecycle import found_values
from docloft.lifecycle.bulk_changes import PURGE
from docloft.lifecycle.metadata import MOST_TAGS
from docloft_api.http.request_fields import DayField, IdField, ValuesField

_TAGS = validate.Length(max=MOST_TAGS, error=f"A document has at most {MOST_TAGS} tags.")
_ALONE = ("in_trash", "read_again", PURGE)
_DAYS = ("document_date", "due_date", "keep_until")


class AppliedRuleSchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class BulkChangesSchema(Schema):
    """What is changed in every document. `in_trash`, `read_again` and `delete_permanently`
    cannot be combined with anything.
    """

    add_tags = fields.List(IdField(), validate=_TAGS)
    remove_tags = fields.List(IdField(), validate=_TAGS)
    sender = IdField(allow_none=True)
    kind = IdField(allow_none=True)
    document_date = DayField(allow_none=True)
    due_date = DayField(allow_none=True)
    keep_until = DayField(allow_none=True, metadata={"description": "Null: as its kind says."})
    custom_fields = ValuesField()
    use_found = fields.List(
        fields.String(validate=validate.OneOf(found_values.FACTS)),
        validate=validate.Length(min=1),
        metadata={"description": "Filled with what was found in the text, where a document has no value yet."},
    )
    inbox = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "False files it, true puts it back into the inbox."}
    )
    in_trash = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "True moves to the trash, false takes out of it."}
    )
    read_again = fields.Boolean(truthy={True}, falsy=set())
    delete_permanently = fields.Boolean(
        truthy={True},
        falsy=set(),
        metadata={
            "description": "Deletes what is in the trash or was never archived. Only owners may; there is no undo."
        },
    )
    rule = fields.Nested(
        AppliedRuleSchema,
        dump_only=True,
        metadata={"description": "The rule that the job applies: POST /v1/rules/{rule_id}/run."},
    )

    @validates_schema
    def require_one_purpose(self, given: dict[str, Any], **_: Any) -> None:
        if not given or (len(given) > 1 and any(name in given for name in _ALONE)):
            raise ValidationError(
                "State what to change. in_trash, read_again and delete_permanently cannot be combined with anything."
            )


def from_job(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as BulkChangesSchema serializes them; a job has its days as text."""
    days = {name: date.fromisoformat(changes[name]) for name in _DAYS if changes.get(name)}
    return {**changes, **days}
