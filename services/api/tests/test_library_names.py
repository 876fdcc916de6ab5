import pytest

from docloft import directory, tables
from docloft.tables.records import Name, NameClaim
from tests.fixtures import LIBRARY

UNKNOWN = "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"


@pytest.fixture
def make(call):
    def make(what, name, **more):
        reply = call("POST", "/v1/names", body={"what": what, "name": name, **more})
        assert reply.status in {200, 201}, reply.text
        return reply.json

    return make


def listed(call, what):
    return [one["name"] for one in call("GET", "/v1/names").json["names"] if one["what"] == what]


def found(what, typed):
    return set(directory.read(LIBRARY).find_ids(what, typed))


def test_name_that_exists_is_returned_whatever_its_case(call):
    first = call("POST", "/v1/names", body={"what": "sender", "name": "Telekom AG"})
    again = call("POST", "/v1/names", body={"what": "sender", "name": " TELEKOM  ag"})

    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert call("POST", "/v1/names", body={"what": "tag", "name": "Telekom AG"}).status == 201
    assert listed(call, "sender") == ["Telekom AG"]


def test_two_writers_at_once_make_one_name(call, make, monkeypatch):
    real = directory.read

    def late(library_id):
        """Another writer is faster after the names were read."""
        monkeypatch.setattr(directory, "read", real)
        names = real(library_id)
        key = {"library_id": LIBRARY, "created_at": "2026-01-01T00:00:00.000Z", "name_id": UNKNOWN}
        Name(**key, record_key=Name.key(UNKNOWN), what="sender", name="Telekom").save()
        NameClaim(**key, record_key=NameClaim.key("sender", "telekom")).save()
        return names

    monkeypatch.setattr(directory, "read", late)

    assert make("sender", "TELEKOM")["id"] == UNKNOWN
    assert listed(call, "sender") == ["Telekom"]


@pytest.mark.parametrize("name", ["\ufdfa" * 100, "\U0001f600" * 100, "a#b/c%00"], ids=["ligatures", "emoji", "signs"])
def test_any_name_that_may_be_shown_can_be_created(make, name):
    assert make("tag", name)["name"] == name
    assert make("tag", name)["version"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {"what": "sender", "name": "\u200b"},
        {"what": "sender", "name": ""},
        {"what": "sender", "name": "x" * 101},
        {"what": "colour", "name": "x"},
        {"what": "sender", "name": "x", "colour": "#ff0000"},
        {"what": "tag", "name": "x", "colour": "red"},
        {"what": "tag", "name": "x", "parent_id": UNKNOWN},
        {"what": "tag", "name": "x", "parent_id": "x"},
    ],
)
def test_invalid_name_is_refused(call, body):
    assert call("POST", "/v1/names", body=body).code == "invalid-request"


def test_number_of_names_is_limited(call, make, monkeypatch):
    monkeypatch.setattr(directory, "MOST_OF_A_KIND", 1)
    make("kind", "Invoice")

    assert call("POST", "/v1/names", body={"what": "kind", "name": "Letter"}).code == "conflict"
    assert make("kind", "invoice")["name"] == "Invoice"
    make("tag", "Letter")


def test_renamed_name_leaves_its_old_letters_to_others(call, make):
    old, other = make("kind", "Bill"), make("kind", "Letter")
    path = f"/v1/names/{old['id']}"

    renamed = call("PATCH", path, body={"name": "Invoice"}, headers={"If-Match": '"1"'})

    assert (renamed.json["id"], renamed.json["name"], renamed.headers["ETag"]) == (old["id"], "Invoice", '"2"')
    assert call("PATCH", path, body={"name": "Invoice"}).json["version"] == 2
    assert call("PATCH", path, body={"name": "INVOICE"}).json["name"] == "INVOICE"
    assert call("PATCH", path, body={"name": "x"}, headers={"If-Match": '"1"'}).code == "precondition-failed"
    assert call("PATCH", path, body={"name": other["name"]}).code == "conflict"
    assert make("kind", "Bill")["id"] not in {old["id"], other["id"]}


def test_tag_has_a_colour_that_is_changed_and_removed(call, make):
    made = make("tag", "House", colour="#2f6fde")
    path = f"/v1/names/{made['id']}"

    changed = call("PATCH", path, body={"colour": "#aa0000"}).json
    shown = call("GET", "/v1/names").json["names"]
    removed = call("PATCH", path, body={"colour": None}).json

    assert (made["colour"], changed["colour"], removed["colour"]) == ("#2f6fde", "#aa0000", None)
    assert shown == [changed]


def test_tag_cannot_be_nested_in_itself(call, make):
    outer = make("tag", "House")
    inner = make("tag", "Heating", parent_id=outer["id"], colour="#2f6fde")

    for parent in (outer, inner):
        reply = call("PATCH", f"/v1/names/{outer['id']}", body={"parent_id": parent["id"]})
        assert reply.code == "invalid-request"


def test_merged_name_is_found_under_both_and_no_document_changes(call, make, ready):
    old, new = make("sender", "Telekom"), make("sender", "Deutsche Telekom AG")
    call("PATCH", f"/v1/documents/{ready.document_id}", body={"sender": old["id"]})

    merged = call("POST", f"/v1/names/{old['id']}/merge", body={"into": new["id"]})

    assert (merged.json["id"], merged.json["aliases"]) == (new["id"], [old["id"]])
    assert call("POST", f"/v1/names/{old['id']}/merge", body={"into": new["id"]}).json == merged.json
    assert listed(call, "sender") == ["Deutsche Telekom AG"]
    assert found("sender", "telekom") == found("sender", "deutsche") == {old["id"], new["id"]}
    assert make("sender", "Telekom")["id"] == new["id"]
    assert call("GET", f"/v1/documents/{ready.document_id}").json["sender"] == old["id"]


def test_merge_of_different_things_or_into_itself_is_refused(call, make):
    sender, tag = make("sender", "A"), make("tag", "B")

    for source, into in ((sender, tag), (sender, sender)):
        reply = call("POST", f"/v1/names/{source['id']}/merge", body={"into": into["id"]})
        assert reply.code == "invalid-request"


def test_opposite_merges_at_once_make_no_circle(call, make, monkeypatch):
    one, two = make("tag", "One"), make("tag", "Two")
    real = directory.read

    def late(library_id):
        """Another writer merges the other way round after the names were read."""
        monkeypatch.setattr(directory, "read", real)
        names = real(library_id)
        for name, changes in ((two, {"merged_into": one["id"]}), (one, {})):
            record = tables.library.find(Name, LIBRARY, Name.key(name["id"]))
            record.version += 1
            record.merged_into = changes.get("merged_into")
            record.save()
        return names

    monkeypatch.setattr(directory, "read", late)

    reply = call("POST", f"/v1/names/{one['id']}/merge", body={"into": two["id"]})

    assert reply.code == "invalid-request"
    assert listed(call, "tag") == ["One"]


def test_tag_merged_into_one_nested_in_it_takes_its_place(call, make):
    top = make("tag", "House")
    middle = make("tag", "Heating", parent_id=top["id"])
    inner = make("tag", "Oil", parent_id=middle["id"])

    merged = call("POST", f"/v1/names/{middle['id']}/merge", body={"into": inner["id"]})

    assert merged.json["parent_id"] == top["id"]
    assert found("tag", "house") == {top["id"], middle["id"], inner["id"]}


def test_parent_finds_the_tags_nested_in_it(call, make):
    house = make("tag", "House")
    heating = make("tag", "Heating", parent_id=house["id"])
    oil = make("tag", "Oil", parent_id=heating["id"])

    assert found("tag", "HOUSE") == {house["id"], heating["id"], oil["id"]}
    assert found("tag", "oil") == {oil["id"]}
    assert found("sender", "house") == set()


def test_exact_name_hides_those_that_only_begin_with_the_words(make):
    short, long = make("kind", "Tax"), make("kind", "Tax notice")

    assert found("kind", "tax") == {short["id"]}
    assert found("kind", "not") == {long["id"]}
    assert found("kind", "...") == set()


def test_circle_that_two_writers_made_ends(call, make):
    one, two = make("tag", "One"), make("tag", "Two")
    for name, parent in ((one, two), (two, one)):
        record = tables.library.find(Name, LIBRARY, Name.key(name["id"]))
        record.parent_id = parent["id"]
        record.save()

    assert found("tag", "one") == {one["id"], two["id"]}
    assert len(listed(call, "tag")) == 2


def test_deleted_name_means_nothing_and_may_be_created_again(call, make, ready):
    tag = make("tag", "Old")
    alias = make("tag", "Older")
    call("POST", f"/v1/names/{alias['id']}/merge", body={"into": tag["id"]})
    path = f"/v1/documents/{ready.document_id}"
    call("PATCH", path, body={"tags": [tag["id"]]})

    assert call("DELETE", f"/v1/names/{tag['id']}", headers={"If-Match": '"1"'}).code == "precondition-failed"
    assert call("DELETE", f"/v1/names/{tag['id']}").status == 200

    assert call("DELETE", f"/v1/names/{tag['id']}").code == "not-found"
    assert listed(call, "tag") == []
    assert found("tag", "older") == set()
    new = [make("tag", "Old")["id"], make("tag", "Older")["id"]]
    assert not {tag["id"], alias["id"]} & set(new)
    assert call("PATCH", path, body={"tags": [tag["id"], *new]}).json["tags"] == [tag["id"], *new]


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/names"), ("DELETE", f"/v1/names/{UNKNOWN}")])
def test_viewer_may_not_change_names(call, member, method, path):
    call("GET", "/v1/me")

    assert call(method, path, body={"what": "tag", "name": "x"}, **member("viewer")).status == 403


def test_document_has_what_a_person_gave_it(call, make, ready):
    path = f"/v1/documents/{ready.document_id}"
    given = {
        "sender": make("sender", "Telekom")["id"],
        "kind": make("kind", "Invoice")["id"],
        "tags": [make("tag", "House")["id"], make("tag", "2026")["id"]],
        "due_date": "2026-12-01",
        "amount": 12345,
        "currency": "EUR",
    }

    reply = call("PATCH", path, body={**given, "tags": [*given["tags"], given["tags"][0]]})

    assert (reply.status, reply.headers["ETag"]) == (200, '"2"')
    assert {name: reply.json[name] for name in given} == given
    assert call("PATCH", path, body=given).json["version"] == 2
    line = tables.history.list_events(LIBRARY, ready.document_id)[-1]
    assert line.changes == {name: [[] if name == "tags" else None, value] for name, value in given.items()}
    cleared = call("PATCH", path, body=dict.fromkeys(given) | {"tags": []}).json
    assert {name: cleared[name] for name in given} == dict.fromkeys(given) | {"tags": []}


def test_document_refuses_what_is_not_a_name_of_its_kind(call, make, ready):
    path = f"/v1/documents/{ready.document_id}"
    tag = make("tag", "House")["id"]

    for body, pointer in (
        ({"sender": tag}, "/sender"),
        ({"kind": UNKNOWN}, "/kind"),
        ({"tags": [tag, UNKNOWN]}, "/tags"),
    ):
        reply = call("PATCH", path, body=body)
        assert (reply.status, reply.json["errors"][0]["pointer"]) == (400, pointer)
    for body in ({"tags": [tag] * 51}, {"tags": None}, {"amount": 1.5}, {"amount": 10**15}, {"currency": "euro"}):
        assert call("PATCH", path, body=body).code == "invalid-request"
    assert call("GET", path).json["version"] == 1


def test_kind_has_a_retention_that_is_changed_and_removed(call, make):
    made = make("kind", "Invoice", keep_years=10)
    path = f"/v1/names/{made['id']}"

    changed = call("PATCH", path, body={"keep_years": 6})
    removed = call("PATCH", path, body={"keep_years": None})

    assert (made["keep_years"], changed.json["keep_years"], removed.json["keep_years"]) == (10, 6, None)
    assert removed.json["version"] == 3


@pytest.mark.parametrize("years", [0, -1, 101, 1.5, "10", True])
def test_retention_that_is_no_number_of_years_is_refused(call, years):
    reply = call("POST", "/v1/names", body={"what": "kind", "name": "Invoice", "keep_years": years})

    assert reply.code == "invalid-request"


@pytest.mark.parametrize("what", ["sender", "tag"])
def test_only_a_kind_has_a_retention(call, make, what):
    assert call("POST", "/v1/names", body={"what": what, "name": "x", "keep_years": 1}).code == "invalid-request"
    made = make(what, "x")
    assert call("PATCH", f"/v1/names/{made['id']}", body={"keep_years": 1}).code == "invalid-request"


def test_merged_kind_has_the_retention_of_the_other_one(call, make):
    bill, invoice = make("kind", "Bill", keep_years=2), make("kind", "Invoice", keep_years=10)
    make("kind", "Letter")
    call("POST", f"/v1/names/{bill['id']}/merge", body={"into": invoice["id"]})

    assert directory.read(LIBRARY).keep_years() == {bill["id"]: 10, invoice["id"]: 10}
