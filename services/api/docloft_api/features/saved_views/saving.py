"""Saves, changes and deletes views, which are searches with a name, and records who has looked at their hits."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from docloft import reasons, tables
from docloft.clock import now, timestamp
from docloft.errors import ConflictError, NotFoundError
from docloft.ids import is_id
from docloft.tables import transactions
from docloft.tables.records import SavedView, ViewSeen
from docloft_api.http import preconditions
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


class Saved(NamedTuple):
    """`is_new`: there was no view with this id."""

    view: SavedView
    is_new: bool


def listing(person: Person) -> list[SavedView]:
    """All views of the library, sorted by name."""
    views = tables.library.list_kind(SavedView, person.library_id)
    return sorted(views, key=lambda view: (view.name.casefold(), view.record_key))


def save(person: Person, view_id: str, fields: Mapping[str, Any], if_match: str | None) -> Saved:
    """Creates the view with this id, or replaces its `name`, `search`, `is_exact`, `sort_by` and `layout`. Idempotent.
    Raises NotFoundError for text that is not an id, PreconditionFailedError, and ConflictError when the library has
    MOST_VIEWS.
    """
    key = _key(view_id)
    for _ in range(_ATTEMPTS):
        view = tables.library.find(SavedView, person.library_id, key)
        if view is None:
            if if_match is not None:
                raise _absent()
            if len(listing(person)) >= MOST_VIEWS:
                raise ConflictError(reasons.TOO_MANY_VIEWS.having(limit=MOST_VIEWS))
            made = SavedView(person.library_id, key, created_at=timestamp(), **fields)
            if transactions.attempt(transactions.Create(made)):
                return Saved(made, is_new=True)
            continue
        # Checked first: a request that is repeated after a lost response has the version from before its own change.
        if all(getattr(view, name) == value for name, value in fields.items()):
            return Saved(view, is_new=False)
        preconditions.require(view, if_match)
        before = int(view.version)
        for name, value in fields.items():
            setattr(view, name, value)
        view.version = before + 1
        if transactions.attempt(transactions.Revise(view, "version", before)):
            return Saved(view, is_new=False)
    raise _too_busy()


def delete(person: Person, view_id: str, if_match: str | None) -> SavedView:
    """Deletes a view and returns it. Raises NotFoundError, PreconditionFailedError."""
    key = _key(view_id)
    for _ in range(_ATTEMPTS):
        view = tables.library.find(SavedView, person.library_id, key)
        if view is None:
            raise _absent()
        preconditions.require(view, if_match)
        if transactions.attempt(transactions.Release(view, holder="version")):
            return view
    raise _too_busy()


def mark_seen(person: Person, view_id: str) -> str:
    """Records that the person has looked at the hits of a view, and returns the moment. Idempotent. Deletes what was
    recorded for views that are deleted, but not at once, because a deletion can be undone. Raises NotFoundError.
    """
    kept = {view.record_key for view in listing(person)}
    if _key(view_id) not in kept:
        raise _absent()
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
    raise _too_busy()


def _forget_others(person: Person, kept: Collection[str]) -> None:
    limit = timestamp(now() - _KEPT_AFTER_DELETION)
    for seen in tables.library.list_kind(ViewSeen, person.library_id, of=ViewSeen.of(person.user_id)):
        if SavedView.key(seen.view_id) not in kept and seen.seen_at < limit:
            tables.library.remove(person.library_id, seen.record_key)


def _key(view_id: str) -> str:
    if not is_id(view_id):
        raise _absent()
    return SavedView.key(view_id)


def _absent() -> NotFoundError:
    return NotFoundError("There is no such view in this library. It may have been deleted.")


def _too_busy() -> ConflictError:
    return ConflictError(reasons.TOO_BUSY)
