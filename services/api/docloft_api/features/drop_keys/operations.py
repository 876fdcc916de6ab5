"""Routes of drop keys."""

from typing import Any

from docloft.roles import Role
from docloft.tables.records import DropKey
from docloft_api.features.drop_keys import keys
from docloft_api.features.drop_keys.schemas import (
    DropKeySchema,
    DropKeysSchema,
    MadeDropKeySchema,
    NameDropKeySchema,
)
from docloft_api.http import idempotency, problems
from docloft_api.http.operations import Operation, Sample, Throttle
from docloft_api.http.requests import Answer, Request

# The gateway's control plane makes five keys a second at most, for the whole account (AWS: API Gateway quotas).
_CONTROL_PLANE = Throttle(rate=2, burst=5)
_SAMPLE_PATH = {"drop_key_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_drop_keys(request: Request) -> Answer:
    return Answer({"drop_keys": [_to_wire(one) for one in keys.listing(request.person)]})


def create_drop_key(request: Request) -> Answer:
    ticket = idempotency.ticket(request.person, request.idempotency_key, request.body)
    made = keys.create(request.person, request.body["name"], ticket)
    return Answer({"drop_key": _to_wire(made.drop_key), "key": made.value}, 201 if made.value else 200)


def rename_drop_key(request: Request) -> Answer:
    return Answer(_to_wire(keys.rename(request.person, request.path["drop_key_id"], request.body["name"])))


def revoke_drop_key(request: Request) -> Answer:
    return Answer(_to_wire(keys.revoke(request.person, request.path["drop_key_id"])))


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
        "Keys that let machines add documents to this library, newest first",
        list_drop_keys,
        {200: DropKeysSchema},
        Sample(),
        needs=Role.OWNER,
    ),
    Operation(
        "POST",
        "/v1/drop-keys",
        "Make a drop key; its value is in this answer and in no other. "
        "200 without it when this Idempotency-Key made it",
        create_drop_key,
        {201: MadeDropKeySchema, 200: MadeDropKeySchema},
        Sample(body={"name": "Scanner in the hall"}),
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
        Sample(path=_SAMPLE_PATH, body={"name": "Scanner in the attic"}),
        needs=Role.OWNER,
        body=NameDropKeySchema,
    ),
    Operation(
        "DELETE",
        "/v1/drop-keys/{drop_key_id}",
        "Revoke a drop key for ever; what it added stays",
        revoke_drop_key,
        {200: DropKeySchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.OWNER,
        throttle=_CONTROL_PLANE,
    ),
)
