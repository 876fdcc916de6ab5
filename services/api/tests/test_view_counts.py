"""The numbers at the saved views."""

from datetime import timedelta

import pytest

from docloft import tables
from docloft.clock import now, timestamp
from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.tables.records import SavedView, ViewSeen
from docloft_api import handler, search_handler
from services.api.tests.published import publish
from tests.fixtures import LIBRARY, make_document

NONE = {"total": 0, "new": 0}

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def ago(**time):
    return timestamp(now() - timedelta(**time))


def save(query, *, created_at=None, is_exact=False):
    view_id = new_id()
    fields = {"name": query, "search": query, "is_exact": is_exact, "sort_by": "relevance", "layout": "list"}
    SavedView(LIBRARY, SavedView.key(view_id), created_at=created_at or ago(days=9), **fields).save()
    return view_id


def document(title, *, added):
    made = make_document(State.READY, title=title)
    made.created_at = added
    return made


@pytest.fixture
def counts(call):
    def counts(**request):
        call.handle = search_handler.handle
        reply = call("GET", "/v1/views/counts?zone=Europe/Berlin", **request)
        assert reply.status == 200
        return {one.pop("id"): one for one in reply.json["counts"]}

    return counts


def test_hits_added_since_the_view_was_created_or_last_seen_are_new(call, counts):
    view = save("lease", created_at=ago(days=5))
    publish(
        document("Lease A", added=ago(days=8)),
        document("Lease B", added=ago(days=3)),
        document("Note", added=ago(days=1)),
    )
    before = counts()
    ViewSeen(LIBRARY, ViewSeen.key(LIBRARY, view), created_at=ago(days=2), seen_at=ago(days=2)).save()

    assert before == {view: {"total": 2, "new": 1}}
    assert counts() == {view: {"total": 2, "new": 0}}


def test_seeing_a_view_resets_its_new_hits_for_this_person_only(call, counts, member):
    view = save("lease", created_at=ago(days=5))
    publish(document("Lease", added=ago(days=3)))
    call.handle = handler.handle
    who = member("viewer")
    call("POST", f"/v1/views/{view}/seen", **who)

    assert counts(**who) == {view: {"total": 1, "new": 0}}
    assert counts() == {view: {"total": 1, "new": 1}}


def test_alternatives_of_a_query_are_limited_to_new_hits_as_a_whole(counts):
    view = save("lease OR note", created_at=ago(days=5))
    publish(document("Lease", added=ago(days=8)), document("Note", added=ago(days=8)))

    assert counts() == {view: {"total": 2, "new": 0}}


def test_exact_views_views_of_the_trash_and_empty_ones_are_counted_like_their_search(counts):
    exact, other = save("leases", is_exact=True), save("leases")
    trash, everything, nothing = save("is:trash"), save(""), save("...")
    publish(document("Lease", added=ago(days=8)), make_document(State.READY, trashed_at=ago(days=1), title="Gone"))

    found = counts()

    assert (found[exact], found[nothing]) == (NONE, NONE)
    assert [found[view]["total"] for view in (other, trash, everything)] == [1, 1, 1]


def test_library_without_views_opens_no_index(counts, monkeypatch):
    monkeypatch.setattr(search, "count", None)

    assert counts() == {}


def test_what_was_recorded_of_deleted_views_is_deleted_when_it_is_old(call):
    view, deleted, undone = save("lease"), new_id(), new_id()
    for one, days in ((deleted, 31), (undone, 29)):
        ViewSeen(LIBRARY, ViewSeen.key(LIBRARY, one), created_at=ago(days=days), seen_at=ago(days=days)).save()
    ViewSeen(LIBRARY, ViewSeen.key("ben", deleted), created_at=ago(days=31), seen_at=ago(days=31)).save()

    assert call("POST", f"/v1/views/{view}/seen").status == 200

    left = {person: tables.library.list_kind(ViewSeen, LIBRARY, of=ViewSeen.of(person)) for person in (LIBRARY, "ben")}
    assert {one.view_id for one in left[LIBRARY]} == {view, undone}
    assert [one.view_id for one in left["ben"]] == [deleted]
