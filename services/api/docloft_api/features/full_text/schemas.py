"""Schemas of search in requests and responses."""

from enum import StrEnum

from marshmallow import Schema, fields, validate

from docloft.search.api import MAX_MORE_PAGES, ORDERS, SENTENCES
from docloft_api.http.request_fields import cursor_field, limit_field
from docloft_api.representations.document import DocumentSchema


class Incomplete(StrEnum):
    """Why hits may be missing."""

    REBUILDING = "rebuilding"


class SearchQuerySchema(Schema):
    """An invalid query is not an error; the response says in `notices` what was left out."""

    q = fields.String(
        load_default="",
        metadata={
            "description": "The query (docs/queries.md). Only its first 1000 characters are used. Without words and "
            "filters, and without `order`, nothing is found."
        },
    )
    order = fields.String(
        validate=validate.OneOf(list(ORDERS)),
        load_default=None,
        metadata={
            "description": "The order of the hits; a minus means descending. By default `relevance`: best first, or "
            "newest first when the query has only filters. Documents without the value come last. With an empty query, "
            "all documents are found.",
            "example": "-date",
        },
    )
    zone = fields.String(
        load_default=None,
        metadata={"description": "The reader's time zone, an IANA name such as `Europe/Berlin`: days are meant in it."},
    )
    exact = fields.Boolean(
        load_default=False,
        metadata={"description": "Find words only as they are written, without other forms and without corrections."},
    )
    limit = limit_field(20)
    cursor = cursor_field()


class SnippetSchema(Schema):
    page = fields.Integer(required=True)
    text = fields.String(required=True)
    marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "[start, end) of each match, in Unicode code points of `text`."},
    )


class MorePagesSchema(Schema):
    pages = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": f"In order, the first {MAX_MORE_PAGES}. `matches` of the document shows them."},
    )
    exact = fields.Boolean(
        required=True,
        metadata={
            "description": "False when `pages` is an estimate: on some of them the words of a phrase may be apart, or "
            "there are further pages."
        },
    )


class HitSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    page = fields.Integer(required=True, metadata={"description": "The page to open, from 1."})
    snippets = fields.List(
        fields.Nested(SnippetSchema), required=True, metadata={"description": "The best one; empty if there is none."}
    )
    more_pages = fields.Nested(
        MorePagesSchema, required=True, metadata={"description": "The other pages that match as well as `page`."}
    )


class MatchesQuerySchema(Schema):
    q = fields.String(
        load_default="",
        metadata={"description": "The query. After a search with a `corrected` query, send that one."},
    )
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
        metadata={"description": "The best place of each page, in order. May be empty although more follow."},
    )
    cursor = fields.String(required=True, allow_none=True)


class NoticeSchema(Schema):
    code = fields.String(required=True, validate=validate.OneOf(list(SENTENCES)))
    values = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SearchResultsSchema(Schema):
    hits = fields.List(fields.Nested(HitSchema), required=True)
    total = fields.Integer(required=True)
    cursor = fields.String(required=True, allow_none=True)
    corrected = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The query that was used instead, if typing errors were corrected."},
    )
    ignored = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "English sentences for `notices`."},
    )
    notices = fields.List(
        fields.Nested(NoticeSchema),
        required=True,
        metadata={"description": "What of the query was not used, or not as it was typed: codes with their values."},
    )
    incomplete = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(list(Incomplete)),
        metadata={
            "description": "Why results may be missing: `rebuilding` while the search index, which was damaged, is "
            "being rebuilt. Null when nothing is missing."
        },
    )
