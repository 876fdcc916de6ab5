"""Saving, sorting, trying and running rules. What a rule does is tested in test_rule_actions.py and in the worker. The
file is long because all of them are about the same rule and the same few documents.
"""

import pytest

from docloft import commands, tables, texts
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.suggestions import Fact, Suggestion
from docloft.tables.records import BulkPortion, Name, Profile
from docloft.texts import Text
from docloft_api import handler, search_handler
from docloft_api.features.filing_rules import rule_keeping, rule_trials
from services.api.tests.published import publish
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

TAG, SENDER = "01JDA0ZQ5T8M3N7K2V4W6X8Y91", "01JDA0ZQ5T8M3N7K2V4W6X8Y92"
MOMENT = "2026-01-01T00:00:00.000Z"
BODY = {"name": "Phone bills", "query": "telekom", "zone": None, "actions": {"add_tags": [TAG]}, "is_on": True}


pytestmark = pytest.mark.usefixtures("fresh_indexes")


@pytest.fixture(autouse=True)
def _names(call, monkeypatch):
    call.handle = search_handler.handle
    call.sent = []
    monkeypatch.setattr(commands, "send", lambda action, *_, **__: call.sent.append(action.name))
    for name_id, what in ((TAG, "tag"), (SENDER, "sender")):
        Name(LIBRARY, Name.key(name_id), created_at=MOMENT, what=what, name=f"My {what}", name_id=name_id).save()


def save(call, rule_id=None, *, headers=None, **values):
    return call("PUT", f"/v1/rules/{rule_id or new_id()}", body={**BODY, **values}, headers=headers)


def names(call):
    return [rule["name"] for rule in call("GET", "/v1/rules").json["rules"]]


def attempt(call, query="telekom", actions=None):
    return call("POST", "/v1/rule-trials", body={"query": query, "actions": actions or BODY["actions"]})


def edit(document, **values):
    changes.amend(LIBRARY, document.document_id, lambda _: changes.Change("edited", values), actor="user:me")
    return tables.documents.find(LIBRARY, document.document_id)


def has_rules():
    return bool(present(tables.library.find(Profile, LIBRARY, Profile.KEY)).has_rules)


def test_text_that_is_not_an_id_is_not_found_whatever_is_wrong_with_the_rule(call):
    assert save(call, "x", query="tag:gone").status == 404


def test_rule_is_saved_listed_changed_and_deleted(call):
    rule = new_id()

    made, again = save(call, rule), save(call, rule)
    changed = save(call, rule, name="Bills", is_on=False, headers={"If-Match": made.headers["ETag"]})

    assert (made.status, again.status, changed.status) == (201, 200, 200)
    assert {name: made.json[name] for name in BODY} == BODY
    assert (made.json["problem"], made.json["deleted_names"]) == (None, [])
    assert [one.json["version"] for one in (made, again, changed)] == [1, 1, 2]
    assert names(call) == ["Bills"]
    assert save(call, rule, headers={"If-Match": '"1"'}).status == 412
    assert save(call, headers={"If-Match": '"1"'}).status == 404
    assert call("DELETE", f"/v1/rules/{rule}", headers={"If-Match": '"1"'}).status == 412
    assert call("DELETE", f"/v1/rules/{rule}").status == 200
    assert (call("DELETE", f"/v1/rules/{rule}").status, names(call)) == (404, [])


def test_new_documents_are_marked_only_while_a_rule_is_on(call):
    announced = {"file_name": "a.pdf", "media_type": "application/pdf", "size": 9, "checksum_sha256": "A" * 43 + "="}

    def marked(number):
        call.handle = handler.handle
        body = {**announced, "checksum_sha256": "ABCD"[number] * 42 + "A="}
        reply = call("POST", "/v1/documents", body=body)
        call.handle = search_handler.handle
        return tables.documents.find(LIBRARY, reply.json["document"]["id"]).rules_due

    call("GET", "/v1/rules")
    before = marked(0)
    rule = save(call, is_on=False).json["id"]
    assert (before, has_rules()) == (None, False)
    save(call, rule)
    assert (has_rules(), marked(1)) == (True, True)
    save(call, rule, is_on=False)
    assert (has_rules(), marked(2)) == (False, None)
    save(call, rule)
    call("DELETE", f"/v1/rules/{rule}")
    assert not has_rules()


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"query": ""}, "/query", "query_empty"),
        ({"query": "type:x"}, "/query", "query_bad_value"),
        ({"query": "telekom tag:gone"}, "/query", "query_unknown_name"),
        ({"query": "date:"}, "/query", "query_no_value"),
        ({"query": "a*b"}, "/query", "query_star"),
        ({"query": "a", "zone": "Moon"}, "/query", "query_bad_zone"),
        ({"query": "w " * 41}, "/query", "query_too_many"),
        ({"actions": {"title": "{Sender}"}}, "/actions/title/0", "unknown_placeholder"),
        ({"actions": {"add_tags": [SENDER]}}, "/actions/add_tags", None),
        ({"actions": {"kind": new_id()}}, "/actions/kind", None),
        ({"actions": {}}, "/actions", None),
        ({"actions": {"in_trash": True, "inbox": False}}, "/actions", None),
        ({"actions": {"document_date": "yesterday"}}, "/actions/document_date/0", None),
    ],
)
def test_rule_that_cannot_be_understood_is_refused_with_what_is_wrong(call, wrong, pointer, code):
    reply = save(call, **wrong)

    assert reply.code == "invalid-request"
    [error] = reply.json["errors"]
    assert (error["pointer"].removesuffix("/0"), error.get("code")) == (pointer.removesuffix("/0"), code)
    assert names(call) == []


def test_rules_are_sorted_as_a_whole(call):
    ids = [save(call, name=name).json["id"] for name in ("a", "b", "c")]
    assert names(call) == ["a", "b", "c"]

    reply = call("PUT", "/v1/rule-order", body={"ids": [ids[2], ids[0], ids[1]]})

    assert ([one["name"] for one in reply.json["rules"]], names(call)) == (["c", "a", "b"], ["c", "a", "b"])
    for wrong in (ids[:2], [*ids, new_id()], [ids[0], ids[0], ids[1]]):
        assert call("PUT", "/v1/rule-order", body={"ids": wrong}).status == 409
    save(call, name="d")
    assert names(call)[-1] == "d"


def test_full_library_takes_no_further_rule(call, monkeypatch):
    monkeypatch.setattr(rule_keeping, "MOST_RULES", 1)
    rule = save(call).json["id"]

    assert save(call).status == 409
    assert save(call, rule, name="still changed").status == 200


def test_deleted_names_are_shown_on_the_rule(call):
    # A search would mistake it for a tag that was deleted.
    other = new_id()
    Name(LIBRARY, Name.key(other), created_at=MOMENT, what="tag", name="My tag, too", name_id=other).save()
    rule = save(call, query='tag:"My tag"', actions={"sender": SENDER}).json["id"]
    for name_id in (TAG, SENDER):
        tables.library.remove(LIBRARY, Name.key(name_id))

    [shown] = call("GET", "/v1/rules").json["rules"]

    assert (shown["problem"]["code"], shown["deleted_names"]) == ("query_unknown_name", ["sender"])
    assert call("POST", f"/v1/rules/{rule}/run").status == 400


def test_trial_shows_what_would_change_and_changes_nothing(call):
    titles = ("Telekom", "telekom 2", "Paper")
    plain, filed, other = (make_document(State.READY, title=title, file_name=f"{title}.pdf") for title in titles)
    filed = edit(filed, sender=TAG, tags=[TAG], title="telekom mine")
    publish(plain, filed, other)

    reply = attempt(call, actions={"add_tags": [TAG], "sender": SENDER, "title": "{sender}"})

    assert (reply.status, reply.json["total"]) == (200, 2)
    first, second = reply.json["documents"]
    assert (first["document"]["id"], first["effects"]) == (filed.document_id, [])
    assert first["left"] == [{"action": "sender", "code": "already_set"}, {"action": "title", "code": "already_set"}]
    assert second["effects"] == [
        {"action": "title", "before": "Telekom", "after": "My sender"},
        {"action": "sender", "before": None, "after": SENDER},
        {"action": "add_tags", "before": [], "after": [TAG]},
    ]
    assert tables.documents.find(LIBRARY, plain.document_id).version == plain.version
    assert has_rules() is False


def test_trial_lists_every_document_in_several_requests(call, monkeypatch):
    monkeypatch.setattr(rule_trials, "SHOWN", 2)
    publish(*(make_document(State.READY, title="Telekom", file_name=f"{number}.pdf") for number in range(5)))

    shown, offset, sizes = [], 0, []
    while offset is not None:
        body = {"query": "telekom", "actions": BODY["actions"], "offset": offset}
        reply = call("POST", "/v1/rule-trials", body=body).json
        shown += [one["document"]["id"] for one in reply["documents"]]
        sizes.append(len(reply["documents"]))
        offset = reply["next"]

    assert sizes == [2, 2, 1]
    assert len(set(shown)) == len(shown) == reply["total"] == 5


def test_trial_ends_where_a_rule_can_change_no_more(call, monkeypatch):
    monkeypatch.setattr(rule_trials, "SHOWN", 2)
    monkeypatch.setattr(rule_trials.bulk_changes, "MOST", 2)
    publish(*(make_document(State.READY, title="Telekom", file_name=f"{number}.pdf") for number in range(3)))

    assert attempt(call).json["next"] is None
    assert call("POST", "/v1/rule-trials", body={"query": "x", "actions": {"inbox": False}, "offset": -1}).status == 400


def make_field(value_type):
    made = new_id()
    Name(
        LIBRARY,
        Name.key(made),
        created_at=MOMENT,
        what="field",
        name=value_type,
        name_id=made,
        value_type=value_type,
    ).save()
    return made


@pytest.fixture
def floor(call):
    return make_field("number")


def test_rule_sets_values_of_fields_as_documents_have_them(call, floor):
    link = make_field("link")
    plain = make_document(State.READY, title="Telekom")
    publish(plain)
    actions = {"custom_fields": {floor: 3.0, link: " https://example.org "}}
    given = {floor: 3, link: "https://example.org"}

    assert save(call, actions=actions).json["actions"] == {"custom_fields": given}
    [shown] = attempt(call, actions=actions).json["documents"]

    assert shown["effects"] == [
        {"action": "custom_fields", "before": dict.fromkeys(given), "after": given},
    ]


def test_field_that_a_person_emptied_is_not_set(call, floor):
    document = edit(make_document(State.READY, title="Telekom", custom_fields={floor: 2}), custom_fields={})
    publish(document)

    [shown] = attempt(call, actions={"custom_fields": {floor: 3}}).json["documents"]

    assert (shown["effects"], shown["left"]) == ([], [{"action": "custom_fields", "code": "set_by_person"}])


def test_field_that_a_rule_cannot_set_is_refused(call, floor):
    for values in ({floor: "three"}, {floor: None}, {new_id(): 1}, {}):
        reply = save(call, actions={"custom_fields": values})
        assert (reply.status, reply.json["errors"][0]["pointer"].startswith("/actions")) == (400, True)
    rule = save(call, actions={"custom_fields": {floor: 1}}).json["id"]
    tables.library.remove(LIBRARY, Name.key(floor))

    [shown] = [one for one in call("GET", "/v1/rules").json["rules"] if one["id"] == rule]
    assert shown["deleted_names"] == ["custom_fields"]


def test_trial_knows_what_a_person_decided(call):
    document = make_document(State.READY, title="Telekom", tags=[TAG])
    document = edit(document, tags=[])
    publish(document)

    [shown] = attempt(call).json["documents"]

    assert (shown["effects"], shown["left"]) == ([], [{"action": "add_tags", "code": "set_by_person"}])


def test_trial_shows_the_date_that_reading_found(call):
    found, empty = (make_document(State.READY, title=f"Telekom {number}", has_text=True) for number in range(2))
    day = Suggestion(Fact.DOCUMENT_DATE, "2025-02-01", 0.9, "")
    texts.store(LIBRARY, found.document_id, Text(("words",), suggestions=(day,)))
    texts.store(LIBRARY, empty.document_id, Text(("words",)))
    publish(found, empty)

    shown = {one["document"]["id"]: one for one in attempt(call, actions={"document_date": "found"}).json["documents"]}

    dated = {"action": "document_date", "before": None, "after": "2025-02-01"}
    assert shown[found.document_id]["effects"] == [dated]
    assert shown[empty.document_id]["left"] == [{"action": "document_date", "code": "nothing_found"}]


def test_trial_of_a_damaged_index_or_a_wrong_query_is_refused(call, monkeypatch):
    assert attempt(call, query="tag:gone").status == 400
    monkeypatch.setattr(rule_trials.search_api, "find", lambda *_, **__: search.Found([], 0, is_damaged=True))
    assert attempt(call).status == 409


def test_run_is_a_bulk_job_with_the_rule_as_it_is_now(call):
    document, other = make_document(State.READY, title="Telekom"), make_document(State.READY, title="Paper")
    publish(document, other)
    rule = save(call, is_on=False).json["id"]

    first = call("POST", f"/v1/rules/{rule}/run", headers={"Idempotency-Key": "once"})
    again = call("POST", f"/v1/rules/{rule}/run", headers={"Idempotency-Key": "once"})

    job = first.json["job"]
    assert (first.status, first.json["total"], again.json["job"]["id"]) == (202, 1, job["id"])
    assert (job["kind"], job["changes"]) == ("bulk", {"rule": {"id": rule, "name": "Phone bills"}})
    stored = tables.jobs.find(LIBRARY, job["id"])
    assert stored.changes["rule"]["actions"] == BODY["actions"]
    [portion] = tables.library.list_kind(BulkPortion, LIBRARY, job["id"])
    assert list(portion.document_ids) == [document.document_id]
    assert call.sent == ["bulk"]
    assert call("POST", f"/v1/rules/{new_id()}/run").status == 404
    other = save(call, name="Other bills", is_on=False).json["id"]
    assert call("POST", f"/v1/rules/{other}/run", headers={"Idempotency-Key": "once"}).status == 422


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_every_member_sees_rules_and_editors_change_them(call, member, role):
    save(call)
    who = member(role)

    assert call("GET", "/v1/rules", **who).status == 200
    for method, path, body in (
        ("PUT", f"/v1/rules/{new_id()}", BODY),
        ("POST", "/v1/rule-trials", {"query": "x", "actions": {"inbox": False}}),
    ):
        allowed = call(method, path, body=body, **who).status
        assert (allowed == 403) == (role == "viewer")
