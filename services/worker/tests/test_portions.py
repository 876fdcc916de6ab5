"""Reading a file portion by portion, with a reader whose pages may kill its child."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import reasons
from docloft.formats.format import Reader
from docloft.lifecycle.gaps import Gap
from docloft.sandbox import ChildFailed
from docloft.texts import MAX_CHARACTERS
from docloft_worker import portions
from docloft_worker.readers import Portion

ALL = portions._ALL
LATER = float("inf")
CRASH, TIME, MEMORY = "crash", "time", "memory"


class Child:
    """Stands for the sandbox and the reader in it. A page is its text, or how it ends the child. `reports`: whether the
    reader says which page it has reached; a function says something else. `more`: of each portion, by its first page.
    """

    def __init__(self, *pages, portion=ALL, reports: Any = True, **more):
        self.pages, self.portion, self.reports, self.more = pages, portion, reports, more.get("more", {})
        self.calls: list[tuple[int, int]] = []
        self.characters: list[int] = []

    def call(self, target, arguments, shape):
        assert (target, shape, arguments["path"]) == ("module:read", Portion, "/original")
        first, most = arguments["first"], arguments["most"]
        self.calls.append((first, most))
        self.characters.append(arguments["characters"])
        read: list[str] = []
        for number in range(first, min(len(self.pages), first + min(most, self.portion))):
            if self.pages[number] in {CRASH, TIME, MEMORY}:
                failure = ChildFailed(self.pages[number], reasons.CRASHED)
                failure.reached = self.reports(number) if callable(self.reports) else number if self.reports else None
                raise failure
            read.append(self.pages[number])
        end = first + len(read)
        portion = {"pages": read, "total": len(self.pages), "truncated": False}
        return portion | ({"next": end} if end < len(self.pages) else {}) | self.more.get(first, {})


def read(child, until=LATER, *, resumes=True):
    return portions.read_file(child, Reader("module:read", resumes), Path("/original"), until)


def kept(child, until=LATER):
    found = read(child, until)
    return found["pages"], sorted(found["partial"]), found["truncated"]


@pytest.fixture
def clock(monkeypatch):
    """A clock that each call of the child advances by a second."""
    child_calls: list[Child] = []
    monkeypatch.setattr(portions, "time", SimpleNamespace(monotonic=lambda: float(len(child_calls[0].calls))))
    return child_calls.append


def test_whole_file_is_read_in_one_call():
    child = Child("a", "b")

    assert read(child) == {
        "pages": ["a", "b"],
        "total": 2,
        "truncated": False,
        "partial": [],
        "unread": [],
        "attached": [],
        "properties": {},
    }
    assert (child.calls, child.characters) == ([(0, ALL)], [MAX_CHARACTERS])


def test_portions_are_joined():
    more = {
        0: {"unread": [0], "attached": [1], "partial": [Gap.PAGES_DAMAGED], "properties": {"title": "A"}},
        2: {"unread": [2], "attached": [3], "partial": [Gap.NO_OCR], "properties": {"title": "B"}},
    }
    child = Child("aa", "b", "ccc", "d", portion=2, more=more)

    found = read(child)

    assert (found["pages"], found["total"], found["truncated"]) == (["aa", "b", "ccc", "d"], 4, False)
    assert (found["unread"], found["attached"], found["properties"]) == ([0, 2], [1, 3], {"title": "A"})
    assert sorted(found["partial"]) == sorted([Gap.PAGES_DAMAGED, Gap.NO_OCR])
    assert child.calls == [(0, ALL), (2, ALL)]
    assert child.characters == [MAX_CHARACTERS, MAX_CHARACTERS - 3]


def test_reading_ends_where_the_text_is_long_enough(monkeypatch):
    monkeypatch.setattr(portions, "MAX_CHARACTERS", 3)

    assert kept(Child("a", "bc", "d", portion=1)) == (["a", "bc"], [Gap.TEXT_CUT], True)
    assert kept(Child("a", "b", "c", portion=1)) == (["a", "b", "c"], [], False)


def test_reading_ends_at_its_deadline(clock):
    child = Child("a", "b", "c", portion=1)
    clock(child)

    assert kept(child, until=2) == (["a", "b"], [Gap.TEXT_CUT], True)


def test_text_that_the_reader_left_out_is_missing():
    assert kept(Child("a", more={0: {"truncated": True}})) == (["a"], [Gap.TEXT_CUT], True)


@pytest.mark.parametrize("how", [CRASH, MEMORY])
def test_page_that_kills_the_child_is_empty_and_the_others_are_kept(how):
    child = Child("a", "b", how, "d", "e")

    assert kept(child) == (["a", "b", "", "d", "e"], [Gap.PAGES_LOST], True)
    assert child.calls == [(0, ALL), (0, 0), (0, 2), (2, 2), (3, ALL)]
    assert child.characters == [*[MAX_CHARACTERS] * 3, *[MAX_CHARACTERS - 2] * 2]


def test_page_that_takes_too_long_is_not_tried_again():
    child = Child("a", "b", TIME, "d", TIME)

    assert kept(child) == (["a", "b", "", "d", ""], [Gap.PAGES_LOST], True)
    assert child.calls == [(0, ALL), (0, 0), (0, 2), (3, ALL), (0, 0), (3, 1), (5, ALL)]


def test_first_page_that_takes_too_long_is_lost_at_once():
    child = Child(TIME, "b")

    assert kept(child) == (["", "b"], [Gap.PAGES_LOST], True)
    assert child.calls == [(0, ALL), (0, 0), (1, ALL)]


def test_page_is_searched_for_when_the_reader_does_not_report_it():
    pages = ["a"] * 40
    pages[35] = CRASH
    child = Child(*pages, reports=False)

    assert kept(child) == ([*["a"] * 35, "", *["a"] * 4], [Gap.PAGES_LOST], True)
    assert child.calls[:5] == [(0, ALL), (0, 0), (0, 32), (32, 32), (32, 1)]
    assert child.calls[5:] == [(33, 1), (34, 1), (35, 1), (36, ALL)]


@pytest.mark.parametrize("reports", [lambda number: number + 1000, lambda _: -1, lambda _: 0])
def test_report_of_a_page_that_was_not_read_is_ignored(reports):
    child = Child("a", CRASH, "c", portion=1, reports=reports)

    assert kept(child) == (["a", "", "c"], [Gap.PAGES_LOST], True)


def test_report_of_a_page_after_the_last_adds_none():
    child = Child("a", TIME, "c", reports=lambda _: 3)

    assert kept(child) == (["a", "", "c"], [Gap.PAGES_LOST], True)


def test_pages_before_a_reported_one_are_read_alone_when_the_report_was_wrong():
    reports = iter([2, None, None])
    child = Child("a", CRASH, "c", reports=lambda _: next(reports))

    assert kept(child) == (["a", "", "c"], [Gap.PAGES_LOST], True)
    assert child.calls == [(0, ALL), (0, 0), (0, 2), (0, 1), (1, 1), (2, ALL)]


def test_file_whose_reader_does_not_resume_fails_as_a_whole():
    class Whole(Child):
        def call(self, target, arguments, shape):
            return super().call(target, {"first": 0, "characters": 0, "most": ALL, **arguments}, shape)

    with pytest.raises(ChildFailed) as caught:
        read(Whole("a", CRASH), resumes=False)
    assert caught.value.reached == 1
    assert read(Whole("a", "b"), resumes=False)["pages"] == ["a", "b"]


def test_only_page_of_a_file_is_lost_only_if_it_is_costly():
    child, crashing = Child(TIME), Child(CRASH)
    assert kept(child) == ([""], [Gap.PAGES_LOST], True)
    assert child.calls == [(0, ALL), (0, 0), (1, ALL)]
    assert kept(Child(MEMORY)) == ([""], [Gap.PAGES_LOST], True)
    with pytest.raises(ChildFailed):
        read(crashing)
    assert crashing.calls == [(0, ALL), (0, 0)]


def test_file_with_no_page_that_can_be_read_fails_unless_all_are_costly():
    assert kept(Child(TIME, MEMORY)) == (["", ""], [Gap.PAGES_LOST], True)
    with pytest.raises(ChildFailed) as caught:
        read(Child(TIME, CRASH))
    assert caught.value.how == TIME


def test_most_lost_pages_end_the_reading():
    few, many = portions._MOST_LOST, portions._MOST_LOST + 1
    more = {0: {"partial": [Gap.NO_OCR]}}

    assert kept(Child("a", *[CRASH] * few, "c", portion=1)) == (["a", *[""] * few, "c"], [Gap.PAGES_LOST], True)
    assert kept(Child("a", *[CRASH] * many, "c", portion=1, more=more)) == (
        ["a", *[""] * many],
        sorted([Gap.NO_OCR, Gap.PAGES_LOST, Gap.TEXT_CUT]),
        True,
    )


def test_file_that_begins_with_too_many_lost_pages_fails():
    with pytest.raises(ChildFailed):
        read(Child(*[TIME] * (portions._MOST_LOST + 1), "a"))


def test_child_that_is_killed_after_the_deadline_is_the_last(clock):
    child = Child("a", CRASH, "c", portion=1)
    clock(child)

    assert kept(child, until=1) == (["a"], [Gap.TEXT_CUT], True)


def test_child_that_is_killed_at_the_deadline_leaves_what_was_read(clock):
    child = Child("a", "b", CRASH, CRASH, "e", portion=1)
    clock(child)

    assert kept(child, until=3) == (["a", "b", "", ""], sorted([Gap.PAGES_LOST, Gap.TEXT_CUT]), True)


def test_file_of_which_nothing_was_read_by_the_deadline_fails(clock):
    child = Child(CRASH, "b")
    clock(child)

    with pytest.raises(ChildFailed):
        read(child, until=0)
    assert child.calls == [(0, ALL), (0, 0)]


PAGES = st.lists(st.sampled_from(["a", "b", CRASH, TIME, MEMORY]), min_size=2, max_size=12)


@given(PAGES, st.integers(1, 5), st.booleans())
def test_every_page_that_can_be_read_is_at_its_place(pages, portion, reports):
    child = Child(*pages, portion=portion, reports=reports)
    if not {"a", "b"} & set(pages):
        return

    assert read(child)["pages"] == ["" if page in {CRASH, TIME, MEMORY} else page for page in pages]
