"""What a rule does to one document, and what it leaves alone. The file is long because each action has both cases."""

from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.directory import Directory
from docloft.lifecycle import metadata
from docloft.lifecycle.custom_fields import MOST_BYTES
from docloft.lifecycle.decisions import Decided
from docloft.lifecycle.metadata import MOST_TAGS
from docloft.lifecycle.rule_actions import apply, deleted_names
from docloft.suggestions import Fact, Suggestion, refusal
from docloft.tables.records import Name
from tests.fixtures import LIBRARY

IDS = {"sender": "s1", "kind": "k1", "tag": "t1", "other": "t2", "merged": "t3"}


def name(name_id, what, text, merged_into=None, **more):
    return Name(LIBRARY, Name.key(name_id), what=what, name=text, name_id=name_id, merged_into=merged_into, **more)


NAMES = Directory(
    [
        name("s1", "sender", "Telekom"),
        name("k1", "kind", "Invoice"),
        name("t1", "tag", "House"),
        name("t2", "tag", "Car"),
        name("t3", "tag", "Home", merged_into="t1"),
        name("f1", "field", "Status", value_type="choice", options=[{"id": "o1", "name": "Open"}]),
        name("f2", "field", "Floor", value_type="number"),
    ]
)


@dataclass
class Paper:
    title: str = "scan 17"
    file_name: str = "scan 17.pdf"
    embedded: dict[str, str] | None = None
    created_at: str = "2026-03-01T23:30:00.000Z"
    refused_suggestions: list[str] = field(default_factory=list)
    sender: str | None = None
    kind: str | None = None
    tags: list[str] = field(default_factory=list)
    document_date: str | None = None
    due_date: str | None = None
    keep_until: str | None = None
    amount: int | None = None
    currency: str | None = None
    custom_fields: dict[str, Any] | None = None
    inbox: bool | None = True
    trashed_at: str | None = None


def applied(actions, paper=None, *, people=None, found=(), zone=UTC):
    return apply(actions, paper or Paper(), NAMES, people=people or Decided(), found=found, zone=zone)


def test_custom_fields_are_set_where_a_document_has_none():
    actions = {"custom_fields": {"f1": "o1", "f2": 7}}

    assert applied(actions).values == {"custom_fields": {"f1": "o1", "f2": 7}}
    assert applied(actions, Paper(custom_fields={"f1": "o1", "x": "kept"})).values == {
        "custom_fields": {"f1": "o1", "x": "kept", "f2": 7}
    }
    assert applied(actions, Paper(custom_fields={"f1": "o1", "f2": 7})) == applied({})


@pytest.mark.parametrize(
    ("given", "paper", "people", "left"),
    [
        ({"f1": "o1"}, Paper(custom_fields={"f1": "o2"}), Decided(), "already_set"),
        ({"f1": "o1"}, Paper(), Decided(["custom_fields"], (), ["f1"]), "set_by_person"),
        ({"gone": "x"}, Paper(), Decided(), "name_deleted"),
        ({"f1": "gone"}, Paper(), Decided(), "name_deleted"),
        ({"f2": 1}, Paper(custom_fields={"f1": "x" * MOST_BYTES}), Decided(), "too_many_values"),
    ],
)
def test_custom_field_is_left_alone(given, paper, people, left):
    outcome = applied({"custom_fields": given}, paper, people=people)

    assert (outcome.values, outcome.left) == ({}, {"custom_fields": left})


def test_field_that_a_person_changed_keeps_no_other_field_from_being_set():
    outcome = applied({"custom_fields": {"f1": "o1", "f2": 7}}, people=Decided(["custom_fields"], (), ["f1"]))

    assert (outcome.values, outcome.left) == ({"custom_fields": {"f2": 7}}, {"custom_fields": "set_by_person"})


def test_empty_fields_are_filled_and_the_title_is_made_of_them():
    actions = {
        "add_tags": ["t1"],
        "sender": "s1",
        "kind": "k1",
        "document_date": "added",
        "title": "{date} {sender}",
        "inbox": False,
    }

    outcome = applied(actions)

    assert outcome.values == {
        "tags": ["t1"],
        "sender": "s1",
        "kind": "k1",
        "document_date": "2026-03-01",
        "title": "2026-03-01 Telekom",
        "inbox": False,
    }
    assert outcome.left == {}


def test_values_that_are_there_stay_and_are_reported():
    paper = Paper(title="My own", sender="s9", document_date="2020-01-01", tags=["t2"])

    outcome = applied({"sender": "s1", "document_date": "added", "title": "{kind} x", "add_tags": ["t1"]}, paper)

    assert outcome.values == {"tags": ["t2", "t1"]}
    assert outcome.left == dict.fromkeys(("sender", "document_date", "title"), "already_set")


def test_what_a_person_decided_stays_also_when_it_is_empty():
    people = Decided({"sender", "title", "inbox", metadata.IN_TRASH}, {"t1"})

    outcome = applied({"sender": "s1", "title": "x", "inbox": False, "add_tags": ["t1", "t2"]}, people=people)

    assert outcome.values == {"tags": ["t2"]}
    assert outcome.left == dict.fromkeys(("sender", "title", "inbox", "add_tags"), "set_by_person")
    assert applied({"in_trash": True}, people=people).left == {"in_trash": "set_by_person"}


def test_removed_tag_that_was_merged_since_is_not_added_again():
    outcome = applied({"add_tags": ["t1"]}, people=Decided(removed_tags={"t3"}))

    assert (outcome.values, outcome.left) == ({}, {"add_tags": "set_by_person"})


def test_deleted_names_are_left_out_and_merged_ones_are_followed():
    actions = {"sender": "gone", "kind": "t1", "add_tags": ["gone", "t3"]}

    outcome = applied(actions)

    assert outcome.values == {"tags": ["t1"]}
    assert outcome.left == dict.fromkeys(("sender", "kind", "add_tags"), "name_deleted")
    assert deleted_names(actions, NAMES) == ["sender", "kind", "add_tags"]
    assert applied({"add_tags": ["t3"]}, Paper(tags=["t1"])).values == {}


def test_found_date_is_the_best_suggestion_that_no_one_refused():
    found = [
        Suggestion(Fact.DOCUMENT_DATE, "2025-02-01", 0.9, ""),
        Suggestion(Fact.DOCUMENT_DATE, "2025-02-02", 0.7, ""),
        Suggestion(Fact.DUE_DATE, "2025-03-01", 1.0, ""),
    ]
    refused = Paper(refused_suggestions=[refusal(Fact.DOCUMENT_DATE, "2025-02-01")])

    assert applied({"document_date": "found"}, found=found).values == {"document_date": "2025-02-01"}
    assert applied({"document_date": "found"}, refused, found=found).values == {"document_date": "2025-02-02"}
    assert applied({"document_date": "found"}).left == {"document_date": "nothing_found"}


def test_title_that_the_file_has_is_replaced_and_one_without_values_is_not_set():
    paper = Paper(title="Report", embedded={"title": "Report"})

    assert applied({"title": "{title} x"}, paper).values == {"title": "Report x"}
    assert applied({"title": "{sender}"}).left == {"title": "nothing_found"}


@pytest.mark.parametrize(
    ("template", "paper", "title"),
    [
        ("{kind}, {sender}", Paper(kind="k1", sender="s1"), "Invoice, Telekom"),
        ("{date} {sender}", Paper(sender="s1"), "Telekom"),
        ("{kind} {sender}", Paper(sender="s1"), "Telekom"),
        ("{date} x", Paper(document_date="2020-01-01"), "2020-01-01 x"),
    ],
)
def test_title_is_made_of_what_the_document_has(template, paper, title):
    assert applied({"title": template}, paper).values == {"title": title}


def test_day_of_adding_is_the_day_in_the_time_zone():
    outcome = applied({"document_date": "added"}, zone=ZoneInfo("Europe/Berlin"))

    assert outcome.values == {"document_date": "2026-03-02"}


@pytest.mark.parametrize(
    ("actions", "deleted"),
    [
        ({"sender": "s1", "kind": "k1", "add_tags": ["t1", "t3"], "custom_fields": {"f1": "o1", "f2": 7}}, []),
        ({"sender": "s1"}, []),
        ({"sender": "k1", "kind": "s1"}, ["sender", "kind"]),
        ({"add_tags": ["s1", "gone"]}, ["add_tags"]),
        ({"custom_fields": {"f2": 7, "gone": "x"}}, ["custom_fields"]),
        ({"custom_fields": {"f1": "gone"}}, ["custom_fields"]),
    ],
)
def test_names_that_the_library_lacks_are_listed(actions, deleted):
    assert deleted_names(actions, NAMES) == deleted


@pytest.mark.parametrize(
    ("wanted", "tags"), [(["t1", "t2"], ["t1", "t2"]), (["t2", "t1"], ["t1", "t2"]), (["t2", "t2"], ["t1", "t2"])]
)
def test_other_tags_are_added_to_those_that_the_document_has(wanted, tags):
    assert applied({"add_tags": wanted}, Paper(tags=["t1"])).values == {"tags": tags}


def test_two_names_of_one_tag_add_it_once():
    assert applied({"add_tags": ["t3", "t1"]}).values == {"tags": ["t1"]}


@pytest.mark.parametrize(("room", "added"), [(0, []), (1, ["t1"]), (2, ["t1", "t2"])])
def test_full_document_takes_no_further_tag(room, added):
    tags = [f"x{number}" for number in range(MOST_TAGS - room)]

    outcome = applied({"add_tags": ["t1", "t2"]}, Paper(tags=tags))

    assert outcome.values.get("tags", tags) == [*tags, *added]
    assert outcome.left == ({} if room == 2 else {"add_tags": "too_many_tags"})


def test_trash_is_alone():
    outcome = applied({"in_trash": True})

    assert set(outcome.values) == {"trashed_at"}
    assert outcome.values["trashed_at"] > "2026"
    assert applied({"in_trash": True}, Paper(trashed_at="2026")).values == {}


ids = st.sampled_from(["s1", "k1", "t1", "t2", "t3", "gone"])
actions_of_any_kind = st.fixed_dictionaries(
    {},
    optional={
        "add_tags": st.lists(ids, min_size=1, max_size=5),
        "sender": ids,
        "kind": ids,
        "document_date": st.sampled_from(["found", "added"]),
        "title": st.sampled_from(["{date} {sender}", "x", "{title}", "{kind}"]),
        "inbox": st.booleans(),
    },
)
papers = st.builds(
    Paper,
    title=st.sampled_from(["scan 17", "Mine"]),
    sender=st.none() | ids,
    kind=st.none() | ids,
    tags=st.lists(ids, max_size=3, unique=True),
    document_date=st.none() | st.just("2020-01-01"),
    inbox=st.none() | st.booleans(),
)
decisions = st.builds(
    Decided, st.frozensets(st.sampled_from(metadata.FIELDS)), st.frozensets(st.sampled_from(["t1", "t2"]))
)


@given(actions_of_any_kind, papers, decisions)
def test_nothing_that_a_person_set_is_lost_and_a_second_time_changes_nothing(actions, paper, people):
    before = {name: metadata.value_of(paper, name) for name in metadata.FIELDS}

    outcome = applied(actions, paper, people=people)

    for attribute, value in outcome.values.items():
        if attribute == "tags":
            assert set(before["tags"]) <= set(value)
            assert not (set(value) - set(before["tags"])) & set(people.removed_tags)
        else:
            assert attribute not in people.fields
            assert before[attribute] is None or attribute in {"inbox", "title"}
    for attribute, value in outcome.values.items():
        setattr(paper, attribute, value)
    assert applied(actions, paper, people=people).values == {}


@pytest.mark.parametrize("actions", [{"title": "{title} x"}, {"inbox": False}])
def test_second_time_changes_nothing(actions):
    paper = Paper()
    for attribute, value in applied(actions, paper).values.items():
        setattr(paper, attribute, value)

    assert applied(actions, paper).values == {}
