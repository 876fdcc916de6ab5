"""The TypeScript interfaces match the schemas."""

import pytest

from services.api import typescript


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "format": "date"}, "string"),
        ({"type": ["integer", "null"]}, "number | null"),
        ({"enum": ["a", "b"], "type": "string"}, '"a" | "b"'),
        ({"anyOf": [{"$ref": "#/components/schemas/Upload"}, {"type": "null"}]}, "Upload | null"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "(string | null)[]"),
        (
            {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer"}}},
            "[number, number][]",
        ),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "Record<string, string>"),
        ({}, "unknown"),
    ],
)
def test_schema_becomes_its_type(monkeypatch, schema, expected):
    assert written(monkeypatch, {"type": "object", "properties": {"field": schema}, "required": ["field"]}) == (
        f"export interface Thing {{\n  field: {expected};\n}}\n"
    )


def test_field_that_is_not_required_is_optional_and_keeps_its_description(monkeypatch):
    schema = {"type": "object", "properties": {"field": {"type": "boolean", "description": "Whether."}}}

    assert written(monkeypatch, schema) == "export interface Thing {\n  /** Whether. */\n  field?: boolean;\n}\n"


def test_schema_of_an_unknown_form_raises(monkeypatch):
    with pytest.raises(ValueError, match="No TypeScript"):
        written(monkeypatch, {"type": "object", "properties": {"field": {"not": {}}}})


def written(monkeypatch, schema):
    monkeypatch.setattr(typescript.openapi, "describe", lambda: {"components": {"schemas": {"Thing": schema}}})
    return typescript.text().partition("\n\n")[2]
