"""How many hits the saved views of a library have, and how many of them are new to a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from docloft import directory, index_heads, tables
from docloft.search import api as search_api
from docloft.tables.records import SavedView, ViewSeen
from docloft_api.identity.people import Person


class ViewCount(NamedTuple):
    """`new`: the hits that were added since the person last looked at the view, or since it was created."""

    id: str
    total: int
    new: int


def find(person: Person, zone: str | None) -> Sequence[ViewCount]:
    """One for each view, in no particular order. `zone`: the IANA name of the reader's time zone. Reads no documents,
    so hits that were deleted a moment ago may be counted.
    """
    library_id = person.library_id
    views = tables.library.list_kind(SavedView, library_id)
    if not views:
        return ()
    seen = {
        one.view_id: one.seen_at
        for one in tables.library.list_kind(ViewSeen, library_id, of=ViewSeen.of(person.user_id))
    }
    names = directory.Lookup(library_id)
    context = search_api.context_of(zone, names)
    heads = index_heads.find(library_id)
    found = []
    for view in views:
        since = datetime.fromisoformat(seen.get(view.view_id, view.created_at))
        count = search_api.count(library_id, view.search, since, heads=heads, context=context, exact=view.is_exact)
        found.append(ViewCount(view.view_id, count.total, count.new))
    return found
