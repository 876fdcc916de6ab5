"""Which machine is asking: the second way in, by an API key that the gateway has checked."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from docloft.roles import Role
from docloft_api.features.drop_keys import keys
from docloft_api.identity import api_keys
from docloft_api.errors import UnauthorizedError
from docloft_api.identity.people import OWNER, Person


def current(resolver: APIGatewayRestResolver) -> Person:
    """Who adds documents by a key: a drop key, as a `dropper`, who may do nothing else; or the owner's key. Raises
    UnauthorizedError for a key that was revoked.
    """
    event = resolver.current_event.raw_event
    if api_keys.is_owners(event):
        person = Person(OWNER, None, OWNER, Role.OWNER)
    else:
        key_id = api_keys.key_of(event)
        opened = keys.opened_by(key_id) if key_id else None
        if opened is None:
            raise UnauthorizedError(
                "This address needs a drop key in the header x-api-key; this one is none, or was revoked. "
                "Nothing was taken."
            )
        keys.note_use(opened)
        person = Person(f"key:{opened.drop_key_id}", None, opened.adds_to, Role.DROPPER)
    resolver.context["person"] = person
    return person
