"""The OpenAPI 3.1 description, generated from the declared operations and the schemas that validate and serialize. It
is written by services/api/derived.py, so that nothing that is deployed imports apispec.
"""

import json
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from docloft.roles import Role
from docloft_api.features import all_operations
from docloft_api.http.headers import PARAMETERS
from docloft_api.http.operations import Operation
from docloft_api.http.problem_schemas import ProblemSchema
from docloft_api.http.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_ID = {"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}
_PATH_SCHEMAS: dict[str, Any] = {
    "document_id": _ID,
    "entry_id": _ID,
    "job_id": _ID,
    "drop_key_id": _ID,
    "name_id": _ID,
    "view_id": _ID,
    "rule_id": _ID,
    "note_id": _ID,
    "file_number": {"type": "integer", "minimum": 1},
    "page": {"type": "integer", "minimum": 1},
}
_RESPONSE_HEADERS: dict[str, dict[str, Any]] = {
    "Correlation-Id": {"schema": {"type": "string"}},
    "ETag": {"description": "The version, in quotes.", "schema": {"type": "string"}},
    "Location": {"description": "The path of what was created.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}},
    "Allow": {"schema": {"type": "string"}},
}
_DESCRIPTIONS = {
    200: "Done",
    201: "Created",
    202: "Accepted",
}


def describe() -> dict[str, Any]:
    """The description as an object."""
    plugin = MarshmallowPlugin()
    spec = APISpec(
        title="Docloft",
        version="1",
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "summary": "A document archive: add a document, then find it by any word in it.",
            "description": (
                "Times are ISO 8601 in UTC. Errors are RFC 9457 problems. Unknown fields in requests are errors. "
                "Responses may gain fields, and new values of an `enum`, at any time: ignore fields that you do not "
                "know, and accept values that you do not know, such as another `kind` of job. "
                "Lists are sorted newest first; `cursor` returns the next page."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
    )
    spec.components.security_scheme(
        "person", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A Cognito ID token."}
    )
    spec.components.security_scheme(
        "drop_key",
        {
            "type": "apiKey",
            "in": "header",
            "name": "x-api-key",
            "description": "A drop key. It can add documents but not read any.",
        },
    )
    spec.components.schema("Problem", schema=ProblemSchema)
    for name, header in PARAMETERS.items():
        spec.components.parameter(name, "header", {"required": False, **header})
    for name, header in _RESPONSE_HEADERS.items():
        spec.components.header(name, header)
    seen: set[str] = set()
    for operation in all_operations():
        for problem in operation.possible_problems:
            if problem.code not in seen:
                seen.add(problem.code)
                spec.components.response(problem.code, _problem_response(problem))
        spec.path(path=operation.path, operations={operation.method.lower(): _operation(operation, plugin)})
    return spec.to_dict()


def text() -> str:
    """The content of docs/openapi.json."""
    return json.dumps(describe(), indent=2, ensure_ascii=False) + "\n"


def _operation(operation: Operation, plugin: MarshmallowPlugin) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.path.split("/")[2]],
        "parameters": _parameters(operation, plugin),
        "responses": {
            **{str(status): _response(operation, status) for status in operation.responses},
            **_problems(operation.possible_problems),
        },
        "security": _security(operation),
    }
    if operation.needs is not None and operation.needs > Role.VIEWER:
        described["description"] = (
            f"Requires the role {operation.needs.value}{' or higher' if operation.needs < Role.OWNER else ''}."
        )
    if operation.body:
        described["requestBody"] = {
            "required": operation.requires_body,
            "content": {
                "application/json": {"schema": operation.body},
                **{name: {"schema": {"type": "string", "format": "binary"}} for name in operation.takes_bytes},
            },
        }
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.keyed:
        return [{"drop_key": []}]
    return [{"person": []}] if operation.needs is not None else []


def _parameters(operation: Operation, plugin: MarshmallowPlugin) -> list[Any]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    found: list[Any] = [{"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]} for name in names]
    if operation.query and plugin.converter:
        found += plugin.converter.schema2parameters(operation.query, location="query")
    found.append("Correlation-Id")
    if operation.needs is not None:
        found.append("Docloft-Library")
    if operation.if_match:
        found.append("If-Match")
    if operation.idempotency_key:
        found.append("Idempotency-Key")
    return found


def _response(operation: Operation, status: int) -> dict[str, Any]:
    schema = operation.responses[status]
    names = ("Correlation-Id", *operation.response_headers.get(status, ()))
    return {
        "description": _DESCRIPTIONS[status],
        "headers": {name: name for name in names},
        "content": {"application/json": {"schema": schema or {"type": "object"}}},
    }


def _problem_response(problem: Problem) -> dict[str, Any]:
    names = ("Correlation-Id", *(name for name, _ in problem.headers))
    return {
        "description": problem.title,
        "headers": {name: name for name in names},
        "content": {"application/problem+json": {"schema": "Problem"}},
    }


def _problems(problems: "Sequence[Problem]") -> dict[str, str]:
    return {str(problem.status): problem.code for problem in problems}
