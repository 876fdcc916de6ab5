"""Drop keys, for scanners and scripts. A key can add documents to one library and do nothing else, so a leaked key
exposes nothing. The gateway stores its value; the library table records which library it adds to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docloft import reasons, tables
from docloft.clock import timestamp
from docloft.errors import ConflictError, NotFoundError
from docloft.ids import is_id, new_id
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.records import DropKey, DropKeyOpening
from docloft_api.features.drop_keys import gateway_keys
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person

MAX_KEYS = 50
"""The most keys of one library. 200 libraries can have that many before the gateway's limit of 10,000 is reached."""


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """`value` is known only when the key is created; None if an earlier response contained it."""

    drop_key: DropKey
    value: str | None


def create(person: Person, name: str, ticket: Ticket | None) -> CreatedKey:
    """Creates a key. When called again with the same ticket, returns the same key without its value. Raises
    ConflictError if the library has MAX_KEYS keys or if the key of this ticket was revoked, and
    IdempotencyKeyReusedError.
    """
    if ticket and ticket.created_id:
        return CreatedKey(_again(person, ticket.created_id), None)
    if len(listing(person)) >= MAX_KEYS:
        raise ConflictError(reasons.TOO_MANY_KEYS.having(limit=MAX_KEYS))
    drop_key_id, moment = new_id(), timestamp()
    created = gateway_keys.create(f"{settings().usage_plan_name}-{drop_key_id}")
    listed = DropKey(
        person.library_id,
        DropKey.key(drop_key_id),
        created_at=moment,
        name=name,
        drop_key_id=drop_key_id,
        api_key_id=created.api_key_id,
    )
    opening = DropKeyOpening(
        DropKeyOpening.partition(created.api_key_id),
        DropKeyOpening.KEY,
        created_at=moment,
        drop_key_id=drop_key_id,
        adds_to=person.library_id,
    )
    steps = [ticket.record(drop_key_id)] if ticket else []
    try:
        transactions.commit(transactions.Create(listed), transactions.Create(opening), *steps)
    except transactions.StepRefusedError:
        gateway_keys.remove(created.api_key_id)
        if ticket and (known := ticket.read().created_id):
            # An identical request created the key first, and its response has the value.
            return CreatedKey(_again(person, known), None)
        raise
    except Exception:
        # Without these records the key is useless.
        gateway_keys.remove(created.api_key_id)
        raise
    return CreatedKey(listed, created.value)


def listing(person: Person) -> Sequence[DropKey]:
    """The library's drop keys, newest first; at most MAX_KEYS."""
    return tables.library.list_kind(DropKey, person.library_id)


def rename(person: Person, drop_key_id: str, name: str) -> DropKey:
    """Idempotent. Raises NotFoundError."""
    record = _find(person, drop_key_id)
    tables.library.change(record, name=name)
    return record


def revoke(person: Person, drop_key_id: str) -> DropKey:
    """Revokes a key. It stops working immediately, although the gateway itself accepts it for a few more seconds. The
    documents that it added are kept. If this fails halfway, the key is still listed and can be revoked again. Raises
    NotFoundError.
    """
    record = _find(person, drop_key_id)
    tables.library.remove(DropKeyOpening.partition(record.api_key_id), DropKeyOpening.KEY)
    gateway_keys.remove(record.api_key_id)
    tables.library.remove(record.library_id, record.record_key)
    return record


def _find(person: Person, drop_key_id: str) -> DropKey:
    key = DropKey.key(drop_key_id)
    record = tables.library.find(DropKey, person.library_id, key) if is_id(drop_key_id) else None
    if record is None:
        raise NotFoundError("There is no such drop key in this library. It may have been revoked.")
    return record


def _again(person: Person, drop_key_id: str) -> DropKey:
    try:
        return _find(person, drop_key_id)
    except NotFoundError as error:
        raise ConflictError(reasons.KEY_REVOKED) from error
