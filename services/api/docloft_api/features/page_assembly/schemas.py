"""Schemas of assembling in requests and responses."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from docloft import reasons
from docloft.lifecycle import assembly
from docloft.lifecycle.names import TITLE_LIMIT
from docloft_api.http.request_fields import IdField, TitleField
from docloft_api.representations.job import JobSchema

_RANGES = validate.Length(
    1, assembly.MOST_RANGES, error=f"A new document needs pages, from at most {assembly.MOST_RANGES} ranges."
)


class PageRangeSchema(Schema):
    """Pages of an archived PDF or picture; a picture has one."""

    document_id = IdField(required=True)
    first = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, error="Pages are counted from 1."),
        metadata={"description": "Counted from 1."},
    )
    last = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, error="Pages are counted from 1."),
        metadata={"description": "The last page, included."},
    )
    turn = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.OneOf(assembly.TURNS, error="A page is turned by 0, 90, 180 or 270 degrees."),
        metadata={"description": "Degrees clockwise, in addition to how the page is turned already."},
    )

    @validates_schema
    def require_order(self, given: dict[str, Any], **_: Any) -> None:
        if given["last"] < given["first"]:
            raise ValidationError("The last page comes before the first one.", "last")


class NewDocumentSchema(Schema):
    title = TitleField(
        required=True,
        validate=validate.Length(min=1, max=TITLE_LIMIT, error=reasons.TITLE_LENGTH.having(most=TITLE_LIMIT)),
    )
    pages = fields.List(
        fields.Nested(PageRangeSchema),
        required=True,
        validate=_RANGES,
        metadata={"description": "In the order that they have in the new document. A page may occur several times."},
    )


class AssembleSchema(Schema):
    """New documents made from pages of others: merged, split, sorted, turned or extracted."""

    documents = fields.List(
        fields.Nested(NewDocumentSchema),
        required=True,
        validate=validate.Length(
            1, assembly.MOST_DOCUMENTS, error=f"From 1 to {assembly.MOST_DOCUMENTS} new documents."
        ),
    )
    version_of = IdField(
        load_default=None,
        metadata={
            "description": "The document of which the only new file becomes a version, instead of a new document: one "
            "of those that the pages come from. Its title and everything else that is known about it stay."
        },
    )
    trash_sources = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={
            "description": "Whether the documents that the pages come from are moved to the trash after all new ones "
            "have been received."
        },
    )

    @validates_schema
    def require_one_version(self, given: dict[str, Any], **_: Any) -> None:
        wanted = given["version_of"]
        if wanted is None:
            return
        sources = {pages["document_id"] for one in given["documents"] for pages in one["pages"]}
        if len(given["documents"]) > 1 or wanted not in sources:
            raise ValidationError("A version is one file with pages of its document.", "version_of")
        if given["trash_sources"]:
            raise ValidationError("A document that gets a new version stays in the library.", "trash_sources")


class AssembledSchema(Schema):
    job = fields.Nested(JobSchema, required=True)
    document_ids = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The ids that the new documents will have, in the order of the request."},
    )
