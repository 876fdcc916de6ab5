"""Routes of the gateway, generated from the declared operations: the `http` events of each Lambda function with their
guards, the throttling of each method, and the request headers that CORS allows. `serverless.yml` reads routes.json.
"""

import json
from typing import Any

from docloft_api import features
from docloft_api.http.headers import REQUEST_HEADERS
from docloft_api.http.operations import DEFAULT_THROTTLE, Operation, Throttle

# Every event sets both guards, the used and the unused one: a method without them would be open.
_CORS = "${self:custom.cors}"
_PEOPLE = {"authorizer": "${self:custom.auth.authorizer, null}", "private": "${self:custom.auth.private}"}
_MACHINES = {"private": True}
_ANYONE = {"private": "${self:custom.auth.private}"}


def text() -> str:
    """The content of routes.json."""
    operations = features.all_operations()
    functions = dict.fromkeys(features.FEATURES.values())
    events = {function: [_event(one) for one in features.operations_of(function)] for function in functions}
    own = {f"{one.method} {one.path}": _limit(one.throttle) for one in operations if one.throttle != DEFAULT_THROTTLE}
    routes = {
        "events": events,
        "throttling": {"default": _limit(DEFAULT_THROTTLE), **own},
        "request_headers": REQUEST_HEADERS,
    }
    return json.dumps(routes, indent=2) + "\n"


def _event(operation: Operation) -> dict[str, Any]:
    guards = _MACHINES if operation.keyed else _ANYONE if operation.is_public else _PEOPLE
    return {"http": {"method": operation.method.lower(), "path": operation.path, **guards, "cors": _CORS}}


def _limit(throttle: Throttle) -> dict[str, int]:
    return {"rate": throttle.rate, "burst": throttle.burst}
