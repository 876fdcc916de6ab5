"""Schemas of rules in requests and responses."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from docloft import reasons
from docloft.lifecycle import bulk_changes
from docloft.lifecycle.metadata import MOST_TAGS
from docloft.lifecycle.rule_actions import ACTIONS, Left, RuleDate
from docloft.lifecycle.title_templates import PLACEHOLDERS, problem_of
from docloft_api.features.filing_rules.rule_keeping import MOST_RULES, NAME_LIMIT
from docloft_api.http.request_fields import IdField, TitleField, ValuesField
from docloft_api.representations.document import DocumentSchema
from docloft_api.representations.job import JobSchema

_TEMPLATE_LIMIT = 200
_NAME = validate.Length(1, NAME_LIMIT, error=reasons.NAME_LENGTH.having(most=NAME_LIMIT))
_TEMPLATE = validate.Length(1, _TEMPLATE_LIMIT, error=reasons.TITLE_LENGTH.having(most=_TEMPLATE_LIMIT))
_AN_ID = "An id of GET /v1/names. It is set in documents that have none."


def is_template(text: str) -> None:
    """Raises ValidationError for a template with anything in braces that is not a placeholder."""
    if (part := problem_of(text)) is not None:
        raise ValidationError(reasons.UNKNOWN_PLACEHOLDER.having(part=part))


class RuleActionsSchema(Schema):
    """What a rule does. It fills what is empty, and changes nothing that a person has set. `in_trash` goes with nothing
    else.
    """

    add_tags = fields.List(
        IdField(), validate=validate.Length(1, MOST_TAGS, error=f"From 1 to {MOST_TAGS} tags are allowed.")
    )
    sender = IdField(metadata={"description": _AN_ID})
    kind = IdField(metadata={"description": _AN_ID})
    document_date = fields.String(
        validate=validate.OneOf([one.value for one in RuleDate]),
        metadata={"description": "`found`: the date that was found in the text. `added`: the day it was added."},
    )
    custom_fields = ValuesField("By the id of a field of GET /v1/names. Each is set in documents that have none. ")
    title = TitleField(
        validate=[_TEMPLATE, is_template],
        metadata={
            "description": f"A template with the placeholders {', '.join(f'{{{one}}}' for one in PLACEHOLDERS)}. It "
            "replaces a title that is still that of the file."
        },
    )
    inbox = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "False files it, true puts it into the inbox."}
    )
    in_trash = fields.Boolean(truthy={True}, falsy=set())

    @validates_schema
    def require_one_purpose(self, given: dict[str, Any], **_: Any) -> None:
        if any(value is None for value in given.get("custom_fields", {}).values()):
            raise ValidationError("A rule sets values and removes none.", "custom_fields")
        if not given or given == {"custom_fields": {}} or ("in_trash" in given and len(given) > 1):
            raise ValidationError("State what the rule does; in_trash cannot be combined with anything else.")


class _QuerySchema(Schema):
    query = fields.String(
        required=True,
        validate=validate.Length(max=1000),
        metadata={"description": "In the query language (docs/queries.md). Every part of it must be understood."},
    )
    zone = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=64),
        metadata={"description": "The time zone in which its days are meant; UTC without one."},
    )


class SaveRuleSchema(_QuerySchema):
    name = TitleField(required=True, validate=_NAME)
    actions = fields.Nested(RuleActionsSchema, required=True)
    is_on = fields.Boolean(
        load_default=False, truthy={True}, falsy={False}, metadata={"description": "Apply it to new documents."}
    )


class TryRuleSchema(_QuerySchema):
    actions = fields.Nested(RuleActionsSchema, required=True)
    offset = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, bulk_changes.MOST),
        metadata={"description": "Of the first document to show; `next` of the previous response."},
    )


class OrderRulesSchema(Schema):
    ids = fields.List(
        IdField(),
        required=True,
        validate=validate.Length(max=MOST_RULES),
        metadata={"description": "The ids of all rules, in the new order."},
    )


class RuleProblemSchema(Schema):
    """Why a rule does nothing until it is changed. `code` and `values` as in a reason."""

    code = fields.String(required=True)
    # Schema has an attribute of this name only for instances.
    detail = fields.String(required=True, metadata={"description": "A sentence in English."})
    values = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class RuleSchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.String(required=True)
    zone = fields.String(required=True, allow_none=True)
    actions = fields.Nested(RuleActionsSchema, required=True)
    is_on = fields.Boolean(required=True)
    problem = fields.Nested(
        RuleProblemSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Set when its query is no longer understood, as after a tag in it was deleted."},
    )
    deleted_names = fields.List(
        fields.String(validate=validate.OneOf(ACTIONS)),
        required=True,
        metadata={
            "description": "Actions with a sender, kind, tag, field or option that was deleted since. They do nothing."
        },
    )
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    version = fields.Integer(required=True, metadata={"description": "The ETag without quotes."})


class RulesSchema(Schema):
    rules = fields.List(
        fields.Nested(RuleSchema),
        required=True,
        metadata={"description": f"In the order in which they are applied; at most {MOST_RULES}."},
    )


class RuleEffectSchema(Schema):
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    before = fields.Raw(required=True, allow_none=True, metadata={"description": "As in the history."})
    after = fields.Raw(required=True, allow_none=True)


class LeftActionSchema(Schema):
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    code = fields.String(required=True, validate=validate.OneOf(list(Left)))


class RuleChangeSchema(Schema):
    document = fields.Nested(DocumentSchema, required=True)
    effects = fields.List(
        fields.Nested(RuleEffectSchema), required=True, metadata={"description": "Empty when nothing would change."}
    )
    left = fields.List(
        fields.Nested(LeftActionSchema), required=True, metadata={"description": "Actions that do nothing, and why."}
    )


class TrialSchema(Schema):
    total = fields.Integer(required=True, metadata={"description": "How many documents the query finds."})
    documents = fields.List(
        fields.Nested(RuleChangeSchema),
        required=True,
        metadata={"description": "Some of them, newest first, with changes."},
    )
    next = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The offset of those after them; null if there are none that a rule could change."},
    )


class RunSchema(Schema):
    total = fields.Integer(required=True, metadata={"description": "How many documents the query finds."})
    job = fields.Nested(JobSchema, required=True)
