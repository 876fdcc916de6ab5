"""A search in an index that is damaged, lost or older than what was published: it says so, and has it rebuilt."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from docloft import commands, index_heads, objects
from docloft.clock import now
from docloft.search import api as search
from services.api.tests.published import found, publish, ready
from tests.fixtures import LIBRARY, metric_lines, sent_commands

NOTHING_SAID: dict[str, Any] = {
    "corrected": None,
    "ignored": [],
    "notices": [],
    "facets": [],
    "around": ["", ""],
    "incomplete": None,
}

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_library_without_an_index_finds_nothing(search_for):
    assert search_for("needle").json == {"hits": [], "total": 0, "cursor": None, **NOTHING_SAID}


def damage():
    objects.write(search.location_of(LIBRARY).manifest_key, b"garbage", "application/json")
    search.forget()


def test_search_in_a_damaged_index_says_so_and_requests_one_rebuild(search_for):
    publish(ready("needle"))
    damage()

    replies = [search_for("needle") for _ in range(3)]

    for reply in replies:
        assert (reply.status, reply.json["hits"], reply.json["incomplete"]) == (200, [], "rebuilding")
    [command] = sent_commands()
    assert (command.action, command.library_id) == (commands.registry.REINDEX, LIBRARY)


def test_rebuild_is_requested_again_when_the_first_request_led_to_nothing(search_for, monkeypatch):
    publish(ready("needle"))
    damage()
    search_for("needle")
    later = now() + index_heads.REQUEST_AGAIN_AFTER + timedelta(seconds=1)

    monkeypatch.setattr(index_heads, "now", lambda: later)
    search_for("needle")
    search_for("needle")

    assert len(sent_commands()) == 2


def test_rebuild_that_could_not_be_requested_is_counted_and_requested_later(search_for, monkeypatch, capsys):
    publish(ready("needle"))
    damage()

    def refuse(*_arguments, **_options):
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "SendMessage")

    with monkeypatch.context() as broken:
        broken.setattr(commands, "send", refuse)
        assert search_for("needle").json["incomplete"] == "rebuilding"
    counted = [line for line in metric_lines(capsys) if line.get("CommandsFailed")]
    assert [(line["service"], line.get("command"), line.get("reason")) for line in counted] == [
        ("worker", None, None),
        ("worker", "reindex", "permission"),
    ]
    later = now() + index_heads.REQUEST_AGAIN_AFTER + timedelta(seconds=1)
    monkeypatch.setattr(index_heads, "now", lambda: later)
    search_for("needle")

    assert len(sent_commands()) == 1


def test_older_index_than_was_published_last_says_that_results_may_be_missing(search_for):
    documents = [ready("needle"), ready("needle")]
    publish(*documents)
    index_heads.advance(LIBRARY, "manifest", search.Head(99, "0" * 64, 2), None)

    reply = search_for("needle")

    assert (len(found(reply)), reply.json["incomplete"]) == (2, "rebuilding")
