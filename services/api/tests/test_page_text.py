import time
from contextlib import nullcontext

import pytest

from docloft import objects, recognised_pages, texts
from docloft.lifecycle.states import State
from docloft.recognised_pages import RecognisedPage
from docloft.texts import Text
from docloft_api import search_handler
from docloft_api.features.page_text import page as page_text
from docloft_api.features.page_text.page import MAX_CHARACTERS
from docloft_api.http import deadline
from tests.fixtures import LIBRARY, make_document


@pytest.fixture
def call(call):
    """Calls the search function, which serves the text of pages."""
    call.handle = search_handler.handle
    return call


@pytest.fixture
def read(call, ready):
    texts.store(LIBRARY, ready.document_id, Text(("one", "zwei \U0001f469 \ud800 \0", "")))

    def read(page):
        path = page if isinstance(page, str) and "/" in page else f"{page}/text"
        return call("GET", f"/v1/documents/{ready.document_id}/pages/{path}")

    return read


def test_text_of_a_page_is_returned_unchanged(read):
    assert read(1).json == {
        "page": 1,
        "pages": 3,
        "text": "one",
        "truncated": False,
        "recognised": False,
        "marks": [],
        "terms": [],
    }
    assert read(2).json["text"] == "zwei \U0001f469 \ud800 \0"
    assert read(3).json["text"] == ""


def test_no_flipped_bit_of_a_text_makes_a_page_fail(call, ready):
    body = texts.encode(Text(("one", "two")))

    for byte in range(0, len(body), 4):
        damaged = body[:byte] + bytes([body[byte] ^ 4]) + body[byte + 1 :]
        objects.write(objects.text_key(LIBRARY, ready.document_id), damaged, "application/gzip")
        page_text._loaded.cache_clear()

        assert call("GET", f"/v1/documents/{ready.document_id}/pages/1/text").json["text"] in {"one", ""}


@pytest.mark.parametrize("page", ["0", "4", "-1", "01", "x", "1.0", "99999999", "\u0661"])
def test_unknown_page_is_not_found(read, page):
    assert (read(page).status, read(page).code) == (404, "not-found")


def test_pages_without_text_are_empty(call):
    scan = make_document(State.READY, pages=2, has_text=False)

    for page in (1, 2):
        body = call("GET", f"/v1/documents/{scan.document_id}/pages/{page}/text").json
        assert (body["pages"], body["text"]) == (2, "")
    assert call("GET", f"/v1/documents/{scan.document_id}/pages/3/text").status == 404


def test_document_without_pages_has_one(call):
    photo = make_document(State.READY)

    assert call("GET", f"/v1/documents/{photo.document_id}/pages/1/text").json["pages"] == 1


@pytest.mark.parametrize("state", [state for state in State if state != State.READY])
def test_document_that_is_not_ready_has_no_text(call, state):
    document = make_document(state, pages=1)

    reply = call("GET", f"/v1/documents/{document.document_id}/pages/1/text")

    assert reply.code == "not-found"
    assert "ready" in reply.json["detail"]


def test_page_too_long_for_one_response_is_truncated(call, ready):
    texts.store(LIBRARY, ready.document_id, Text(("\u20ac" * (MAX_CHARACTERS + 1),)))

    body = call("GET", f"/v1/documents/{ready.document_id}/pages/1/text").json

    assert (len(body["text"]), body["truncated"]) == (MAX_CHARACTERS, True)


def test_next_page_does_not_load_the_text_again(read, monkeypatch):
    read(1)
    monkeypatch.setattr(texts, "load", lambda *_: pytest.fail("loaded again"))

    assert read(2).status == 200


@pytest.mark.parametrize("typed", ["", "(" * 1000, '"', "type:", "-one"])
def test_query_without_terms_marks_nothing(read, typed):
    page = read(f"1/text?q={typed}")

    assert (page.status, page.json["marks"], page.json["terms"]) == (200, [], [])


def test_query_that_is_too_long_is_refused(read):
    assert read("1/text?q=" + "a" * 1001).code == "invalid-request"


def test_marks_count_code_points(read):
    assert read("2/text?q=zwei").json["marks"] == [[0, 4]]


def test_page_of_one_letter_is_marked_within_one_response(call, ready, monkeypatch):
    texts.store(LIBRARY, ready.document_id, Text(("a " * MAX_CHARACTERS,)))
    # In seconds of processor time, because this machine may be busy with other tests.
    monkeypatch.setattr(deadline, "enforced", lambda _: nullcontext())
    started = time.process_time()

    body = call("GET", f"/v1/documents/{ready.document_id}/pages/1/text?q=a").json

    assert time.process_time() - started < deadline.LONGEST_SECONDS
    assert len(body["marks"]) == 10_000
    assert body["terms"] == [{"text": "a", "whole": True}]


@pytest.fixture
def scanned(call):
    """The id of a document of two pages whose second one is a picture."""
    document = make_document(State.READY, pages=2, has_text=True)
    words = ((100, 200, 300, 40, "Rechnung"), (500, 200, 80, 40, "Nr."))
    recognised_pages.store(LIBRARY, document.document_id, 1, RecognisedPage("Rechnung Nr.", words, 800, 1200, 90, 91))
    texts.store(LIBRARY, document.document_id, Text(("typed", "Rechnung Nr."), recognised="1"))
    return document.document_id


@pytest.fixture
def words(call, scanned):
    return lambda page: call("GET", f"/v1/documents/{scanned}/pages/{page}/words")


def test_words_of_a_picture_are_returned_with_their_places(call, scanned, words):
    texts_of = [call("GET", f"/v1/documents/{scanned}/pages/{page}/text").json for page in (1, 2)]

    assert [text["recognised"] for text in texts_of] == [False, True]
    assert words(2).json == {
        "page": 2,
        "angle": 90,
        "boxes": [[100, 200, 300, 40], [500, 200, 80, 40]],
        "words": ["Rechnung", "Nr."],
    }


def test_page_that_is_not_a_picture_has_no_words(words):
    assert words(1).json == {"page": 1, "angle": 0, "boxes": [], "words": []}


@pytest.mark.parametrize("page", ["0", "3", "x"])
def test_words_of_an_unknown_page_are_not_found(words, page):
    assert (words(page).status, words(page).code) == (404, "not-found")
