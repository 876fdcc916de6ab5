"""Drop keys: what a scanner or a script holds. A key adds documents to one library and can do nothing else, so one
that leaks shows nothing. The gateway knows its value, the library table what it opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docloft import tables
from docloft.errors import ConflictError, NotFoundError
from docloft.identity import is_id, new_id, timestamp
from docloft.settings import settings
from docloft.tables import transactions
from docloft.tables.records import DropKey, DropKeyOpening
from docloft_api.features.drop_keys import gateway_keys
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person

AT_MOST = 50
"""Of one library: 200 libraries may use theirs up before the gateway's 10,000 keys are gone."""


@dataclass(frozen=True, slots=True)
class Made:
    """`value` is known in this moment only; None when an earlier answer held it."""

    drop_key: DropKey
    value: str | None


def create(person: Person, name: str, ticket: Ticket | None) -> Made:
    """A new key. The same ticket again names the key made before, without its value. Raises ConflictError when the
    library has enough of them, or when the key of this ticket was revoked; IdempotencyKeyReusedError.
    """
    if ticket and (known := ticket.redeemed()):
        return Made(_again(person, known), None)
    if len(listing(person)) >= AT_MOST:
        raise ConflictError(f"A library has at most {AT_MOST} drop keys. Revoke one that is not used any more first.")
    drop_key_id, moment = new_id(), timestamp()
    made = gateway_keys.create(f"{settings().usage_plan_name}-{drop_key_id}")
    listed = DropKey(
        person.library_id,
        DropKey.key(drop_key_id),
        created_at=moment,
        name=name,
        drop_key_id=drop_key_id,
        api_key_id=made.api_key_id,
    )
    opening = DropKeyOpening(
        DropKeyOpening.partition(made.api_key_id),
        DropKeyOpening.KEY,
        created_at=moment,
        drop_key_id=drop_key_id,
        adds_to=person.library_id,
    )
    steps = [ticket.record(drop_key_id)] if ticket else []
    try:
        transactions.commit(transactions.Create(listed), transactions.Create(opening), *steps)
    except transactions.StepRefusedError:
        gateway_keys.remove(made.api_key_id)
        if ticket and (known := ticket.redeemed()):
            # An identical request was a moment faster, and its answer has the value.
            return Made(_again(person, known), None)
        raise
    except Exception:
        # Without these records the key opens nothing; it should not lie about either.
        gateway_keys.remove(made.api_key_id)
        raise
    return Made(listed, made.value)


def listing(person: Person) -> Sequence[DropKey]:
    """Newest first; at most AT_MOST."""
    return tables.library.list_kind(DropKey, person.library_id)


def rename(person: Person, drop_key_id: str, name: str) -> DropKey:
    """Idempotent. Raises NotFoundError."""
    record = _find(person, drop_key_id)
    tables.library.change(record, name=name)
    return record


def revoke(person: Person, drop_key_id: str) -> DropKey:
    """It opens nothing from this moment on, also where the gateway still lets it through for some seconds. What it
    added stays. Broken off in the middle it stays listed, to be revoked again. Raises NotFoundError.
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
        raise NotFoundError("There is no such drop key in this library; it may have been revoked.")
    return record


def _again(person: Person, drop_key_id: str) -> DropKey:
    try:
        return _find(person, drop_key_id)
    except NotFoundError as error:
        raise ConflictError("The key made by this request has been revoked. Take a new Idempotency-Key.") from error
