"""Schemas of what needs attention."""

from marshmallow import Schema, fields

from docloft_api.features.needs_attention.unseen import MOST_COUNTED
from docloft_api.http.request_fields import cursor_field, limit_field
from docloft_api.representations.document import DocumentSchema


class AttentionQuerySchema(Schema):
    limit = limit_field(50)
    cursor = cursor_field()


class AttentionListSchema(Schema):
    documents = fields.List(fields.Nested(DocumentSchema), required=True)
    cursor = fields.String(required=True, allow_none=True)


class UnseenSchema(Schema):
    count = fields.Integer(
        required=True,
        metadata={
            "description": "Documents that began to need attention since the caller last called "
            f"POST /v1/attention/seen; at most {MOST_COUNTED}."
        },
    )
