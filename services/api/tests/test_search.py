from datetime import timedelta
from hashlib import sha256
from threading import Thread
from unicodedata import normalize
from urllib.parse import quote

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import commands, directory, index_heads, objects, tables, texts
from docloft.clock import now
from docloft.documents import changes
from docloft.documents.states import State
from docloft.ids import new_id
from docloft.search import api as search
from docloft.search import results, vocabulary
from docloft.search.index import store
from docloft.search.index.explaining import MOST_PARTS
from docloft.tables.records import Name
from docloft.texts import Text
from docloft_api import search_handler
from docloft_api.features.full_text import library_search
from docloft_api.features.full_text.facet_values import MOST_SHOWN
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document, metric_lines, sent_commands

MOMENT = "2026-01-01T00:00:00.000Z"

pytestmark = pytest.mark.usefixtures("fresh_indexes")


@pytest.fixture
def search_for(call):
    """Searches as the site does."""
    call.handle = search_handler.handle

    def search_for(typed, **request):
        parameters = "".join(f"&{name}={quote(str(value))}" for name, value in request.pop("also", {}).items())
        return call("GET", f"/v1/search?q={quote(typed)}{parameters}", **request)

    search_for.call = call
    return search_for


NOTHING_SAID = {"corrected": None, "ignored": [], "notices": [], "facets": [], "incomplete": None}


def publish(*documents):
    """Indexes the current documents."""
    library_id = documents[0].library_id
    location = search.location_of(library_id)
    if objects.head(location.manifest_key) is None:
        search.Draft(location).publish()

    def apply(batch):
        for document in documents:
            entry = search.Entry(
                document.document_id,
                int(document.version),
                document.title,
                document.file_name,
                document.media_type,
                document.state,
                int(document.size),
                document.pages and int(document.pages),
                document.created_at,
                document.document_date,
                document.trashed_at,
                bool(document.has_text),
                kind=document.kind,
                sender=document.sender,
                tags=list(document.tags),
                amount=document.amount and int(document.amount),
                currency=document.currency,
                keep_until=document.keep_until,
            )
            batch.put(search.document_of(entry, texts.load(library_id, document.document_id)))

    search.commit(location, apply)


def publish_with_head(*documents):
    publish(*documents)
    head = store.published(search.location_of(LIBRARY))[0].head
    index_heads.advance(LIBRARY, "manifest", head, None)


def ready(*pages, library_id=LIBRARY, language=None, **values):
    document = make_document(State.READY, library_id, has_text=True, **values)
    texts.store(library_id, document.document_id, Text(pages, language))
    return document


def amend(document, **values):
    return changes.amend(
        document.library_id, document.document_id, lambda _: changes.Change("edited", values), actor="test"
    ).document


def found(reply):
    assert reply.status == 200, reply.text
    return [hit["document"]["id"] for hit in reply.json["hits"]]


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


def test_repeated_search_reads_the_head_and_the_documents_at_once(search_for, monkeypatch):
    long_page = " ".join(sha256(str(number).encode()).hexdigest() for number in range(8000))
    documents = [ready("needle", f"page of {number}") for number in range(19)] + [ready("needle", long_page)]
    for document in documents:
        text = texts.load(LIBRARY, document.document_id)
        texts.store(LIBRARY, document.document_id, text, vocabulary.make)
    publish_with_head(*documents)
    calls, started = [], []
    call, start = BaseClient._make_api_call, Thread.start
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *args: (calls.append(args[1]), call(*args))[1])

    assert len(found(search_for("needle"))) == 20
    # The person, the head, the manifest, one pack, the documents, and the text of each with two parts of the long one.
    assert len(calls) <= 29, calls

    calls.clear()
    monkeypatch.setattr(Thread, "start", lambda thread: (started.append(thread), start(thread))[1])
    assert len(found(search_for("needle"))) == 20
    assert calls == ["BatchGetItem"]
    assert not started


def test_search_without_hits_reads_only_the_head(search_for, monkeypatch):
    publish_with_head(ready("needle"))
    search_for("needle")
    calls, call = [], BaseClient._make_api_call
    monkeypatch.setattr(BaseClient, "_make_api_call", lambda *args: (calls.append(args[1]), call(*args))[1])

    assert found(search_for("is:locked")) == []
    assert calls == ["BatchGetItem"]


def test_snippets_of_a_repeated_search_are_made_once_and_of_another_one_again(search_for, monkeypatch):
    publish_with_head(ready("needle and thread", title="Needle"))
    first = search_for("needle").json
    shown, show = [], results.show
    monkeypatch.setattr(results, "show", lambda *args: (shown.append(args), show(*args))[1])

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


def test_query_without_terms_finds_nothing(search_for):
    publish(ready("needle"))

    for typed in ("", "  ", "kind:letter"):
        assert search_for(typed).json["hits"] == []
        assert search_for(typed).json["total"] == 0


def test_query_without_terms_opens_the_index_for_the_next_search(search_for, monkeypatch):
    publish(ready("needle"))
    index_heads.advance(LIBRARY, "manifest", store.published(search.location_of(LIBRARY))[0].head, None)
    search_for("")
    read = []
    monkeypatch.setattr(objects, "read_if_changed", lambda *args: read.append(args))

    assert len(found(search_for("needle"))) == 1
    assert not read


def test_library_without_an_index_finds_nothing(search_for):
    assert search_for("needle").json == {"hits": [], "total": 0, "cursor": None, **NOTHING_SAID}


def test_ignored_part_of_a_query_is_reported(search_for):
    publish(ready("needle"))

    reply = search_for("needle tag:tax")

    assert len(found(reply)) == 1
    assert reply.json["notices"] == [{"code": "unknown_name", "values": {"field": "tag", "value": "tax"}}]
    assert reply.json["ignored"] == ["There is no “tax” for tag: yet, so it was ignored."]


def test_over_long_query_is_cut_and_reported(search_for):
    publish(ready("needle"))

    reply = search_for("needle " + " " * 2000 + "hay")

    assert len(found(reply)) == 1
    assert [notice["code"] for notice in reply.json["notices"]] == ["too_long"]


def test_day_is_meant_in_the_time_zone_of_the_reader(search_for):
    document = ready("needle")
    document.created_at = "2025-03-14T23:30:00.000Z"
    publish(document)

    assert found(search_for("added:2025-03-15", also={"zone": "Europe/Berlin"})) == [document.document_id]
    assert found(search_for("added:2025-03-15")) == []
    assert search_for("added:2025-03-14", also={"zone": "Nowhere"}).json["notices"][0]["code"] == "bad_zone"


def test_document_is_found_by_its_sender_kind_and_tags(search_for):
    ids = {}
    for what, text, parent in (("sender", "Telekom AG", None), ("tag", "House", None), ("tag", "Oil", "House")):
        ids[text] = new_id()
        key = Name.key(ids[text])
        Name(LIBRARY, key, created_at=MOMENT, name_id=ids[text], what=what, name=text, parent_id=ids.get(parent)).save()
    bill, letter = ready("one", sender=ids["Telekom AG"], tags=[ids["Oil"]]), ready("two", tags=[ids["House"]])
    publish(bill, letter)

    assert found(search_for('from:"telekom ag"')) == [bill.document_id]
    assert found(search_for("tag:oil")) == [bill.document_id]
    assert set(found(search_for("tag:house"))) == {bill.document_id, letter.document_id}
    assert found(search_for("kind:house")) == []


def add_name(what, text, **values):
    name_id = new_id()
    Name(LIBRARY, Name.key(name_id), created_at=MOMENT, name_id=name_id, what=what, name=text, **values).save()
    return name_id


def test_facets_are_counted_with_names_and_filters_that_select_them(search_for):
    power, other = add_name("sender", "Power Ltd"), add_name("sender", "Water")
    merged = add_name("sender", "Power Limited", merged_into=power)
    publish(
        ready("needle", sender=power, document_date="2024-05-01"),
        ready("needle", sender=merged),
        ready("needle", sender=other),
        ready("needle", sender=new_id()),
    )
    senders = [
        {"id": power, "name": "Power Ltd", "count": 2, "filter": 'from:"Power Ltd"', "selected": False},
        {"id": other, "name": "Water", "count": 1, "filter": "from:Water", "selected": False},
    ]

    assert search_for("needle", also={"facets": "year,sender"}).json["facets"] == [
        {
            "facet": "year",
            "values": [{"id": "2024", "name": None, "count": 1, "filter": "date:2024", "selected": False}],
        },
        {"facet": "sender", "values": senders},
    ]
    [facet] = search_for('needle from:"Power Ltd"', also={"facets": "sender"}).json["facets"]
    assert facet["values"] == [{**senders[0], "selected": True}, senders[1]]
    assert search_for("", also={"facets": "sender"}).json["facets"] == [{"facet": "sender", "values": senders}]
    assert search_for("needle", also={"facets": "colour"}).code == "invalid-request"


def test_as_many_values_of_a_facet_are_shown_as_fit_with_those_selected(search_for):
    numbers = range(MOST_SHOWN + 1)
    tags = sorted(add_name("tag", f"Tag {number}") for number in numbers)
    publish(*[ready("needle", tags=[tag]) for tag in tags])
    shown = dict.fromkeys(tags[:MOST_SHOWN])

    [facet] = search_for("needle", also={"facets": "tag"}).json["facets"]
    assert [value["id"] for value in facet["values"]] == list(shown)
    last = Name.get(LIBRARY, Name.key(tags[-1])).name
    [facet] = search_for(f'needle tag:"{last}"', also={"facets": "tag"}).json["facets"]
    assert [value["id"] for value in facet["values"]] == tags


def test_exact_search_finds_no_other_forms_and_corrects_nothing(search_for):
    document = ready("the filtered needles")
    publish(document)

    assert found(search_for("needle")) == [document.document_id]
    assert found(search_for("needle", also={"exact": "true"})) == []
    assert search_for("fitlered", also={"exact": "true"}).json["corrected"] is None
    assert found(search_for("needles", also={"exact": "true"})) == [document.document_id]


def test_typing_error_is_corrected_and_reported(search_for):
    document = ready("only a rectangle", "the Filtered water, zidovske and Židovské")
    publish(document)

    reply = search_for("fitlered retcangle type:pdf")

    assert found(reply) == [document.document_id]
    assert reply.json["corrected"] == "filtered rectangle type:pdf"
    assert reply.json["hits"][0]["snippets"][0]["marks"]


def test_word_of_one_document_is_searched_for_together_with_a_similar_one_of_many(search_for):
    mistyped = ready("how the lantirn begins")
    many = [ready(f"lantern {number}") for number in range(10)]
    publish(mistyped, *many)

    reply = search_for("lantirn")
    exact = search_for("lantirn", also={"exact": "true"})

    assert reply.json["corrected"] == "(lantirn OR lantern)"
    assert (found(reply)[0], reply.json["total"]) == (mistyped.document_id, 11)
    assert (found(exact), exact.json["corrected"]) == ([mistyped.document_id], None)


def test_word_of_one_document_is_corrected_where_the_other_words_are_elsewhere(search_for):
    publish(ready("lantirn"), *(ready("lantern guide") for _ in range(10)))

    reply = search_for("guide lantirn")

    assert (reply.json["corrected"], reply.json["total"]) == ("guide (lantirn OR lantern)", 10)


@pytest.mark.parametrize(("rare", "frequent"), [(1, 9), (3, 30)], ids=["not ten times as many", "not few"])
def test_rare_word_is_not_corrected_unless_a_similar_one_is_ten_times_as_frequent(search_for, rare, frequent):
    publish(*(ready("lantirn") for _ in range(rare)), *(ready("lantern") for _ in range(frequent - rare)))

    reply = search_for("lantirn")

    assert (reply.json["corrected"], reply.json["total"]) == (None, rare)


def test_pages_and_marks_of_an_exact_search_have_no_other_forms(search_for):
    document = ready("needles", "needle", "needles needle")
    publish(document)
    call = search_for.call

    def matches(more):
        reply = call("GET", f"/v1/documents/{document.document_id}/matches?q=needle{more}")
        return [match["page"] for match in reply.json["matches"]]

    def marks(more):
        return call("GET", f"/v1/documents/{document.document_id}/pages/3/text?q=needle{more}").json["marks"]

    assert (matches(""), matches("&exact=true")) == ([1, 2, 3], [2, 3])
    assert (marks(""), marks("&exact=true")) == ([[0, 7], [8, 14]], [[8, 14]])


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


def test_known_word_is_not_corrected(search_for):
    publish(ready("filtered"), ready("fitlered"))

    assert search_for("fitlered").json["corrected"] is None
    assert search_for("fitlered").json["total"] == 1
    assert search_for("xyzzyxyzzy").json["corrected"] is None


def test_pages_of_hits_follow_each_other_to_the_end(search_for):
    documents = [ready(f"needle number{number}") for number in range(7)]
    publish(*documents)

    seen, cursor = [], None
    while True:
        reply = search_for("needle", also={"limit": 3, **({"cursor": cursor} if cursor else {})})
        seen += found(reply)
        assert reply.json["total"] == 7
        cursor = reply.json["cursor"]
        if cursor is None:
            break

    assert sorted(seen) == [document.document_id for document in documents]


def test_hits_and_total_of_the_next_page_do_not_depend_on_what_changed_meanwhile(search_for):
    documents = [ready(f"needle number{number}") for number in range(5)]
    publish(*documents)
    first = search_for("neelde", also={"limit": 2})
    publish(ready("needle added"), ready("neelde"), amend(documents[0], title="Needle needle"))
    trashed = found(first)[0]
    publish(amend(tables.documents.find(LIBRARY, trashed), trashed_at=MOMENT))

    rest = search_for("neelde", also={"limit": 9, "cursor": first.json["cursor"]})

    assert {document.document_id for document in documents} <= {*found(first), *found(rest)}
    assert not set(found(first)) & set(found(rest))
    assert (rest.json["total"], rest.json["corrected"]) == (5, "needle")


@pytest.mark.parametrize("cursor", ["x", "W10", "WzUsIngiXQ", "bnVsbA", "é", "WzFlOTk5LCJ4Il0", "W3RydWUsIngiXQ"])
def test_cursor_that_was_not_issued_is_refused(search_for, cursor):
    publish(ready("needle"))

    reply = search_for("needle", also={"cursor": cursor})

    assert (reply.status, reply.code) == (400, "invalid-request")


def test_cursor_belongs_to_its_query(search_for):
    publish(*[ready("needle water") for _ in range(3)])
    cursor = search_for("needle", also={"limit": 1}).json["cursor"]

    assert search_for("needle", also={"limit": 1, "cursor": cursor}).status == 200
    assert search_for("water", also={"limit": 1, "cursor": cursor}).status == 400


def test_hits_are_returned_in_the_requested_order(search_for):
    dated = {day: ready("needle", document_date=day, title=f"Paper {day}") for day in ("2025-02-01", "2024-01-01")}
    undated = ready("needle", title="A paper")
    publish(*dated.values(), undated)
    ids = {name: document.document_id for name, document in dated.items()}

    for typed in ("needle", "", " "):
        assert found(search_for(typed, also={"order": "date"})) == [
            ids["2024-01-01"],
            ids["2025-02-01"],
            undated.document_id,
        ]
    assert found(search_for("needle", also={"order": "title"}))[0] == undated.document_id
    assert search_for("needle", also={"order": "best"}).code == "invalid-request"


def test_cursor_belongs_to_its_order(search_for):
    publish(*[ready("needle") for _ in range(3)])
    cursor = search_for("needle", also={"limit": 1, "order": "title"}).json["cursor"]

    assert search_for("needle", also={"limit": 1, "order": "title", "cursor": cursor}).status == 200
    assert search_for("needle", also={"limit": 1, "cursor": cursor}).code == "invalid-request"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x"])
def test_limit_is_from_one_to_a_hundred(search_for, limit):
    assert search_for("x", also={"limit": limit}).status == 400


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


def test_page_whose_documents_were_all_deleted_is_not_the_end(search_for):
    documents = [ready("needle") for _ in range(4)]
    publish(*documents)
    order = found(search_for("needle"))
    for document_id in order[:2]:
        tables.documents.Document(LIBRARY, document_id).delete()

    reply = search_for("needle", also={"limit": 2})

    assert found(reply) == order[2:]
    assert reply.json["cursor"] is None


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


def test_hit_with_unreadable_text_has_no_snippets(search_for):
    broken, good = ready("needle"), ready("needle")
    publish(broken, good)
    objects.write(objects.text_key(LIBRARY, broken.document_id), b"garbage", "application/gzip")

    hits = {hit["document"]["id"]: hit for hit in search_for("needle").json["hits"]}

    assert hits[broken.document_id]["snippets"] == []
    assert hits[good.document_id]["snippets"]


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


def test_texts_are_fetched_once_for_a_version(search_for, monkeypatch):
    document = ready("needle")
    publish(document)
    search_for("needle")
    monkeypatch.setattr(
        "docloft.search.shown.cached_texts.objects.read_range", lambda *_, **__: pytest.fail("fetched again")
    )

    assert search_for("needle").json["hits"][0]["snippets"]


def test_no_query_is_an_error(search_for):
    publish(ready("needle (x) é 処刑", "second"))

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    def run(typed):
        found = library_search.search(LIBRARY, typed, 2, None, names=directory.Lookup(LIBRARY))
        assert len(found.hits) <= found.total

    run()


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


def test_changed_retention_of_a_kind_acts_at_once_also_for_a_merged_one(search_for):
    kind, merged = new_id(), new_id()
    for one, into in ((kind, None), (merged, kind)):
        Name(LIBRARY, Name.key(one), created_at=MOMENT, what="kind", name=one, name_id=one, merged_into=into).save()
    old, kept = (ready("needle", kind=merged, document_date="2015-01-01") for _ in range(2))
    publish(old, amend(kept, keep_until="9999-12-31"))
    assert found(search_for("is:expired")) == []

    record = tables.library.find(Name, LIBRARY, Name.key(kind))
    record.keep_years = 5
    record.save()

    assert found(search_for("is:expired")) == [old.document_id]
