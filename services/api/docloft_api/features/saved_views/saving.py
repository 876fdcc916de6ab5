"""Saves, changes and deletes views, which are searches with a name, and records who has looked at their hits."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from docloft import reasons, tables
from docloft.clock import now, timestamp
from docloft.errors import ConflictError
from docloft.tables import transactions
from docloft.tables.records import SavedView, ViewSeen
from docloft_api import saved_records
from docloft_api.identity.people import Person

MOST_VIEWS = 50
"""Limit for a library. Each view is counted by a search whenever the site is opened. Concurrent requests may exceed the
limit slightly.
"""

NAME_LIMIT = 100
"""In characters."""

_ATTEMPTS = 4

_KEPT_AFTER_DELETION = timedelta(days=30)
"""How long the time at which a person last looked at a view is kept after the view was deleted."""


def listing(person: Person) -> list[SavedView]:
    """All views of the library, sorted by name."""
    views = tables.library.list_kind(SavedView, person.library_id)
    return sorted(views, key=lambda view: (view.name.casefold(), view.record_key))


def save(person: Person, view_id: str, fields: Mapping[str, Any], if_match: str | None) -> tuple[SavedView, bool]:
    """Creates the view with this id, or replaces its `name`, `search`, `is_exact`, `sort_by` and `layout`. Returns it,
    and whether it is new. Idempotent. Raises NotFoundError for text that is not an id, PreconditionFailedError, and
    ConflictError when the library has MOST_VIEWS.
    """

    def attributes_of_new() -> Mapping[str, Any]:
        if len(listing(person)) >= MOST_VIEWS:
            raise ConflictError(reasons.TOO_MANY_VIEWS.having(limit=MOST_VIEWS))
        return {}

    return saved_records.save(SavedView, person, view_id, fields, if_match, attributes_of_new)


def delete(person: Person, view_id: str, if_match: str | None) -> SavedView:
    """Deletes a view and returns it. Raises NotFoundError, PreconditionFailedError."""
    return saved_records.delete(SavedView, person, view_id, if_match)


def mark_seen(person: Person, view_id: str) -> str:
    """Records that the person has looked at the hits of a view, and returns the moment. Idempotent. Deletes what was
    recorded for views that are deleted, but not at once, because a deletion can be undone. Raises NotFoundError.
    """
    kept = {view.record_key for view in listing(person)}
    if saved_records.key_of(SavedView, view_id) not in kept:
        raise saved_records.absent(SavedView)
    _forget_others(person, kept)
    moment = timestamp()
    key = ViewSeen.key(person.user_id, view_id)
    for _ in range(_ATTEMPTS):
        seen = tables.library.find(ViewSeen, person.library_id, key)
        if seen is None:
            step: transactions.Step = transactions.Create(
                ViewSeen(person.library_id, key, created_at=moment, seen_at=moment)
            )
        elif seen.seen_at >= moment:
            return str(seen.seen_at)
        else:
            before, seen.seen_at = seen.seen_at, moment
            step = transactions.Revise(seen, "seen_at", before)
        if transactions.attempt(step):
            return moment
    raise ConflictError(reasons.TOO_BUSY)


def _forget_others(person: Person, kept: Collection[str]) -> None:
    limit = timestamp(now() - _KEPT_AFTER_DELETION)
    for seen in tables.library.list_kind(ViewSeen, person.library_id, of=ViewSeen.of(person.user_id)):
        if SavedView.key(seen.view_id) not in kept and seen.seen_at < limit:
            tables.library.remove(person.library_id, seen.record_key)
