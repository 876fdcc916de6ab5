"""Sample events in events/: what the gateway would send to the function, for each operation that has a sample. They are
for `serverless invoke`, and the tests send them too.
"""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from docloft_api import features
from docloft_api.http.operations import Operation, Sample

# The common part of every event, as API Gateway (REST) sends it for a person who signed in.
_PROXY_EVENT = Path(__file__).with_name("proxy_event.json")
_HIDDEN = "(the gateway has checked it)"
_API_KEY_ID = "a1b2c3d4e5"
_CURL = "curl/8.11.0"


def texts() -> dict[str, str]:
    """File name and text of every event."""
    return {
        f"{one.name}.json": json.dumps(_event(one, one.sample), indent=2) + "\n"
        for one in features.all_operations()
        if one.sample
    }


def status_if_empty(operation: Operation) -> int:
    """The status of the response to the operation's event in a library that is empty."""
    if operation.sample and operation.sample.status_if_empty:
        return operation.sample.status_if_empty
    return 404 if "{" in operation.path else next(iter(operation.responses))


def _event(operation: Operation, sample: Sample) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(_PROXY_EVENT.read_text(encoding="utf-8"))
    headers, context = event["headers"], event["requestContext"]
    if operation.needs is None:
        del context["authorizer"], headers["Authorization"]
    if operation.keyed:
        del headers["Origin"]
        headers |= {"User-Agent": _CURL, "x-api-key": _HIDDEN}
        context["identity"] |= {"userAgent": _CURL, "apiKey": _HIDDEN, "apiKeyId": _API_KEY_ID}
    if sample.body is not None:
        headers["Content-Type"] = "application/json"
    headers |= sample.headers
    path = operation.path.format(**sample.path)
    body = json.dumps(sample.body) if sample.body is not None else None
    if sample.content is not None:
        body = b64encode(sample.content).decode()
    return {
        "resource": operation.path,
        "path": path,
        "httpMethod": operation.method,
        "headers": headers,
        "multiValueHeaders": _multiple(headers),
        "queryStringParameters": dict(sample.query) or None,
        "multiValueQueryStringParameters": _multiple(sample.query) or None,
        "pathParameters": dict(sample.path) or None,
        "stageVariables": None,
        "requestContext": {
            **context,
            "resourcePath": operation.path,
            "httpMethod": operation.method,
            "path": f"/{context['stage']}{path}",
        },
        "body": body,
        "isBase64Encoded": sample.content is not None,
    }


def _multiple(values: Any) -> dict[str, list[str]]:
    return {name: [value] for name, value in values.items()}
