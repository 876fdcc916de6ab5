"""Machines: callers with an API key, which the gateway has checked. A record in the library table, written by the
drop_keys feature, says which library a drop key adds to.
"""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from docloft import tables
from docloft.clock import now, timestamp
from docloft.errors import NotFoundError
from docloft.roles import Role
from docloft.tables.records import DropKey, DropKeyOpening
from docloft_api.identity import api_keys
from docloft_api.identity.people import OWNER, Person
from docloft_api.request_errors import UnauthorizedError


def current(resolver: APIGatewayRestResolver) -> Person:
    """The caller of a request with an API key: a machine with the role DROPPER, which may only add documents, or the
    owner. Raises UnauthorizedError for an unknown or revoked key.
    """
    event = resolver.current_event.raw_event
    if api_keys.is_owners(event):
        person = Person(OWNER, None, OWNER, Role.OWNER, f"user:{OWNER}")
    else:
        key_id = api_keys.key_of(event)
        opened = opened_by(key_id) if key_id else None
        if opened is None:
            raise UnauthorizedError(
                "The drop key in the header x-api-key is missing, unknown or revoked. Nothing was stored."
            )
        note_use(opened)
        machine = f"key:{opened.drop_key_id}"
        person = Person(machine, None, opened.adds_to, Role.DROPPER, machine)
    resolver.context["person"] = person
    return person


def opened_by(api_key_id: str) -> DropKeyOpening | None:
    """The record of a drop key: its id and the library that it adds to. None for a key that is not a drop key or was
    revoked. Strongly consistent.
    """
    return tables.library.find(DropKeyOpening, DropKeyOpening.partition(api_key_id), DropKeyOpening.KEY)


def note_use(opened: DropKeyOpening) -> None:
    """Records today (UTC) as the day of last use, at most once a day. Does nothing if the key was just revoked."""
    today = timestamp(now())[:10]
    if opened.last_used_on == today:
        return
    listed = tables.library.find(DropKey, opened.adds_to, DropKey.key(opened.drop_key_id))
    try:
        tables.library.change(opened, last_used_on=today)
        if listed:
            tables.library.change(listed, last_used_on=today)
    except NotFoundError:
        return
