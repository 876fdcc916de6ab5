"""The route of machines that only add."""

from docloft_api import wire
from docloft_api.features.uploads import announcements, drops
from docloft_api.http import idempotency, operations
from docloft_api.http.operations import Operation
from docloft_api.http.routing import Act, Answer, Request


def drop(request: Request) -> Answer:
    """Bytes are kept as they are; JSON announces a file and is answered with the form to send it with."""
    key = request.headers.get("Idempotency-Key")
    if request.content is None:
        ticket = idempotency.ticket(request.person, key, request.body)
        announced = announcements.announce(
            request.person,
            **request.body,
            correlation_id=request.correlation_id,
            ticket=ticket,
            name_held=False,
        )
        return Answer(wire.drop_to_wire(announced.document, announced.form), 201 if announced.form else 200)
    facts = drops.facts_of(request.content, request.query.get("file_name"), request.content_type)
    ticket = idempotency.ticket(request.person, key, facts)
    document = drops.take(request.person, request.content, facts, correlation_id=request.correlation_id, ticket=ticket)
    return Answer(wire.drop_to_wire(document, None), 201)


ROUTES: tuple[tuple[Operation, Act], ...] = ((operations.DROP, drop),)
