"""Schemas of existing documents in requests and responses."""

from marshmallow import Schema, fields, validate

from docloft import reasons
from docloft.lifecycle.custom_fields import MOST_AMOUNT
from docloft.lifecycle.names import TITLE_LIMIT
from docloft.lifecycle.states import State
from docloft.suggestions import LOOKS_LIKE, VALUE_LIMIT, Fact
from docloft_api.http.request_fields import (
    DayField,
    IdField,
    IdsField,
    TitleField,
    ValuesField,
    cursor_field,
    limit_field,
    tags_field,
)
from docloft_api.representations.document import DocumentSchema

_AN_ID = {"description": "An id of GET /v1/names."}


class ListQuerySchema(Schema):
    """Without filters: received, working, ready and failed documents that are not in the trash."""

    state = fields.String(validate=validate.OneOf([state.value for state in State], error="There is no such state."))
    trashed = fields.Boolean(
        truthy={"true"}, falsy={"false"}, metadata={"description": "List the trash instead of the archive."}
    )
    ids = IdsField(
        metadata={"description": "Up to 100 ids, separated by commas: documents in any state, without paging."}
    )
    limit = limit_field(50)
    cursor = cursor_field()


class DocumentsSchema(Schema):
    documents = fields.List(fields.Nested(DocumentSchema), required=True)
    cursor = fields.String(required=True, allow_none=True)


class ChildSchema(Schema):
    name = fields.String(
        required=True, metadata={"description": "Its name there, with its folders: `2024/March/invoice.pdf`."}
    )
    document = fields.Nested(
        DocumentSchema,
        required=True,
        allow_none=True,
        metadata={"description": "In any state, including the trash. Null if it was deleted permanently."},
    )


class ChildrenSchema(Schema):
    children = fields.List(fields.Nested(ChildSchema), required=True)


class EditDocumentSchema(Schema):
    """Only the given fields are changed."""

    title = TitleField(
        validate=validate.Length(min=1, max=TITLE_LIMIT, error=reasons.TITLE_LENGTH.having(most=TITLE_LIMIT))
    )
    document_date = DayField(allow_none=True, metadata={"description": "The date on the document itself."})
    sender = IdField(allow_none=True, metadata=_AN_ID)
    kind = IdField(allow_none=True, metadata=_AN_ID)
    tags = tags_field("They replace the tags that the document has.")
    custom_fields = ValuesField()
    inbox = fields.Boolean(truthy={True}, falsy={False}, metadata={"description": "False once someone has filed it."})
    due_date = DayField(allow_none=True, metadata={"description": "When it has to be paid or answered."})
    keep_until = DayField(
        allow_none=True,
        metadata={
            "description": "Until when it is kept before `is:expired` lists it; 9999-12-31 is permanently. "
            "Null: as its kind says."
        },
    )
    amount = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(-MOST_AMOUNT, MOST_AMOUNT, error="This amount is too large."),
        metadata={"description": "In hundredths of the currency's unit: 1234 is 12.34."},
    )
    currency = fields.String(
        allow_none=True,
        validate=validate.Regexp(r"[A-Z]{3}\Z", error="Must be an ISO 4217 code such as EUR."),
        metadata={"description": "ISO 4217"},
    )


class RefuseSuggestionSchema(Schema):
    fact = fields.String(required=True, validate=validate.OneOf([*Fact, LOOKS_LIKE], error="There is no such fact."))
    value = fields.String(
        required=True,
        validate=validate.Length(1, VALUE_LIMIT, error=f"Must have 1 to {VALUE_LIMIT} characters."),
        metadata={"description": "The suggested value, unchanged."},
    )
