"""Wire schemas of search."""

from marshmallow import Schema, fields, validate

from docloft_api.http.request_fields import cursor_field, limit_field
from docloft_api.representations.document import DocumentSchema


class SearchQuerySchema(Schema):
    """What a person types is never an error: see `ignored` in the answer."""

    q = fields.String(load_default="", validate=validate.Length(max=1000, error="At most 1000 characters."))
    limit = limit_field(20)
    cursor = cursor_field()


class SnippetSchema(Schema):
    page = fields.Integer(required=True)
    text = fields.String(required=True)
    marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "[start, end) of each found word, in Unicode code points of `text`."},
    )


class HitSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    page = fields.Integer(required=True, metadata={"description": "Where to open the document."})
    snippets = fields.List(fields.Nested(SnippetSchema), required=True)


class SearchAnswerSchema(Schema):
    hits = fields.List(fields.Nested(HitSchema), required=True)
    total = fields.Integer(required=True)
    cursor = fields.String(required=True, allow_none=True)
    corrected = fields.String(
        required=True, allow_none=True, metadata={"description": "The query as it was understood, when it was mended."}
    )
    ignored = fields.List(
        fields.String(), required=True, metadata={"description": "Sentences: what of the query was left out, and why."}
    )
