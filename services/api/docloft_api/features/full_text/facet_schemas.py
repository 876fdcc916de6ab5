"""Schemas of facets in requests and responses."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from docloft.lifecycle.custom_fields import FieldType
from docloft.search.api import FACETS
from docloft_api.features.full_text.facet_values import FIELDS, MOST_SHOWN

NAMES = (*FACETS, FIELDS)
"""The names of facets in a request."""


class FacetsField(fields.String):
    """Names of facets, separated by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        names = (super()._deserialize(value, attr, data, **kwargs) or "").split(",")
        if not set(names) <= set(NAMES):
            raise ValidationError(f"Must be a list of {', '.join(NAMES)}, separated by commas.")
        return list(dict.fromkeys(names))


class FacetValueSchema(Schema):
    id = fields.String(
        required=True,
        metadata={
            "description": "The id of a kind, sender, tag, option or document; a year; an ISO 639-1 code; a word for a "
            "type; a state; `true` and `false`; a number, or a range of numbers such as `10..49.99`, `..9.99` and "
            "`50..`; or a text, without what makes no difference."
        },
    )
    name = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of a kind, sender, tag or option; the title of a document; a text or link; otherwise null."
        },
    )
    count = fields.Integer(
        required=True, metadata={"description": "Hits with this value, if nothing of this facet were selected."}
    )
    filter = fields.String(
        required=True,
        metadata={
            "description": "The filter that selects it, in the query language. To select several, write "
            "`(kind:Invoice OR kind:Letter)`.",
            "example": 'from:"Power Ltd"',
        },
    )
    selected = fields.Boolean(required=True, metadata={"description": "Whether the query selects it."})


class FacetFieldSchema(Schema):
    id = fields.String(required=True, metadata={"description": "Of the field, as in GET /v1/names."})
    name = fields.String(required=True)
    type = fields.String(required=True, validate=validate.OneOf(sorted(FieldType)))


class FacetSchema(Schema):
    facet = fields.String(required=True, validate=validate.OneOf(list(NAMES)))
    field = fields.Nested(FacetFieldSchema, required=True, allow_none=True, metadata={"description": "Of a `field`."})
    values = fields.List(
        fields.Nested(FacetValueSchema),
        required=True,
        metadata={
            "description": f"At most {MOST_SHOWN} and the selected ones, most frequent first; years latest first, "
            "numbers in ascending order. Texts and links of at most 60 characters, and documents, that at "
            "least two hits have."
        },
    )
    places = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={
            "description": "[start, end) of each part of the query that selects values of this facet, in Unicode code "
            "points of `q`. Places of different parts may overlap. A part may also have values that do not exist, such "
            "as a deleted name; the search ignores them. To select nothing of the facet, take them out and write "
            "` AND ` between what remains before and after one.",
            "example": [[5, 19]],
        },
    )
