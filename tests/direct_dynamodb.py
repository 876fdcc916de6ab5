"""Calls moto's DynamoDB without HTTP: a request needs neither an address, a signature, a connection, retries nor
routing. Requests and most responses have their final form already, unless they contain bytes. All that took two thirds
of the processor time of a call.

Responses are parsed only by a client with a parser of its own, which is that of the product (docloft.tables.responses),
so tests of the services test it, too. Whatever is not a plain success or error of the four tables goes the long way
(fast_moto.py).
"""

import json
from http import HTTPStatus
from typing import Any

from botocore.awsrequest import HeadersDict
from botocore.client import BaseClient
from botocore.parsers import JSONParser, ResponseParser
from botocore.utils import lowercase_dict
from moto.core.exceptions import HTTPException
from moto.core.models import DEFAULT_ACCOUNT_ID, botocore_stubber
from moto.core.responses import ActionResult, BaseResponse
from moto.dynamodb.responses import DynamoHandler
from moto.utilities.utils import get_partition

ACTIONS = frozenset(
    {
        *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
        *("BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"),
    }
)
_AS_THEY_ARE = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})
_CAPACITY = frozenset({"TableName", "CapacityUnits"})
_long_way = BaseClient._make_api_call  # type: ignore[attr-defined]
_slow_serialized = BaseResponse.serialized


def call(client: Any, name: str, parameters: dict[str, Any]) -> Any:
    """Replaces BaseClient._make_api_call."""
    is_direct = client._service_model.service_name == "dynamodb" and name in ACTIONS
    if not is_direct or not botocore_stubber.enabled or not client.meta.endpoint_url.endswith(".amazonaws.com"):
        return _long_way(client, name, parameters)
    operation = client._service_model.operation_model(name)
    parameters = client._emit_api_params(api_params=parameters, operation_model=operation, context={})
    if client.meta.config.parameter_validation:
        # Raises an error for what a client refuses to send.
        client._serializer.serialize_to_request(parameters, operation)
    try:
        sent = json.dumps(parameters)
    except TypeError:
        # Bytes, which JSON has in another form.
        return _long_way(client, name, parameters)
    handler, (status, headers, body) = _handled(client, operation, json.loads(sent))
    parser = _parser_of(client)
    if handler.has_final_body and type(parser) is JSONParser:
        metadata = {"HTTPStatusCode": status, "HTTPHeaders": lowercase_dict(headers), "RetryAttempts": 0}
        return {**json.loads(body), "ResponseMetadata": {"RequestId": headers.get("x-amzn-requestid", ""), **metadata}}
    response = {
        "headers": HeadersDict(headers),
        "status_code": status,
        "body": body.encode() if isinstance(body, str) else body,
        "context": {"operation_name": name},
    }
    parsed = parser.parse(response, operation.output_shape)
    parsed["ResponseMetadata"]["RetryAttempts"] = 0
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return parsed
    client._endpoint._add_modeled_error_fields(response, parsed, operation, parser)
    raise client.exceptions.from_code(parsed.get("Error", {}).get("Code"))(parsed, name)


def _parser_of(client: Any) -> ResponseParser:
    """What parses the client's responses: botocore's own parser, or that of docloft.tables.responses."""
    parsers = client._endpoint._response_parser_factory
    return parsers.create_parser(client._service_model.resolved_protocol)


def _handled(client: Any, operation: Any, parameters: dict[str, Any]) -> Any:
    """moto's handler of the request, and its response."""
    handler: Any = DynamoHandler()
    metadata = operation.metadata
    handler.headers = {
        "X-Amz-Target": f"{metadata['targetPrefix']}.{operation.name}",
        "Content-Type": f"application/x-amz-json-{metadata['jsonVersion']}",
    }
    handler.region = client.meta.region_name
    handler.partition = get_partition(handler.region)
    handler.current_account = DEFAULT_ACCOUNT_ID
    handler.access_key = ""
    handler.uri_match = {}
    handler.querystring = {}
    handler.response_headers = {}
    handler.has_final_body = False
    handler.params = {name: value for name, value in parameters.items() if value is not None}
    try:
        return handler, handler.call_action()
    except HTTPException as error:
        return handler, (error.code, dict(error.get_headers()), error.get_body())


def serialized(handler: Any, action: ActionResult) -> Any:
    """Replaces DynamoHandler.serialized."""
    body = _final(action.result) if handler._get_action() in ACTIONS else None
    if body is None:
        return _slow_serialized(handler, action)
    handler.has_final_body = True
    return int(HTTPStatus.OK), {"Content-Type": "application/x-amz-json-1.0", **handler.response_headers}, body


def _final(result: Any) -> str | None:
    """A result as the body of a response; None unless it has that form already."""
    if type(result) is not dict:
        return None
    body = {}
    for name, value in result.items():
        # Not described as a part of any response.
        if value is None or name == "ConsumedCapacityUnits":
            continue
        if name in ("Item", "Attributes", "LastEvaluatedKey"):
            final = type(value) is dict and all(map(is_final, value.values()))
        elif name == "Items":
            final = type(value) is list and all(
                type(item) is dict and all(map(is_final, item.values())) for item in value
            )
        elif name in ("Count", "ScannedCount"):
            final = type(value) is int
        elif value in ([], {}):
            final = name in ("ConsumedCapacity", "ItemCollectionMetrics")
        else:
            final = name == "ConsumedCapacity" and type(value) is dict and value.keys() == _CAPACITY
        if not final:
            return None
        body[name] = value
    return json.dumps(body)


def is_final(value: Any) -> bool:
    """Whether an attribute's value, such as {"S": "text"}, is what DynamoDB responds with."""
    if type(value) is not dict or len(value) != 1:
        return False
    ((kind, content),) = value.items()
    if kind in _AS_THEY_ARE:
        return content is not None
    if kind == "M" and type(content) is dict:
        return all(map(is_final, content.values()))
    return kind == "L" and type(content) is list and all(map(is_final, content))


CHANGES = (
    (BaseClient, "_make_api_call", call),
    (DynamoHandler, "serialized", serialized),
)
