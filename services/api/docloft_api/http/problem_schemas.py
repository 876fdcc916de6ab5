"""The body of a problem, for the OpenAPI description."""

from marshmallow import Schema, fields


class WrongPartSchema(Schema):
    pointer = fields.String(required=True, metadata={"description": "JSON pointer (RFC 6901) into the request."})
    detail = fields.String(required=True, metadata={"description": "A sentence in English."})
    code = fields.String(metadata={"description": "Names the sentence in a catalogue of translations, if it has one."})
    values = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "Of the sentence."})


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(required=True, metadata={"examples": ["urn:docloft:problem:not-found"]})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(
        required=True,
        metadata={"description": "The path of the request, or a URN with its id when the gateway refused it."},
    )
    correlation_id = fields.String(required=True)
    reason_code = fields.String(
        metadata={"description": "Names `detail` in a catalogue of translations, if it has one."}
    )
    reason_values = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "The values in `detail`."}
    )
    errors = fields.List(fields.Nested(WrongPartSchema))
