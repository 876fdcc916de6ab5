import pytest

from docloft import tables, texts
from docloft.lifecycle.states import State
from docloft.suggestions import Fact, Suggestion
from docloft.texts import Text
from docloft_api import handler, search_handler
from services.api.tests.published import add_name, publish
from tests.fixtures import LIBRARY, make_document

POWER = "Grünstrom Werke GmbH\nLindenallee 7, Köln"
GARAGE = "Autohaus Falke\nAm Ring 12, Bonn"

pytestmark = pytest.mark.usefixtures("fresh_indexes")


@pytest.fixture
def get(call):
    call.handle = search_handler.handle
    return lambda document: call("GET", f"/v1/documents/{document.document_id}/suggestions").json["suggestions"]


def letter(head, heading="Rechnung Strom", number=1, **values):
    document = make_document(State.READY, has_text=True, title=f"Letter {number}", **values)
    text = f"{head}\n{heading}\nEs geht um den Fall {number} und um sonst nichts.\nMit freundlichen Grüßen\n{head}"
    found = (Suggestion(Fact.TITLE, heading, 0.9, heading), Suggestion(Fact.KIND, "invoice", 0.9, heading, 0, 0, 8))
    texts.store(LIBRARY, document.document_id, Text((text,), "de", suggestions=found))
    return document


def archive(*others, head=POWER, sender=None, kind=None, tags=(), count=3, heading="Rechnung Strom"):
    """Publishes filed letters together with others."""
    filed = [letter(head, heading, number, sender=sender, kind=kind, tags=list(tags)) for number in range(2, count + 2)]
    publish(*filed, *others)
    return filed


def by_fact(suggestions):
    return {one["fact"]: one["value"] for one in suggestions}


def test_sender_kind_and_tags_of_similar_documents_are_suggested_with_these_documents(get):
    sender, kind = add_name("sender", "Strom"), add_name("kind", "Rechnungen")
    tags = [add_name("tag", "Haus"), add_name("tag", "Steuer")]
    new = letter(POWER)
    filed = archive(new, sender=sender, kind=kind, tags=tags)
    archive(head=GARAGE, heading="Mahnung Reifen", sender=add_name("sender", "Falke"), kind=add_name("kind", "Mahnung"))

    learned = [one for one in get(new) if one["like"]]

    assert sorted((one["fact"], one["value"]) for one in learned) == [
        ("kind", "Rechnungen"),
        ("sender", "Strom"),
        ("tag", "Haus"),
        ("tag", "Steuer"),
    ]
    assert all(0 < one["confidence"] <= 1 for one in learned)
    assert {tuple(sorted(like["document_id"] for like in one["like"])) for one in learned} == {
        tuple(sorted(one.document_id for one in filed))
    }
    assert learned[0]["like"][0]["title"].startswith("Letter ")


def test_learned_kind_replaces_the_one_found_in_the_text(get):
    new = letter(POWER)
    assert by_fact(get(new))["kind"] == "invoice"
    archive(new, kind=add_name("kind", "Rechnungen"))

    assert [one["value"] for one in get(new) if one["fact"] == "kind"] == ["Rechnungen"]


def test_one_document_alone_teaches_nothing(get):
    new = letter(POWER)
    archive(new, sender=add_name("sender", "Strom"), count=1)

    assert "sender" not in by_fact(get(new))


def test_similar_documents_that_disagree_teach_nothing(get):
    new = letter(POWER)
    archive(new, sender=add_name("sender", "Strom"), tags=[add_name("tag", "Haus")])
    archive(sender=add_name("sender", "Werke"), tags=[add_name("tag", "Garten")])

    assert {"sender", "tag"}.isdisjoint(by_fact(get(new)))


def test_letter_of_an_unknown_sender_is_not_given_to_a_known_one(get):
    stranger = letter("Bäckerei Sommer\nLindenallee 9, Köln")
    archive(stranger, sender=add_name("sender", "Strom"))
    archive(head=GARAGE, sender=add_name("sender", "Falke"))

    assert "sender" not in by_fact(get(stranger))


def test_what_is_in_the_trash_or_has_a_deleted_name_teaches_nothing(get):
    new = letter(POWER)
    archive(new, sender=add_name("sender", "Strom"), kind="01GONE")
    for document in tables.documents.list_all(LIBRARY):
        if document.sender:
            document.update(actions=[tables.documents.Document.trashed_at.set("2026-01-01T00:00:00.000Z")])

    assert by_fact(get(new)) == {"kind": "invoice"}


def test_merged_name_counts_as_the_one_that_replaced_it(get):
    new = letter(POWER)
    kept = add_name("sender", "Strom")
    archive(new, sender=kept, count=1)
    archive(sender=add_name("sender", "Old", merged_into=kept), count=1)

    assert by_fact(get(new))["sender"] == "Strom"


def test_refused_or_decided_values_are_not_suggested_again(get, call):
    new = letter(POWER)
    tags = [add_name("tag", "Haus"), add_name("tag", "Steuer")]
    sender = add_name("sender", "Strom")
    archive(new, sender=sender, tags=tags)
    call.handle = handler.handle
    url = f"/v1/documents/{new.document_id}"
    assert call("POST", f"{url}/suggestions/refuse", body={"fact": "tag", "value": "Haus"}).status == 200
    assert call("PATCH", url, body={"sender": sender, "tags": [tags[1]]}).status == 200
    call.handle = search_handler.handle

    assert {"sender", "tag"}.isdisjoint(by_fact(get(new)))


def test_document_that_is_not_indexed_yet_has_what_its_text_says(get):
    archive(sender=add_name("sender", "Strom"))
    new = letter(POWER)

    assert by_fact(get(new)) == {"kind": "invoice"}
