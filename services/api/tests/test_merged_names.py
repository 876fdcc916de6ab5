"""Names that are merged or nested: what is found under both, and circles that two writers make_name."""

from docloft import directory, tables
from docloft.tables.records import Name
from services.api.tests.names import found, listed
from tests.fixtures import LIBRARY
from tests.narrowing import present


def test_tag_cannot_be_nested_in_itself(call, make_name):
    outer = make_name("tag", "House")
    inner = make_name("tag", "Heating", parent_id=outer["id"], colour="#2f6fde")

    for parent in (outer, inner):
        reply = call("PATCH", f"/v1/names/{outer['id']}", body={"parent_id": parent["id"]})
        assert reply.code == "invalid-request"


def test_merged_name_is_found_under_both_and_no_document_changes(call, make_name, ready):
    old, new = make_name("sender", "Telekom"), make_name("sender", "Deutsche Telekom AG")
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"sender": old["id"]})

    merged = call("POST", f"/v1/names/{old['id']}/merge", body={"into": new["id"]})

    assert (merged.json["id"], merged.json["aliases"]) == (new["id"], [old["id"]])
    assert call("POST", f"/v1/names/{old['id']}/merge", body={"into": new["id"]}).json == merged.json
    assert listed(call, "sender") == ["Deutsche Telekom AG"]
    assert found("sender", "telekom") == found("sender", "deutsche") == {old["id"], new["id"]}
    assert make_name("sender", "Telekom")["id"] == new["id"]
    assert call("GET", f"/v1/documents/{ready.document_id}").json["sender"] == old["id"]


def test_merge_of_different_things_or_into_itself_is_refused(call, make_name):
    sender, tag = make_name("sender", "A"), make_name("tag", "B")

    for source, into in ((sender, tag), (sender, sender)):
        reply = call("POST", f"/v1/names/{source['id']}/merge", body={"into": into["id"]})
        assert reply.code == "invalid-request"


def test_opposite_merges_at_once_make_no_circle(call, make_name, monkeypatch):
    one, two = make_name("tag", "One"), make_name("tag", "Two")
    real = directory.read

    def late(library_id):
        """Another writer merges the other way round after the names were read."""
        monkeypatch.setattr(directory, "read", real)
        names = real(library_id)
        for name, changes in ((two, {"merged_into": one["id"]}), (one, {})):
            record = present(tables.library.find(Name, LIBRARY, Name.key(name["id"])))
            record.version += 1
            record.merged_into = changes.get("merged_into")
            record.save()
        return names

    monkeypatch.setattr(directory, "read", late)

    reply = call("POST", f"/v1/names/{one['id']}/merge", body={"into": two["id"]})

    assert reply.code == "invalid-request"
    assert listed(call, "tag") == ["One"]


def test_tag_merged_into_one_nested_in_it_takes_its_place(call, make_name):
    top = make_name("tag", "House")
    middle = make_name("tag", "Heating", parent_id=top["id"])
    inner = make_name("tag", "Oil", parent_id=middle["id"])

    merged = call("POST", f"/v1/names/{middle['id']}/merge", body={"into": inner["id"]})

    assert merged.json["parent_id"] == top["id"]
    assert found("tag", "house") == {top["id"], middle["id"], inner["id"]}


def test_parent_finds_the_tags_nested_in_it(call, make_name):
    house = make_name("tag", "House")
    heating = make_name("tag", "Heating", parent_id=house["id"])
    oil = make_name("tag", "Oil", parent_id=heating["id"])

    assert found("tag", "HOUSE") == {house["id"], heating["id"], oil["id"]}
    assert found("tag", "oil") == {oil["id"]}
    assert found("sender", "house") == set()


def test_exact_name_hides_those_that_only_begin_with_the_words(make_name):
    short, long = make_name("kind", "Tax"), make_name("kind", "Tax notice")

    assert found("kind", "tax") == {short["id"]}
    assert found("kind", "not") == {long["id"]}
    assert found("kind", "...") == set()


def test_circle_that_two_writers_made_ends(call, make_name):
    one, two = make_name("tag", "One"), make_name("tag", "Two")
    for name, parent in ((one, two), (two, one)):
        record = present(tables.library.find(Name, LIBRARY, Name.key(name["id"])))
        record.parent_id = parent["id"]
        record.save()

    assert found("tag", "one") == {one["id"], two["id"]}
    assert len(listed(call, "tag")) == 2
