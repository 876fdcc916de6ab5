"""Schemas of what search lists, counts and adds up besides the hits of a query."""

from marshmallow import Schema, fields, validate

from docloft.search.api import GROUPED, LAST_PLACE
from docloft_api.features.full_text.completions import MOST_OF_A_KIND, Kind
from docloft_api.features.full_text.schemas import Incomplete, SnippetSchema, exact_field, query_field, zone_field
from docloft_api.http.request_fields import ORDERS, CountField, cursor_field, limit_field
from docloft_api.representations.document import DocumentSchema


class MatchesQuerySchema(Schema):
    q = fields.String(
        load_default="",
        metadata={"description": "The query. After a search with a `corrected` query, send that one."},
    )
    exact = exact_field()
    limit = limit_field(20)
    cursor = cursor_field()


class PageMatchSchema(SnippetSchema):
    same_on = fields.List(
        fields.Integer(), required=True, metadata={"description": "Later pages that would show the same."}
    )


class MatchesSchema(Schema):
    matches = fields.List(
        fields.Nested(PageMatchSchema),
        required=True,
        metadata={"description": "The best place of each page, in order. May be empty even if more follow."},
    )
    cursor = fields.String(required=True, allow_none=True)


class RowsQuerySchema(Schema):
    q = query_field("An empty one finds all documents.")
    order = fields.String(
        validate=ORDERS,
        load_default="-added",
        metadata={"description": "As of GET /v1/search.", "example": "-date"},
    )
    offset = CountField(
        load_default=0,
        validate=validate.Range(0, LAST_PLACE, error=f"Must be from 0 to {LAST_PLACE}."),
        metadata={
            "description": f"How many documents come before the first one; at most {LAST_PLACE}. To read on, "
            "narrow the query, for example to one month."
        },
    )
    zone = zone_field()
    limit = limit_field(50)


class RowsSchema(Schema):
    documents = fields.List(
        fields.Nested(DocumentSchema),
        required=True,
        metadata={"description": "Fewer than `limit` at the end, or when some were deleted a moment ago."},
    )
    total = fields.Integer(required=True, metadata={"description": "All documents that match."})
    incomplete = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(list(Incomplete)),
        metadata={"description": "As of GET /v1/search."},
    )


class MonthsQuerySchema(Schema):
    q = query_field("An empty one counts all documents.")
    by = fields.String(
        validate=validate.OneOf(["date", "added"]),
        load_default="date",
        metadata={"description": "The months of `document_date`, or of `created_at` in the reader's time zone."},
    )
    zone = zone_field()


class MonthSchema(Schema):
    month = fields.String(required=True, metadata={"description": "YYYY-MM", "example": "2026-11"})
    count = fields.Integer(required=True)
    filter = fields.String(
        required=True,
        metadata={"description": "The filter that finds only these, in the query language.", "example": "date:2026-11"},
    )


class MonthsSchema(Schema):
    months = fields.List(
        fields.Nested(MonthSchema), required=True, metadata={"description": "Those with documents, latest first."}
    )
    total = fields.Integer(
        required=True,
        metadata={"description": "All documents that match. Those without a date, `-has:date`, are in no month."},
    )


class GroupsQuerySchema(Schema):
    q = query_field("An empty one counts all documents.")
    by = fields.String(
        required=True,
        validate=validate.OneOf(GROUPED),
        metadata={"description": "What the documents of a group have in common."},
    )
    zone = zone_field()


class GroupSchema(Schema):
    id = fields.String(required=True, metadata={"description": "Of the sender, kind or tag."})
    name = fields.String(required=True)
    count = fields.Integer(required=True)
    filter = fields.String(
        required=True,
        metadata={
            "description": "The filter that finds only these, in the query language.",
            "example": 'from:"Power Ltd"',
        },
    )


class GroupsSchema(Schema):
    groups = fields.List(
        fields.Nested(GroupSchema),
        required=True,
        metadata={"description": "Those with documents, in the order of their names."},
    )
    total = fields.Integer(
        required=True,
        metadata={
            "description": "All documents that match. Those without a sender, `-has:from`, or without a kind, "
            "`-has:kind`, are in no group."
        },
    )


class TotalsQuerySchema(Schema):
    q = query_field("An empty one adds up all documents outside the trash.")
    zone = zone_field()


class SumSchema(Schema):
    currency = fields.String(
        required=True, allow_none=True, metadata={"description": "ISO 4217. Null for amounts without a currency."}
    )
    documents = fields.Integer(required=True, metadata={"description": "Documents with an amount in this currency."})
    amount = fields.Integer(required=True, metadata={"description": "In hundredths of the currency's unit."})


class TotalsSchema(Schema):
    documents = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes of the original files."})
    amounts = fields.List(
        fields.Nested(SumSchema),
        required=True,
        metadata={"description": "One for each currency, the most frequent first. Nothing is converted."},
    )


class SimilarQuerySchema(Schema):
    limit = limit_field(10)


class SimilarSchema(Schema):
    documents = fields.List(
        fields.Nested(DocumentSchema),
        required=True,
        metadata={"description": "The most similar first. Empty for a document without text."},
    )


class CompletionsQuerySchema(Schema):
    q = fields.String(
        required=True,
        validate=validate.Length(max=100),
        metadata={"description": "The beginning of a word, a title or a name, as a person typed it."},
    )


class CompletionSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    text = fields.String(
        required=True, metadata={"description": "To be shown. A word is in lower case and has no accents."}
    )
    query = fields.String(
        required=True,
        metadata={"description": "What to write into the query instead of `q`.", "example": "kind:Invoice"},
    )
    document_id = fields.String(required=True, allow_none=True, metadata={"description": "Of a title."})


class CompletionsSchema(Schema):
    completions = fields.List(
        fields.Nested(CompletionSchema),
        required=True,
        metadata={"description": f"Names, titles, then words; at most {MOST_OF_A_KIND} of each kind."},
    )


class CountsQuerySchema(Schema):
    zone = zone_field()


class CountSchema(Schema):
    id = fields.String(required=True, metadata={"description": "Of the saved search."})
    total = fields.Integer(required=True)
    new = fields.Integer(
        required=True,
        metadata={
            "description": "Hits added since the caller last called POST /v1/views/{view_id}/seen, or since the search "
            "was saved."
        },
    )


class CountsSchema(Schema):
    counts = fields.List(fields.Nested(CountSchema), required=True)
