"""Schemas of saved views in requests and responses."""

from enum import StrEnum

from marshmallow import Schema, fields, validate

from docloft import reasons
from docloft_api.features.saved_views.saving import MOST_VIEWS, NAME_LIMIT
from docloft_api.http.request_fields import ORDERS, TitleField

_LENGTH = validate.Length(1, NAME_LIMIT, error=reasons.NAME_LENGTH.having(most=NAME_LIMIT))


class Layout(StrEnum):
    """How the hits are shown: as rows with a snippet, or as cards."""

    LIST = "list"
    GRID = "grid"


class SaveViewSchema(Schema):
    name = TitleField(required=True, validate=_LENGTH)
    query = fields.String(
        required=True,
        validate=validate.Length(max=1000),
        metadata={"description": "In the query language (docs/queries.md). Any text is valid."},
    )
    exact = fields.Boolean(load_default=False, metadata={"description": "As `exact` of a search."})
    order = fields.String(
        load_default="relevance", validate=ORDERS, metadata={"description": "As `order` of a search."}
    )
    layout = fields.String(load_default=Layout.LIST.value, validate=validate.OneOf(list(Layout)))


class ViewSchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.String(required=True)
    exact = fields.Boolean(required=True)
    order = fields.String(required=True)
    layout = fields.String(required=True, validate=validate.OneOf(list(Layout)))
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


class ViewsSchema(Schema):
    views = fields.List(
        fields.Nested(ViewSchema),
        required=True,
        metadata={"description": f"Sorted by name; at most {MOST_VIEWS}."},
    )


class SeenSchema(Schema):
    seen_at = fields.String(required=True, metadata={"format": "date-time"})
