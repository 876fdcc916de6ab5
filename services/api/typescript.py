"""TypeScript interfaces for the schemas of docs/openapi.json: the types of what the site sends and receives. Supports
only the constructs of JSON Schema that our schemas use, and raises an error for any other.
"""

import json
import textwrap
from typing import Any

from services.api import openapi

_HEAD = "/** The shapes of requests and responses, written by `make tidy` from docs/openapi.json. Do not edit. */\n"
_WIDTH = 116
_TYPES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def text() -> str:
    """The whole module."""
    schemas = openapi.describe()["components"]["schemas"]
    return _HEAD + "".join(_interface(name, schema) for name, schema in schemas.items())


def _interface(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", ())
    fields = "".join(
        f"{_comment(one.get('description', ''))}  {field}{'' if field in required else '?'}: {_type(one)};\n"
        for field, one in schema["properties"].items()
    )
    return f"\nexport interface {name} {{\n{fields}}}\n"


def _comment(description: str) -> str:
    lines = textwrap.wrap(description, _WIDTH)
    if len(lines) > 1:
        return "  /**\n" + "".join(f"   * {line}\n" for line in lines) + "   */\n"
    return f"  /** {description} */\n" if lines else ""


def _type(schema: dict[str, Any]) -> str:
    match schema:
        case {"$ref": reference}:
            found = str(reference).rpartition("/")[2]
        case {"anyOf": alternatives}:
            found = " | ".join(map(_type, alternatives))
        case {"enum": values}:
            found = " | ".join(map(json.dumps, values))
        case {"type": "array", "items": items, "minItems": size, "maxItems": most} if size == most:
            found = f"[{', '.join([_type(items)] * size)}]"
        case {"type": "array", "items": items}:
            found = f"{_grouped(_type(items))}[]"
        case {"type": "object", "additionalProperties": dict(values)}:
            found = f"Record<string, {_type(values)}>"
        case {"type": [*types]}:
            found = " | ".join(_TYPES[one] for one in types)
        case {"type": kind}:
            found = _TYPES[kind]
        case {} if not schema.keys() - {"description"}:
            found = "unknown"
        case _:
            message = f"No TypeScript for the schema {schema}"
            raise ValueError(message)
    return found


def _grouped(item: str) -> str:
    return f"({item})" if " | " in item else item
