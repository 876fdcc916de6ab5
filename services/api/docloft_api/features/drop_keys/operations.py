"""Routes of drop keys."""

from docloft_api import wire
from docloft_api.features.drop_keys import keys
from docloft_api.http import idempotency, operations
from docloft_api.http.operations import Operation
from docloft_api.http.routing import Act, Answer, Request


def create(request: Request) -> Answer:
    ticket = idempotency.ticket(request.person, request.headers.get("Idempotency-Key"), request.body)
    made = keys.create(request.person, request.body["name"], ticket)
    body = {"drop_key": wire.drop_key_to_wire(made.drop_key), "key": made.value}
    return Answer(body, 201 if made.value else 200)


def list_all(request: Request) -> Answer:
    return Answer({"drop_keys": [wire.drop_key_to_wire(one) for one in keys.listing(request.person)]})


def rename(request: Request) -> Answer:
    renamed = keys.rename(request.person, request.path["drop_key_id"], request.body["name"])
    return Answer(wire.drop_key_to_wire(renamed))


def revoke(request: Request) -> Answer:
    return Answer(wire.drop_key_to_wire(keys.revoke(request.person, request.path["drop_key_id"])))


ROUTES: tuple[tuple[Operation, Act], ...] = (
    (operations.LIST_DROP_KEYS, list_all),
    (operations.CREATE_DROP_KEY, create),
    (operations.RENAME_DROP_KEY, rename),
    (operations.REVOKE_DROP_KEY, revoke),
)
