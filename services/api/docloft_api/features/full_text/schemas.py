"""Schemas of search in requests and responses."""

from enum import StrEnum

from marshmallow import Schema, fields, validate

from docloft.search.api import MAX_MORE_PAGES, MOST_EXPLAINED, MOST_PARTS, SENTENCES
from docloft_api.features.full_text.facet_schemas import NAMES, FacetSchema, FacetsField
from docloft_api.features.full_text.facet_values import FIELDS, MOST_FIELDS
from docloft_api.http.request_fields import ORDERS, cursor_field, limit_field
from docloft_api.http.response_fields import DumpedField
from docloft_api.representations.document import DocumentSchema


class Incomplete(StrEnum):
    """Why hits may be missing."""

    REBUILDING = "rebuilding"


def zone_field() -> fields.String:
    return fields.String(
        load_default=None,
        metadata={"description": "The reader's time zone, an IANA name such as `Europe/Berlin`: days are meant in it."},
    )


def query_field(more: str) -> fields.String:
    """`more`: what the description says besides, such as what an empty query does."""
    return fields.String(load_default="", metadata={"description": f"The query (docs/queries.md). {more}"})


def exact_field() -> fields.Boolean:
    return fields.Boolean(
        load_default=False,
        metadata={"description": "Find words only as they are written, without other forms and without corrections."},
    )


class SearchQuerySchema(Schema):
    """An invalid query is not an error; the response says in `notices` what was left out."""

    q = query_field(
        "Only its first 1000 characters are used. Without words and filters, and without `order` and `facets`, nothing "
        "is found."
    )
    order = fields.String(
        validate=ORDERS,
        load_default=None,
        metadata={
            "description": "The order of the hits; a minus means descending. By default `relevance`: best first, or "
            "newest first when the query has only filters. `field:<id>` sorts by the values of a custom field: options "
            "in their listed order, amounts grouped by currency. Documents without the value come last. With an empty "
            "query, all documents are found.",
            "example": "-date",
        },
    )
    facets = FacetsField(
        load_default=(),
        metadata={
            "description": f"Facets to count over all hits: of {', '.join(NAMES)}, separated by commas. With an "
            f"empty query, over all documents. `{FIELDS}` stands for the library's own fields, except for those with "
            f"links and documents: one facet for each, at most {MOST_FIELDS}.",
            "example": "kind,sender,year",
        },
    )
    zone = zone_field()
    exact = exact_field()
    explain = fields.Boolean(
        load_default=False,
        metadata={
            "description": f"Say how the scores of the first {MOST_EXPLAINED} hits came about: for debugging, and slow."
        },
    )
    limit = limit_field(20)
    cursor = cursor_field(longest=8000)


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


class PartSchema(Schema):
    score = fields.Float(required=True, metadata={"description": "What it adds, weights included."})
    field = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of the index: `words`, `stems`, `title`, `title_stems` and so on. Null for phrases, and "
            "for what has the same score in every document, such as the beginning of a word."
        },
    )
    term = fields.String(required=True, allow_none=True)
    documents = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many documents have the term in this field."}
    )
    times = fields.Integer(required=True, allow_none=True, metadata={"description": "How often this document has it."})


class ExplanationSchema(Schema):
    score = fields.Float(required=True, metadata={"description": "The sum of all parts, times `recency`."})
    recency = fields.Float(required=True, metadata={"description": "Higher for a document that was added later."})
    parts = fields.List(
        fields.Nested(PartSchema),
        required=True,
        metadata={"description": f"The largest first, at most {MOST_PARTS}."},
    )


class HitSchema(Schema):
    document = DumpedField(DocumentSchema, required=True)
    title_marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "[start, end) of each match in the document's `title`, in Unicode code points."},
    )
    page = fields.Integer(required=True, metadata={"description": "The page to open, from 1."})
    snippets = fields.List(
        fields.Nested(SnippetSchema), required=True, metadata={"description": "The best one; empty if there is none."}
    )
    more_pages = fields.Nested(
        MorePagesSchema, required=True, metadata={"description": "The other pages that match as well as `page`."}
    )
    explanation = fields.Nested(
        ExplanationSchema, required=True, allow_none=True, metadata={"description": "Null unless `explain` is true."}
    )


class NoticeSchema(Schema):
    code = fields.String(required=True, validate=validate.OneOf(list(SENTENCES)))
    values = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SearchResultsSchema(Schema):
    hits = fields.List(DumpedField(HitSchema), required=True)
    total = fields.Integer(required=True, metadata={"description": "As on the first page."})
    cursor = fields.String(required=True, allow_none=True)
    corrected = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The query that was used instead, if typing errors were corrected: of a query without hits, "
            "or with few hits while a similar word has ten times as many. `exact` finds what was typed."
        },
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
    facets = fields.List(
        fields.Nested(FacetSchema),
        required=True,
        metadata={"description": "In the order in which they were requested."},
    )
    around = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(equal=2),
        metadata={
            "description": "To add a filter to the query, write these two texts before and after the query, then a "
            "space and the filter: `(water OR bill) kind:Invoice`. Leave both out if a part at the end of the query "
            "was taken out (see `places` of a facet): they would open a quotation mark instead of closing it. Leave "
            "them out as well if nothing remains. Both are empty when nothing is needed, and without `facets`.",
            "example": ["(", ")"],
        },
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
