"""Schemas of suggestions in responses."""

from marshmallow import Schema, fields

from docloft.suggestions import Fact


class LikeSchema(Schema):
    document_id = fields.String(required=True)
    title = fields.String(required=True)


class SuggestionSchema(Schema):
    fact = fields.String(
        required=True,
        metadata={"description": f"{', '.join(Fact)}; more may be added. A fact may have several values."},
    )
    value = fields.String(
        required=True,
        metadata={"description": "A date is YYYY-MM-DD; an amount has two decimals and, if known, an ISO 4217 code."},
    )
    confidence = fields.Float(required=True, metadata={"description": "From 0 to 1. Unlikely values are left out."})
    evidence = fields.String(
        required=True,
        metadata={"description": "The text around the value, and its label. Empty for a learned value."},
    )
    page = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The first page is 1. Null, as `start` and `end`, if the value is not in the text."},
    )
    start = fields.Integer(
        required=True, allow_none=True, metadata={"description": "In Unicode code points of the page's text."}
    )
    end = fields.Integer(required=True, allow_none=True)
    like = fields.List(
        fields.Nested(LikeSchema),
        required=True,
        metadata={
            "description": "The documents that a value was learned from: similar ones that a person gave it. "
            "At most three; empty for a value that was found in the text."
        },
    )


class NearDuplicateSchema(Schema):
    document_id = fields.String(
        required=True,
        metadata={"description": "Another document. To dismiss it, refuse the fact `looks_like` with this value."},
    )
    title = fields.String(required=True)
    share = fields.Integer(required=True, metadata={"description": "Of equal words, in percent."})


class SuggestionsSchema(Schema):
    looks_like = fields.List(
        fields.Nested(NearDuplicateSchema),
        required=True,
        metadata={"description": "Near-duplicates, such as another scan of the same letter; at most three."},
    )
    suggestions = fields.List(fields.Nested(SuggestionSchema), required=True)
