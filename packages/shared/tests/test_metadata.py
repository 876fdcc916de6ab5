"""What the history records of a change, and how a change is reverted or an earlier moment restored. The file is long
because each kind of value has a table of cases.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.directory import Directory
from docloft.lifecycle import metadata
from docloft.lifecycle.custom_fields import MOST_BYTES
from docloft.lifecycle.metadata import NotReverted, Reverted
from docloft.tables.records import Name
from tests.fixtures import LIBRARY


def name(name_id, what, **more):
    return Name(LIBRARY, Name.key(name_id), what=what, name=name_id, name_id=name_id, **more)


NAMES = Directory(
    [
        *(name(one, "tag") for one in ("t1", "t2", "t3")),
        *(name(one, "sender") for one in ("s1", "s2")),
        name("k1", "kind"),
        *(name(one, "field", value_type="text") for one in ("f1", "f2")),
    ]
)


@dataclass
class Paper:
    title: str = "Bill"
    document_date: str | None = None
    sender: str | None = None
    kind: str | None = None
    tags: list[str] | None = field(default_factory=list)
    due_date: str | None = None
    amount: int | None = None
    currency: str | None = None
    inbox: bool | None = None
    keep_until: str | None = None
    custom_fields: dict[str, Any] | None = None
    trashed_at: str | None = None


def reverted(paper, **changes):
    return metadata.revert(paper, changes, NAMES)


def restored(paper, *later):
    """`later`: the changes since, newest first."""
    return metadata.restore(paper, [one if isinstance(one, tuple) else (one, ()) for one in later], NAMES)


@pytest.mark.parametrize(
    ("attribute", "paper", "value"),
    [
        ("in_trash", Paper(trashed_at="2026-03-01"), True),
        ("in_trash", Paper(), False),
        ("inbox", Paper(), False),
        ("inbox", Paper(inbox=True), True),
        ("custom_fields", Paper(), {}),
        ("custom_fields", Paper(custom_fields={"f1": "a"}), {"f1": "a"}),
        ("tags", Paper(tags=None), []),
        ("tags", Paper(tags=["t1"]), ["t1"]),
        ("sender", Paper(), None),
        ("title", Paper(), "Bill"),
    ],
)
def test_missing_value_is_that_of_its_type(attribute, paper, value):
    found = metadata.value_of(paper, attribute)

    assert (found, type(found)) == (value, type(value))


def test_change_is_recorded_with_the_values_before_and_after():
    paper = Paper(tags=["t1"], sender="s1")
    values = {"title": "Invoice", "sender": "s1", "tags": None, "trashed_at": "2026-03-01", "state": "ready"}

    assert metadata.recorded(paper, values) == {
        "title": ["Bill", "Invoice"],
        "tags": [["t1"], []],
        "in_trash": [False, True],
    }


def test_tags_are_recorded_in_their_order():
    assert metadata.recorded(Paper(tags=["t1"]), {"tags": ("t1", "t2")}) == {"tags": [["t1"], ["t1", "t2"]]}


def test_change_of_nothing_is_not_recorded():
    assert metadata.recorded(Paper(), {"title": "Bill", "tags": [], "trashed_at": None, "custom_fields": None}) is None
    assert metadata.recorded(Paper(), {"state": "ready"}) is None


def test_only_changed_custom_fields_are_recorded():
    paper = Paper(custom_fields={"f1": "a", "f2": "b", "f3": "c"})

    assert metadata.recorded(paper, {"custom_fields": {"f1": "a", "f2": "x", "f4": "d"}}) == {
        "custom_fields": [{"f2": "b", "f3": "c", "f4": None}, {"f2": "x", "f3": None, "f4": "d"}]
    }
    assert metadata.recorded(paper, {"custom_fields": None}) == {
        "custom_fields": [{"f1": "a", "f2": "b", "f3": "c"}, {"f1": None, "f2": None, "f3": None}]
    }


@pytest.mark.parametrize(
    ("values", "unknown"),
    [
        ({"sender": "s1", "kind": "k1", "tags": ["t1", "t2"]}, []),
        ({"sender": "x"}, ["sender"]),
        ({"kind": "s1"}, ["kind"]),
        ({"tags": ["t1", "x"]}, ["tags"]),
        ({"sender": None, "tags": None}, []),
        ({"sender": "gone", "tags": ["lost"]}, []),
        ({"kind": "gone"}, ["kind"]),
    ],
)
def test_id_is_unknown_unless_it_is_a_name_or_the_document_has_it(values, unknown):
    assert metadata.unknown_names(NAMES, Paper(sender="gone", tags=["lost"]), values) == unknown


@pytest.mark.parametrize(
    ("paper", "changes", "written", "left"),
    [
        (Paper(), {"title": ["Scan", "Bill"]}, {"title": "Scan"}, {}),
        (Paper(), {"title": ["Scan", "Other"]}, {}, {"title": "changed_since"}),
        (Paper(), {"title": ["Bill", "Other"]}, {}, {}),
        (Paper(), {"in_trash": [True, False], "title": ["Scan", "Bill"]}, {"title": "Scan"}, {}),
        (Paper(inbox=None), {"inbox": [True, False]}, {"inbox": True}, {}),
        (Paper(sender="s1"), {"sender": ["s2", "s1"]}, {"sender": "s2"}, {}),
        (Paper(sender="s1"), {"sender": [None, "s1"]}, {"sender": None}, {}),
        (Paper(sender="s1"), {"sender": ["gone", "s1"]}, {}, {"sender": "name_deleted"}),
        (Paper(sender="s1"), {"sender": ["t1", "s1"]}, {}, {"sender": "name_deleted"}),
        (Paper(kind="k1"), {"kind": ["gone", "k1"]}, {}, {"kind": "name_deleted"}),
        (Paper(title="x"), {"title": ["gone", "x"]}, {"title": "gone"}, {}),
    ],
)
def test_field_is_reverted_unless_it_was_changed_again(paper, changes, written, left):
    assert metadata.revert(paper, changes, NAMES) == Reverted(written, left)


@pytest.mark.parametrize(
    ("now", "before", "after", "written", "left"),
    [
        (["t1", "t2"], ["t1"], ["t1", "t2"], ["t1"], {}),
        (["t1"], ["t1", "t2"], ["t1"], ["t1", "t2"], {}),
        (["t2", "t3"], ["t1"], ["t2"], ["t3", "t1"], {}),
        (["t1", "t2"], ["t2"], [], None, {}),
        (["t1"], ["gone"], ["t1"], [], {"tags": "name_deleted"}),
        (["gone"], ["gone"], ["gone", "t1"], None, {}),
        (["t1"], ["gone", "t2"], ["t1"], ["t2"], {"tags": "name_deleted"}),
    ],
)
def test_tags_are_reverted_one_by_one(now, before, after, written, left):
    assert reverted(Paper(tags=now), tags=[before, after]) == Reverted(
        {} if written is None else {"tags": written}, left
    )


@pytest.mark.parametrize(
    ("now", "before", "after", "written", "left"),
    [
        ({"f1": "b", "f2": "x"}, {"f1": "a"}, {"f1": "b"}, {"f1": "a", "f2": "x"}, None),
        ({"f1": "b"}, {"f1": None}, {"f1": "b"}, {}, None),
        ({}, {"f1": "a"}, {"f1": None}, {"f1": "a"}, None),
        ({"f1": "c"}, {"f1": "a"}, {"f1": "b"}, None, "changed_since"),
        ({"f1": "a"}, {"f1": "a"}, {"f1": "b"}, None, None),
        (
            {"f1": "c", "f2": "y"},
            {"f1": "a", "f2": "x"},
            {"f1": "b", "f2": "y"},
            {"f1": "c", "f2": "x"},
            "changed_since",
        ),
        ({"gone": "b"}, {"gone": "a"}, {"gone": "b"}, None, "name_deleted"),
        ({"gone": "b"}, {"gone": None}, {"gone": "b"}, {}, None),
        (
            {"f1": "b", "gone": "b"},
            {"f1": "a", "gone": "a"},
            {"f1": "b", "gone": "b"},
            {"f1": "a", "gone": "b"},
            "name_deleted",
        ),
    ],
)
def test_custom_fields_are_reverted_one_by_one(now, before, after, written, left):
    expected = Reverted(
        {} if written is None else {"custom_fields": written}, {"custom_fields": NotReverted(left)} if left else {}
    )

    assert reverted(Paper(custom_fields=now), custom_fields=[before, after]) == expected


def test_custom_fields_without_room_are_not_reverted():
    paper = Paper(custom_fields={"f1": "a" * (MOST_BYTES - 20)})

    found = reverted(paper, title=["Scan", "Bill"], custom_fields=[{"f2": "a" * 100}, {"f2": None}])

    assert found == Reverted({"title": "Scan"}, {"custom_fields": NotReverted.TOO_MANY_VALUES})


def test_moment_is_restored_through_all_changes_since():
    paper = Paper(title="C", sender="s1", custom_fields={"f1": "c", "f2": "y"})
    newest = {"title": ["B", "C"], "custom_fields": [{"f1": "b"}, {"f1": "c"}], "in_trash": [True, False]}
    older = {"title": ["A", "B"], "custom_fields": [{"f1": "a", "f2": None}, {"f1": "b", "f2": "y"}]}

    assert restored(paper, newest) == Reverted({"title": "B", "custom_fields": {"f1": "b", "f2": "y"}})
    assert restored(paper, newest, older) == Reverted({"title": "A", "custom_fields": {"f1": "a"}})
    assert restored(paper, {"sender": ["s2", "s1"]}, {"title": ["B", "C"]}) == Reverted({"title": "B", "sender": "s2"})
    assert restored(paper) == Reverted()


def test_custom_field_of_a_newer_change_is_restored_as_well():
    paper = Paper(custom_fields={"f1": "b", "f2": "y"})
    newest, older = {"custom_fields": [{"f1": "a"}, {"f1": "b"}]}, {"custom_fields": [{"f2": "x"}, {"f2": "y"}]}

    assert restored(paper, newest, older) == Reverted({"custom_fields": {"f1": "a", "f2": "x"}})
    assert restored(paper, newest, {"title": ["Bill", "Bill"]}) == Reverted({"custom_fields": {"f1": "a", "f2": "y"}})


def test_value_of_a_release_that_recorded_none_is_not_restored():
    paper = Paper(title="C")
    newest = {"title": ["B", "C"]}

    assert restored(paper, newest, ({}, ["title", "sender"])) == Reverted(
        {}, {"title": NotReverted.VALUE_UNKNOWN, "sender": NotReverted.VALUE_UNKNOWN}
    )


def test_value_that_an_older_change_recorded_is_restored():
    paper = Paper(title="C")

    assert restored(paper, ({}, ["title"]), {"title": ["A", "B"]}) == Reverted({"title": "A"})


def test_deleted_name_is_not_restored():
    assert restored(Paper(sender="s1"), {"sender": ["gone", "s1"]}) == Reverted(
        {}, {"sender": NotReverted.NAME_DELETED}
    )


def test_value_of_a_deleted_field_that_the_document_still_has_is_restored():
    assert restored(Paper(custom_fields={"gone": "a"}), {"custom_fields": [{"gone": "a"}, {"gone": "b"}]}) == Reverted()


TAGS = st.lists(st.sampled_from(["t1", "t2", "t3"]), unique=True)


@given(TAGS, TAGS, st.sampled_from(["Scan", "Bill"]), st.dictionaries(st.sampled_from(["f1", "f2"]), st.just("a")))
def test_newest_change_is_reverted_completely(before, after, title, custom):
    paper = Paper(tags=before, title=title, custom_fields=custom)
    values = {"tags": after, "title": "Bill", "custom_fields": {"f1": "b"}}
    changes = metadata.recorded(paper, values) or {}

    changed = Paper(tags=after, title="Bill", custom_fields={"f1": "b"})
    found = metadata.revert(changed, changes, NAMES)

    assert found.left == {}
    for attribute, value in found.values.items():
        setattr(changed, attribute, value)
    assert set(changed.tags or ()) == set(before)
    assert (changed.title, changed.custom_fields) == (title, custom)
