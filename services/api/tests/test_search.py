"""Hits as they are shown: pages, snippets, marks, explanations and completions."""

from unicodedata import normalize
from urllib.parse import quote

import pytest

from docloft import objects, tables
from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft.search.index.explaining import MOST_PARTS
from docloft.search.shown import cached_texts
from docloft.tables.records import Name
from services.api.tests.published import MOMENT, add_name, amend, found, publish, ready
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_hit_opens_at_its_page_and_shows_the_marked_words(search_for):
    document = ready("first page", "nothing", "the 🎉 Needle is here", title="Haystack")
    publish(document)

    [hit] = search_for("needle").json["hits"]

    assert (hit["document"]["id"], hit["document"]["title"], hit["page"]) == (document.document_id, "Haystack", 3)
    [snippet] = hit["snippets"]
    [[start, end]] = snippet["marks"]
    assert snippet["page"] == 3
    assert "".join(list(snippet["text"])[start:end]) == "Needle"


def test_other_pages_of_a_hit_are_listed_and_shown_when_requested(search_for):
    document = ready("Needle one", "nothing", "needle two", "Needle one", title="Haystack")
    publish(document)

    [hit] = search_for("needle").json["hits"]
    path = f"/v1/documents/{document.document_id}/matches?q=needle&limit=1"
    first = search_for.call("GET", path).json
    rest = search_for.call("GET", f"{path}&cursor={first['cursor']}").json

    assert (hit["page"], hit["more_pages"]) == (1, {"pages": [3, 4], "exact": True})
    assert first["matches"] == [{"page": 1, "text": "Needle one", "marks": [[0, 6]], "same_on": []}]
    assert [one["page"] for one in rest["matches"]] == [3]
    other = search_for.call("GET", f"/v1/documents/{document.document_id}/matches?q=other&cursor={first['cursor']}")
    assert other.code == "invalid-request"


@pytest.mark.parametrize(("state", "status"), [(State.RECEIVED, 404), (State.READY, 200)])
def test_document_without_text_has_no_matches(search_for, state, status):
    document = make_document(state, has_text=False)

    reply = search_for.call("GET", f"/v1/documents/{document.document_id}/matches?q=needle")

    assert (reply.status, reply.json.get("matches", [])) == (status, [])


def test_title_of_a_hit_is_marked_like_its_text(search_for):
    publish(ready("the lease", title="Leases of a house"), ready("lease", title="Note"))

    hits = search_for("lease").json["hits"]

    assert {hit["document"]["title"]: hit["title_marks"] for hit in hits} == {"Leases of a house": [[0, 6]], "Note": []}


def test_explanation_adds_up_to_the_score_by_which_hits_are_ranked(search_for):
    publish(ready("badger", title="Badger lease"), ready("badger badger"), ready("lease"))

    hits = search_for("badger", also={"explain": "true"}).json["hits"]
    plain = search_for("badger").json["hits"]

    explanations = [hit["explanation"] for hit in hits]
    for one in explanations:
        assert one["score"] == pytest.approx(one["recency"] * sum(part["score"] for part in one["parts"]), rel=1e-3)
    assert [one["score"] for one in explanations] == sorted((one["score"] for one in explanations), reverse=True)
    best = {(part["field"], part["term"]): part for part in explanations[0]["parts"]}
    assert best["title", "badger"]["documents"] == 1
    assert best["words", "badger"]["documents"] == 2
    assert {hit["explanation"] is None for hit in plain} == {True}


@pytest.mark.parametrize(
    "typed", ['"lease badger"', "bad*", "type:pdf", "*", "-xyz", "re-2031/00977 OR badger", "title:lease", "(a OR b) c"]
)
def test_every_kind_of_query_can_be_explained(search_for, typed):
    publish(ready("a badger lease b c"), ready("lease badger RE 2031 00977", title="lease"))

    hits = search_for(typed, also={"explain": "true", "order": "-date"}).json["hits"]

    assert hits
    assert all(len(hit["explanation"]["parts"]) <= MOST_PARTS for hit in hits)


def test_trash_is_searched_only_on_request(search_for):
    kept = ready("needle")
    trashed = amend(ready("needle"), trashed_at="2026-01-01T00:00:00.000Z")
    publish(kept, trashed)

    assert found(search_for("needle")) == [kept.document_id]
    assert found(search_for("needle is:trash")) == [trashed.document_id]


def test_another_librarys_documents_are_neither_found_nor_counted_nor_guessed(search_for):
    publish(ready("needle"))
    publish(ready("needle quincunx", library_id=OTHER_LIBRARY))

    assert search_for("needle").json["total"] == 1
    assert search_for("quincunx").json["total"] == 0
    assert search_for("quincunz").json["corrected"] is None


def test_hit_by_title_without_text_opens_at_page_one(search_for):
    document = make_document(State.FAILED, title="Broken scan")
    publish(document)

    [hit] = search_for("broken").json["hits"]

    assert (hit["page"], hit["snippets"]) == (1, [])


@pytest.mark.parametrize("body", [b"garbage", b""])
def test_hit_with_unreadable_text_has_no_snippets(search_for, body):
    broken, good = ready("needle"), ready("needle")
    publish(broken, good)
    objects.write(objects.text_key(LIBRARY, broken.document_id), body, "application/gzip")

    hits = {hit["document"]["id"]: hit for hit in search_for("needle").json["hits"]}

    assert hits[broken.document_id]["snippets"] == []
    assert hits[good.document_id]["snippets"]


def test_no_flipped_bit_of_a_text_makes_a_search_fail(search_for):
    broken, good = ready("needle", "and a needle"), ready("needle")
    publish(broken, good)
    key = objects.text_key(LIBRARY, broken.document_id)
    body, _ = objects.read(key)

    for byte in range(0, len(body), 4):
        objects.write(key, body[:byte] + bytes([body[byte] ^ 4]) + body[byte + 1 :], "application/gzip")
        cached_texts.forget()

        assert set(found(search_for("needle"))) == {broken.document_id, good.document_id}


_PAGE = "Die Rechnung 4711: Rechnungen, Büro-\ntische und Straße, not. Rent, renewed, Renault, 4719. Office desk."


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("rechnung", ["Rechnung", "Rechnungen"]),
        ("strasse", ["Straße"]),
        ('"office desk"', ["Office desk"]),
        ("büro*", ["Bürotische"]),
        ("rent", ["Rent"]),
        ("4711", ["4711"]),
        ("rechnung NOT draft", ["Rechnung", "Rechnungen"]),
        ("type:pdf rent", ["Rent"]),
        ("rnet", ["Rent"]),
    ],
)
def test_page_and_snippets_mark_the_same_words(search_for, typed, marked):
    document = ready(_PAGE, language="de")
    publish(document)

    response = search_for(typed).json
    [hit] = response["hits"]
    query = response["corrected"] or typed
    page = search_for.call(
        "GET", f"/v1/documents/{document.document_id}/pages/{hit['page']}/text?q={quote(query)}"
    ).json

    [snippet] = hit["snippets"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == marked
    assert [page["text"][start:end].replace("-\n", "") for start, end in page["marks"]] == marked
    words, terms = {normalize("NFKD", word.lower()) for word in marked}, {term["text"] for term in page["terms"]}
    # The first half of a hyphenated word also matches alone.
    assert words <= terms <= words | {normalize("NFKD", "büro")}


def test_similar_documents_share_rare_words(search_for):
    [march, april, letter, trashed] = [
        ready("electricity invoice for march", title="March"),
        ready("electricity invoice for april", title="April"),
        ready("letter from a bank for you", title="Letter"),
        amend(ready("electricity invoice for may"), trashed_at=MOMENT),
    ]
    publish(march, april, letter, trashed)

    def similar(document):
        reply = search_for.call("GET", f"/v1/documents/{document.document_id}/similar?limit=5")
        return [one["id"] for one in reply.json["documents"]]

    assert similar(march)[0] == april.document_id
    assert {march.document_id, trashed.document_id}.isdisjoint(similar(march))
    assert similar(make_document(State.READY, has_text=False)) == []
    amend(april, trashed_at=MOMENT)
    assert april.document_id not in similar(march)


def test_beginning_is_completed_by_names_titles_and_words(search_for):
    add_name("sender", "Great Power Ltd")
    add_name("kind", "Invoice")
    bill = ready("the powerful machine, powers and powers of", title="Power bill", file_name="a.pdf")
    gone = amend(ready("x", title="Power cut", file_name="b.pdf"), trashed_at=MOMENT)
    publish(bill, gone)

    def completed(typed):
        reply = search_for.call("GET", f"/v1/search/completions?q={quote(typed)}")
        return [tuple(one.values()) for one in reply.json["completions"]]

    assert completed("Pow") == [
        ("sender", "Great Power Ltd", 'from:"Great Power Ltd"', None),
        ("title", "Power bill", 'title:"Power bill"', bill.document_id),
        ("word", "powerful", "powerful", None),
        ("word", "powers", "powers", None),
    ]
    assert completed("invo") == [("kind", "Invoice", "kind:Invoice", None)]
    assert completed("power bi")[0][1] == "Power bill"
    assert completed("p") == completed("") == completed(" p ") == completed("zzz") == []
    assert search_for.call("GET", "/v1/search/completions").code == "invalid-request"


@pytest.mark.parametrize("typed", ["üb", "ub", "ueb", "u\u0308b"])
def test_beginning_is_completed_whatever_its_accents(search_for, typed):
    add_name("kind", "Übergabe")
    publish(ready("die Überweisung", title="Übersicht"), ready("the ubiquitous"))

    reply = search_for.call("GET", f"/v1/search/completions?q={quote(typed)}")

    found = {(one["kind"], one["text"]) for one in reply.json["completions"]}
    assert {("kind", "Übergabe"), ("title", "Übersicht"), ("word", f"{typed}erweisung")} <= found


def test_changed_retention_of_a_kind_acts_at_once_also_for_a_merged_one(search_for):
    kind, merged = new_id(), new_id()
    for one, into in ((kind, None), (merged, kind)):
        Name(LIBRARY, Name.key(one), created_at=MOMENT, what="kind", name=one, name_id=one, merged_into=into).save()
    old, kept = (ready("needle", kind=merged, document_date="2015-01-01") for _ in range(2))
    publish(old, amend(kept, keep_until="9999-12-31"))
    assert found(search_for("is:expired")) == []

    record = present(tables.library.find(Name, LIBRARY, Name.key(kind)))
    record.keep_years = 5
    record.save()

    assert found(search_for("is:expired")) == [old.document_id]
