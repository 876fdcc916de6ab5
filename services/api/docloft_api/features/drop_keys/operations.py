"""Routes of drop keys."""

from typing import Any

from docloft.roles import Role
from docloft.tables.records import DropKey
from docloft_api.features.drop_keys import keys
from docloft_api.features.drop_keys.schemas import (
    CreatedDropKeySchema,
    DropKeySchema,
    DropKeysSchema,
    NameDropKeySchema,
)
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Request, Response

# The gateway's control plane creates at most five keys a second for the whole account (AWS: API Gateway quotas).
_CONTROL_PLANE = Throttle(rate=2, burst=5)
_SAMPLE_PATH = {"drop_key_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_drop_keys(request: Request) -> Response:
    return Response({"drop_keys": [_to_wire(one) for one in keys.listing(request.person)]})


def create_drop_key(request: Request) -> Response:
    created = keys.create(request.person, request.body["name"], request.ticket)
    return Response({"drop_key": _to_wire(created.drop_key), "key": created.value}, 201 if created.value else 200)


def rename_drop_key(request: Request) -> Response:
    return Response(_to_wire(keys.rename(request.person, request.path["drop_key_id"], request.body["name"])))


def revoke_drop_key(request: Request) -> Response:
    return Response(_to_wire(keys.revoke(request.person, request.path["drop_key_id"])))


def _to_wire(record: DropKey) -> dict[str, Any]:
    """Without the key's value, which is not stored."""
    return {
        "id": record.drop_key_id,
        "name": record.name,
        "created_at": record.created_at,
        "last_used_on": record.last_used_on,
    }


OPERATIONS = (
    Operation(
        "GET",
        "/v1/drop-keys",
        "List the keys that let machines add documents to this library, newest first",
        list_drop_keys,
        {200: DropKeysSchema},
        Sample(),
        needs=Role.OWNER,
    ),
    Operation(
        "POST",
        "/v1/drop-keys",
        "Create a drop key. Its value is only in this response; "
        "200 without the value if this Idempotency-Key was used before",
        create_drop_key,
        {201: CreatedDropKeySchema, 200: CreatedDropKeySchema},
        Sample(body={"name": "Hall scanner"}),
        needs=Role.OWNER,
        body=NameDropKeySchema,
        problems=(problems.CONFLICT,),
        idempotency_key=True,
        throttle=_CONTROL_PLANE,
    ),
    Operation(
        "PATCH",
        "/v1/drop-keys/{drop_key_id}",
        "Rename a drop key",
        rename_drop_key,
        {200: DropKeySchema},
        Sample(path=_SAMPLE_PATH, body={"name": "Attic scanner"}),
        needs=Role.OWNER,
        body=NameDropKeySchema,
    ),
    Operation(
        "DELETE",
        "/v1/drop-keys/{drop_key_id}",
        "Revoke a drop key permanently; documents added with it are kept",
        revoke_drop_key,
        {200: DropKeySchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.OWNER,
        throttle=_CONTROL_PLANE,
    ),
)
