"""What a search reads: everything at once, and nothing twice. What changed meanwhile is shown as it is."""

from hashlib import sha256
from threading import Thread
from typing import Any

import pytest
from botocore.client import BaseClient

from docloft import index_heads, objects, tables, texts
from docloft.search import api as search
from docloft.search import results, vocabulary
from docloft.search.index import publication
from services.api.tests.published import amend, found, publish, publish_with_head, ready
from tests.fixtures import LIBRARY
from tests.narrowing import present
from tests.recording import recording

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_repeated_search_reads_the_head_and_the_documents_at_once(search_for, monkeypatch):
    long_page = " ".join(sha256(str(number).encode()).hexdigest() for number in range(8000))
    documents = [ready("needle", f"page of {number}") for number in range(19)] + [ready("needle", long_page)]
    for document in documents:
        text = present(texts.load(LIBRARY, document.document_id))
        texts.store(LIBRARY, document.document_id, text, vocabulary.make)
    publish_with_head(*documents)
    calls: list[Any] = []
    started: list[Any] = []
    call, start = BaseClient._make_api_call, Thread.start  # type: ignore[attr-defined]
    monkeypatch.setattr(BaseClient, "_make_api_call", recording(calls, call, lambda *given: given[1]))

    assert len(found(search_for("needle"))) == 20
    # The person, the head, the manifest, one pack, the documents, and the text of each with two parts of the long one.
    assert len(calls) <= 29, calls

    calls.clear()
    monkeypatch.setattr(Thread, "start", recording(started, start))
    assert len(found(search_for("needle"))) == 20
    assert calls == ["BatchGetItem"]
    assert not started


def test_search_without_hits_reads_only_the_head(search_for, monkeypatch):
    publish_with_head(ready("needle"))
    search_for("needle")
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    calls: list[Any] = []
    monkeypatch.setattr(BaseClient, "_make_api_call", recording(calls, call, lambda *given: given[1]))

    assert found(search_for("is:locked")) == []
    assert calls == ["BatchGetItem"]


def test_documents_of_a_corrected_query_are_read_once(search_for, monkeypatch):
    publish_with_head(*(ready("needle") for _ in range(3)))
    search_for("needle")
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    calls: list[Any] = []
    monkeypatch.setattr(BaseClient, "_make_api_call", recording(calls, call, lambda *given: given[1]))

    assert len(found(search_for("needel"))) == 3
    assert calls == ["BatchGetItem"]


def test_documents_of_a_corrected_query_that_spelling_did_not_need_are_read_too(search_for):
    publish_with_head(*(ready("needle") for _ in range(9)))

    assert len(found(search_for("needel"))) == 9


def test_corrected_query_is_searched_once(search_for, monkeypatch):
    publish_with_head(*(ready("needle") for _ in range(3)))
    find = results.find
    searched: list[Any] = []
    monkeypatch.setattr(results, "find", recording(searched, find, lambda _library, query, **_: query.text))

    reply = search_for("needel").json

    assert (reply["corrected"], reply["total"]) == ("needle", 3)
    assert searched == ["needel", "needle"]


def test_search_of_an_open_index_reads_nothing_of_its_files(search_for, monkeypatch):
    publish_with_head(ready("needle"))
    search_for("needle")
    monkeypatch.setattr("docloft.search.index.store.Copy.size", lambda _: pytest.fail("read"))

    assert len(found(search_for("needle"))) == 1


def test_snippets_of_a_repeated_search_are_made_once_and_of_another_one_again(search_for, monkeypatch):
    publish_with_head(ready("needle and thread", title="Needle"))
    first = search_for("needle").json
    show = results.show
    shown: list[Any] = []
    monkeypatch.setattr(results, "show", recording(shown, show))

    assert search_for("needle").json == first
    assert search_for("needle type:pdf").json["hits"][0]["snippets"] == first["hits"][0]["snippets"]
    assert not shown
    assert search_for("thread").json["hits"][0]["snippets"][0]["marks"] == [[11, 17]]
    assert len(shown) == 1


def test_document_published_since_the_index_was_opened_is_found(search_for):
    old, new = ready("needle"), ready("needle")
    publish_with_head(old)
    assert len(found(search_for("needle"))) == 1

    publish_with_head(new)

    assert len(found(search_for("needle"))) == 2
    publish_with_head(ready("straw"))
    assert len(found(search_for("straw"))) == 1


def test_document_changed_since_the_last_search_is_shown_as_it_is(search_for):
    document = ready("needle")
    publish_with_head(document)
    search_for("needle")

    amend(document, title="Renamed")

    [hit] = search_for("needle").json["hits"]
    assert hit["document"]["title"] == "Renamed"
    assert hit["document"]["version"] == 2


def test_query_without_terms_opens_the_index_for_the_next_search(search_for, monkeypatch):
    publish(ready("needle"))
    index_heads.advance(LIBRARY, "manifest", present(publication.published(search.location_of(LIBRARY))[0]).head, None)
    search_for("")
    read = []
    monkeypatch.setattr(objects, "read_if_changed", lambda *args: read.append(args))

    assert len(found(search_for("needle"))) == 1
    assert not read


def test_document_that_changed_since_it_was_indexed_is_shown_as_it_is_now(search_for):
    renamed, trashed, gone = ready("needle"), ready("needle"), ready("needle")
    publish(renamed, trashed, gone)

    amend(renamed, title="New name")
    amend(trashed, trashed_at="2026-01-01T00:00:00.000Z")
    tables.documents.Document(LIBRARY, gone.document_id).delete()

    reply = search_for("needle")
    assert [(hit["document"]["id"], hit["document"]["title"]) for hit in reply.json["hits"]] == [
        (renamed.document_id, "New name")
    ]
    assert reply.json["total"] == 1


def test_texts_are_fetched_once_for_a_version(search_for, monkeypatch):
    document = ready("needle")
    publish(document)
    search_for("needle")
    monkeypatch.setattr(
        "docloft.search.shown.cached_texts.objects.read_range", lambda *_, **__: pytest.fail("fetched again")
    )

    assert search_for("needle").json["hits"][0]["snippets"]
