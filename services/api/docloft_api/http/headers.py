"""The headers of requests and responses, for CORS and for the description of the API."""

from typing import Any

PARAMETERS: dict[str, dict[str, Any]] = {
    "Correlation-Id": {
        "description": "Returned in the response; created if absent. Log lines contain it, also in the worker.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,64}$"},
    },
    "Docloft-Library": {
        "description": "A library that you are a member of; your own if absent.",
        "schema": {"type": "string", "pattern": "^[0-9A-Za-z-]{1,64}$"},
    },
    "If-Match": {
        "description": "ETags as in RFC 9110, or *. If the document has another version, the response is 412.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "Idempotency-Key": {
        "description": "1 to 255 visible ASCII characters. A request repeated within 24 hours creates nothing new.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
}
"""Request headers that the API itself defines, as OpenAPI describes them."""

REQUEST_HEADERS = sorted((*PARAMETERS, "Authorization", "Content-Type", "x-api-key"), key=str.lower)
"""All request headers that a browser may send."""

EXPOSED_HEADERS = ["Correlation-Id", "ETag", "Location", "Retry-After"]
"""All response headers that the site may read."""
