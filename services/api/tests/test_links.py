from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from docloft import formats
from docloft.clock import now
from docloft.lifecycle.states import State
from docloft_api import links
from docloft_api.representations import thumbnails
from services.api.tests.published import publish
from services.api.tests.published import ready as make_ready
from tests.fixtures import LIBRARY, make_document

SCRIPTABLE = ["text/html", "image/svg+xml", "application/xhtml+xml", "text/markdown", "text/xml", "x/y"]


def original(call, document, query=""):
    reply = call("GET", f"/v1/documents/{document.document_id}/original{query}")
    assert reply.status == 200, reply.text
    url = urlsplit(reply.json["url"])
    return reply.json, url, {name: values[0] for name, values in parse_qs(url.query).items()}


def test_original_is_a_download_by_default(call, ready):
    body, url, query = original(call, ready)

    assert url.path.endswith(f"originals/{LIBRARY}/{ready.document_id}/1")
    assert body["disposition"] == "attachment"
    assert query["response-content-disposition"].startswith("attachment;")
    assert query["response-content-type"] == "application/pdf"
    assert (body["file_name"], body["media_type"]) == ("Invoice.pdf", "application/pdf")


def test_link_expires_after_fifteen_minutes(call, ready):
    body, _, query = original(call, ready)

    assert query["X-Amz-Expires"] == "900"
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    left = datetime.fromisoformat(body["expires_at"]) - now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


@pytest.mark.parametrize("media_type", [one.media_type for one in formats.FORMATS if one.inline_safe])
def test_safe_type_opens_inline(call, media_type):
    body, _, query = original(call, make_document(State.READY, media_type=media_type), "?disposition=inline")

    assert body["disposition"] == "inline"
    assert query["response-content-disposition"].startswith("inline;")
    assert query["response-content-type"] == media_type


@pytest.mark.parametrize("media_type", SCRIPTABLE)
def test_type_that_can_contain_scripts_is_only_downloaded(call, media_type):
    body, _, query = original(call, make_document(State.READY, media_type=media_type), "?disposition=inline")

    assert body["disposition"] == "attachment"
    assert query["response-content-disposition"].startswith("attachment;")
    known = formats.find(media_type) is not None
    assert query["response-content-type"] == (media_type if known else "application/octet-stream")


@pytest.mark.parametrize("name", ['a"; filename="b.html.txt', "a; b,c.pdf", "Müller \U0001f469.pdf", "a\\b'.pdf"])
def test_file_name_cannot_break_out_of_its_header(call, name):
    _, _, query = original(call, make_document(State.READY, file_name=name))

    header = query["response-content-disposition"]
    assert header.isascii()
    assert header.count('"') == 2
    assert header.count(";") == 2
    assert not set(header) & set("\r\n\\")


@pytest.mark.parametrize("state", [State.AWAITING_UPLOAD, State.REJECTED])
def test_document_that_was_not_received_has_no_original(call, state):
    document = make_document(state)

    assert call("GET", f"/v1/documents/{document.document_id}/original").code == "not-found"


def test_unknown_disposition_is_refused(call, ready):
    assert call("GET", f"/v1/documents/{ready.document_id}/original?disposition=open").status == 400


def test_thumbnail_is_a_link_with_its_size(call, ready):
    body = call("GET", f"/v1/documents/{ready.document_id}/thumbnail").json

    query = parse_qs(urlsplit(body["url"]).query)
    assert (body["width"], body["height"]) == (354, 500)
    assert (query["response-content-type"], query["X-Amz-Expires"]) == (["image/webp"], ["900"])


def test_document_without_a_thumbnail_has_no_link(call):
    document = make_document(State.READY)

    assert call("GET", f"/v1/documents/{document.document_id}/thumbnail").code == "not-found"
    assert call("GET", f"/v1/documents/{document.document_id}").json["thumbnail"] is None


def test_polling_page_gets_the_same_thumbnail_link_for_five_minutes(call, ready, monkeypatch):
    first = call("GET", "/v1/documents").json["documents"][0]["thumbnail"]

    assert call("GET", "/v1/documents").json["documents"][0]["thumbnail"] == first
    later = thumbnails.time.time() + 301
    monkeypatch.setattr(thumbnails.time, "time", lambda: later)
    assert call("GET", "/v1/documents").json["documents"][0]["thumbnail"]["expires_at"] > first["expires_at"]


@pytest.mark.usefixtures("fresh_indexes")
def test_hit_of_a_repeated_search_gets_a_new_thumbnail_link_after_five_minutes(search_for, monkeypatch):
    publish(make_ready("needle", thumbnail_width=354, thumbnail_height=500))
    [first] = search_for("needle").json["hits"]
    [again] = search_for("needle").json["hits"]
    later = thumbnails.time.time() + 301
    monkeypatch.setattr(thumbnails.time, "time", lambda: later)
    # Two links of the same second would be equal.
    monkeypatch.setattr(links, "expiry", lambda: "2099-01-01T00:00:00.000Z")
    monkeypatch.setattr(links, "LINK_SECONDS", 901)

    [renewed] = search_for("needle").json["hits"]

    assert again == first
    assert renewed["document"]["thumbnail"]["expires_at"] == "2099-01-01T00:00:00.000Z"
    assert renewed["document"]["thumbnail"]["url"] != first["document"]["thumbnail"]["url"]
    assert {**renewed["document"], "thumbnail": None} == {**first["document"], "thumbnail": None}


def test_cache_of_links_stays_small(call, monkeypatch):
    monkeypatch.setattr(thumbnails, "_MAX_CACHED", 2)
    for _ in range(5):
        make_document(State.READY, thumbnail_width=1, thumbnail_height=1)

    call("GET", "/v1/documents")

    assert len(thumbnails._cached) <= 2
