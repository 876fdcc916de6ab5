"""Searches of the API with OpenSearch as the engine of the stage."""

import pytest

from docloft import commands, index_heads
from docloft.search import api as search
from services.api.tests.published import amend, publish, ready
from tests.fixtures import LIBRARY, sent_commands
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("fresh_indexes", "opensearch")


def fill():
    """As a rebuild does at its end."""
    draft = search.draft_of(search.location_of(LIBRARY))
    index_heads.advance(LIBRARY, "opensearch", present(draft.publish(None, index_heads.find(LIBRARY))), None)


def test_new_library_finds_nothing_and_requests_nothing(search_for):
    reply = search_for("needle")

    assert (reply.status, reply.json["hits"], reply.json["incomplete"]) == (200, [], None)
    assert sent_commands() == []


def test_hit_has_its_snippet_marks_facets_and_correction(search_for):
    document = ready("one page", "the needle in a haystack", title="Needle", kind="k1", language="en")
    publish(document)
    fill()

    reply = search_for("neddle haystak", also={"facets": "type"})

    [hit] = reply.json["hits"]
    assert hit["document"]["id"] == document.document_id
    assert hit["snippets"] == [{"page": 2, "text": "the needle in a haystack", "marks": [[4, 10], [16, 24]]}]
    assert hit["title_marks"] == [[0, 6]]
    assert reply.json["corrected"] == "needle haystack"
    [facet] = reply.json["facets"]
    assert [(value["id"], value["count"]) for value in facet["values"]] == [("pdf", 1)]
    assert reply.json["incomplete"] is None


def test_library_that_is_not_filled_says_so_and_requests_one_rebuild(search_for):
    index_heads.advance(LIBRARY, "manifest", search.Head(7, "0" * 64, 2), None)
    document = ready("needle")
    publish(document)

    replies = [search_for("needle") for _ in range(2)]

    assert [(reply.json["total"], reply.json["incomplete"]) for reply in replies] == [(1, "rebuilding")] * 2
    [command] = sent_commands()
    assert (command.action, command.library_id) == (commands.registry.REINDEX, LIBRARY)
    fill()
    assert search_for("needle").json["incomplete"] is None


def test_document_that_was_trashed_between_two_pages_hides_no_other(search_for):
    documents = [ready("needle") for _ in range(5)]
    publish(*documents)
    fill()
    first = search_for("needle", also={"limit": 2}).json
    shown = [hit["document"]["id"] for hit in first["hits"]]
    trashed = next(one for one in documents if one.document_id == shown[0])
    publish(amend(trashed, trashed_at="2026-01-01T00:00:00.000Z"))

    rest = search_for("needle", also={"limit": 9, "cursor": first["cursor"]}).json

    found = shown + [hit["document"]["id"] for hit in rest["hits"]]
    assert sorted(found) == sorted(one.document_id for one in documents)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_overloaded_service_is_tried_again_later(search_for, opensearch, status):
    publish(ready("needle"))
    opensearch.failing = lambda _: (status, {"error": {"type": "x", "reason": "needle"}, "status": status})

    reply = search_for("needle")

    assert reply.status == 503
    assert reply.json["type"].endswith("try-again")
    assert "needle" not in str(reply.json)
