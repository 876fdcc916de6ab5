"""Idempotency-Key on creates: a request that is repeated after a time-out or a lost response creates nothing new.

A key belongs to one person in one library. It is remembered for at least 24 hours, and is valid until DynamoDB's TTL
deletes it, which can be days later.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from docloft import tables
from docloft.clock import now, timestamp
from docloft.errors import IdempotencyKeyReusedError, InvalidRequestError
from docloft.tables import transactions
from docloft.tables.records import IdempotencyKey
from docloft_api.identity.people import Person

KEPT = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request with an Idempotency-Key. `digest` identifies the person and the key, `fingerprint` the content.
    `created_id` is the id of the document or drop key that the request has already created; None if it has created
    nothing yet.
    """

    library_id: str
    digest: str
    fingerprint: str
    created_id: str | None = None

    def read(self) -> "Ticket":
        """The ticket with its current values in the table; strongly consistent. Raises IdempotencyKeyReusedError if a
        different request used the key.
        """
        record = tables.library.find(IdempotencyKey, self.library_id, IdempotencyKey.key(self.digest))
        if record is None:
            return replace(self, created_id=None)
        if record.fingerprint != self.fingerprint:
            raise IdempotencyKeyReusedError("This Idempotency-Key was used for a different request. Use a new one.")
        return replace(self, created_id=record.created_id)

    def record(self, created_id: str) -> transactions.Claim:
        """The step that records what the request created; refused if an identical request created something else."""
        moment = now()
        return transactions.Claim(
            IdempotencyKey(
                self.library_id,
                IdempotencyKey.key(self.digest),
                created_at=timestamp(moment),
                created_id=created_id,
                fingerprint=self.fingerprint,
                expires_at=int((moment + KEPT).timestamp()),
            ),
            holder="created_id",
        )


def ticket(person: Person, key: str | None, body: Mapping[str, Any], path: Mapping[str, str]) -> Ticket | None:
    """None without a key. `path` has the parameters of the path, such as a document's id: the same body for another
    document is a different request. Raises InvalidRequestError unless the key has 1 to 255 visible ASCII characters,
    and IdempotencyKeyReusedError if it was used for a different request.
    """
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise InvalidRequestError("An Idempotency-Key must be 1 to 255 visible ASCII characters. Nothing was changed.")
    digest = hashlib.sha256(f"{person.user_id}\n{key}".encode()).hexdigest()
    content = json.dumps(body, sort_keys=True, separators=(",", ":"), default=date.isoformat)
    if path:
        content += json.dumps(path, sort_keys=True)
    return Ticket(person.library_id, digest, hashlib.sha256(content.encode()).hexdigest()).read()
