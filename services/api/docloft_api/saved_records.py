"""Saves and deletes views and rules: records of a library whose ids the client makes, so that a request can be repeated
after a lost response.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from docloft import reasons, tables
from docloft.clock import timestamp
from docloft.errors import ConflictError, NotFoundError
from docloft.ids import is_id
from docloft.tables import transactions
from docloft.tables.records import Rule, SavedView
from docloft_api.http import preconditions
from docloft_api.identity.people import Person

R = TypeVar("R", SavedView, Rule)

_WORDS = {SavedView: "view", Rule: "rule"}
_ATTEMPTS = 4


def find(kind: type[R], person: Person, record_id: str) -> R:
    """Raises NotFoundError."""
    record = tables.library.find(kind, person.library_id, key_of(kind, record_id))
    if record is None:
        raise absent(kind)
    return record


def save(
    kind: type[R],
    person: Person,
    record_id: str,
    fields: Mapping[str, Any],
    if_match: str | None,
    attributes_of_new: Callable[[], Mapping[str, Any]],
) -> tuple[R, bool]:
    """Creates the record with this id, or sets its `fields`. Returns it, and whether it is new. `attributes_of_new`
    returns what a new record has besides the fields, and raises ConflictError if the library has too many. Raises
    NotFoundError for text that is not an id, PreconditionFailedError.
    """
    key = key_of(kind, record_id)
    for _ in range(_ATTEMPTS):
        record = tables.library.find(kind, person.library_id, key)
        if record is None:
            if if_match is not None:
                raise absent(kind)
            made = kind(person.library_id, key, created_at=timestamp(), **attributes_of_new(), **fields)
            if transactions.attempt(transactions.Create(made)):
                return made, True
            continue
        # Checked first: a request that is repeated after a lost response has the version from before its own change.
        if all(getattr(record, name) == value for name, value in fields.items()):
            return record, False
        preconditions.require(record, if_match)
        for name, value in fields.items():
            setattr(record, name, value)
        if transactions.attempt(transactions.next_version(record)):
            return record, False
    raise ConflictError(reasons.TOO_BUSY)


def delete(kind: type[R], person: Person, record_id: str, if_match: str | None) -> R:
    """Deletes the record and returns it. Raises NotFoundError, PreconditionFailedError."""
    for _ in range(_ATTEMPTS):
        record = find(kind, person, record_id)
        preconditions.require(record, if_match)
        if transactions.attempt(transactions.Release(record, holder="version")):
            return record
    raise ConflictError(reasons.TOO_BUSY)


def key_of(kind: type[SavedView | Rule], record_id: str) -> str:
    """Raises NotFoundError for text that is not an id."""
    if not is_id(record_id):
        raise absent(kind)
    return kind.key(record_id)


def absent(kind: type[SavedView | Rule]) -> NotFoundError:
    return NotFoundError(f"There is no such {_WORDS[kind]} in this library. It may have been deleted.")
