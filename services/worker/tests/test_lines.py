"""The lines of a document in which facts are searched, and the evidence that a line gives."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from docloft.suggestions import EVIDENCE_LIMIT, VALUE_LIMIT, Fact, Suggestion
from docloft_worker.facts import lines
from docloft_worker.facts.lines import FIRST_PAGES, HEAD_LINES, LAST_PAGES, LINE_LIMIT, PAGE_LIMIT, Line, Source


def source(*pages):
    return Source(pages, "en", {}, "2026-06-30")


def read(*pages):
    return source(*pages).lines


def test_line_has_its_place_and_is_folded():
    assert read("Words", " \tÉté\u00a0A\tB \n\nC") == [
        Line(0, 0, 0, "Words", "words"),
        Line(1, 0, 2, "Été\u00a0A\tB", "ete a b"),
        Line(1, 1, 12, "C", "c"),
    ]


def test_ascii_line_is_folded_as_well():
    assert [(one.text, one.folded) for one in read("A\tB")] == [("A\tB", "a b")]


def test_long_line_counts_as_several():
    text = "a" * LINE_LIMIT + " b"

    assert [(one.number, one.start, one.text) for one in read(text)] == [
        (0, 0, "a" * LINE_LIMIT),
        (1, LINE_LIMIT + 1, "b"),
    ]
    assert len(read("a" * LINE_LIMIT)) == 1


def test_first_and_last_pages_are_read():
    assert [one.page for one in read(*["a"] * 12)] == [*range(FIRST_PAGES), *range(12 - LAST_PAGES, 12)]
    assert [one.page for one in read(*["a"] * 6)] == [0, 1, 2, 3, 4, 5]
    assert [one.page for one in read("a")] == [0]


def test_beginning_and_end_of_a_long_page_are_read():
    end = "b" * 10 + "\n" + "c" * (PAGE_LIMIT - 11)
    text = "a\n" * (PAGE_LIMIT // 2) + "x" + end

    found = read(text)

    assert found[0].start == 0
    assert "x" not in {one.text for one in found}
    assert [(one.start, one.number, one.text) for one in found if one.text.startswith("b")] == [
        (PAGE_LIMIT + 1, PAGE_LIMIT // 2, "b" * 10)
    ]
    assert found[-1].start + len(found[-1].text) == len(text)


def test_page_that_is_twice_as_long_is_read_whole():
    text = "b\n" + "a" * (2 * PAGE_LIMIT - 2)

    assert "".join(one.text for one in read(text)) == "b" + "a" * (2 * PAGE_LIMIT - 2)
    assert [one.start for one in read(text)] == [0, *range(2, len(text), LINE_LIMIT)]


def test_head_is_the_first_lines_of_the_first_page():
    one = source("a\n" * (HEAD_LINES + 1), "b")

    assert len(one.head) == HEAD_LINES
    assert {line.page for line in one.head} == {0}


def test_suggestion_has_the_place_on_the_page():
    (_, line) = read("Words", "  Total due")

    assert line.suggest(Fact.TITLE, "due", 0.5, 6, 9) == Suggestion(Fact.TITLE, "due", 0.5, "Total due", 1, 8, 11)


def test_evidence_is_around_the_value():
    text = "".join(chr(0x4E00 + number) for number in range(LINE_LIMIT))
    (line,) = read(text)

    def evidence(start, label=""):
        return line.suggest(Fact.TITLE, "a", 0.5, start, start + 1, label).evidence

    assert evidence(200) == text[200 - EVIDENCE_LIMIT // 2 : 200 + EVIDENCE_LIMIT // 2]
    assert evidence(0) == text[:EVIDENCE_LIMIT]
    assert evidence(LINE_LIMIT - 1) == text[-EVIDENCE_LIMIT:]
    assert evidence(0, "Above") == f"Above {text[: EVIDENCE_LIMIT - 6]}"


def test_evidence_has_single_spaces_and_a_value_is_bounded():
    (line,) = read("Total \t due")

    one = line.suggest(Fact.TITLE, "a" * (VALUE_LIMIT + 1), 0.5, 0, 5, "The  label")

    assert one.evidence == "The label Total due"
    assert one.value == "a" * VALUE_LIMIT


def test_group_that_took_no_part_in_a_match_is_empty():
    match = re2.compile("(a)|(b)").search("b")

    assert match is not None
    assert lines.groups(match) == ("", "b")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ABC", "abc"), ("ÀB", "ab"), ("é\u2028x", "e x"), ("İ", "i"), ("\ud800\udfff", "??"), ("\ue000é", "\ue000e")],
)
def test_folding_keeps_one_character_for_each(text, folded):
    assert lines.fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert len(lines.fold(text)) == len(text)
    assert lines.fold(lines.fold(text)) == lines.fold(text)


@given(st.text(st.sampled_from("aÉ \t\n\r\u2028"), max_size=900))
def test_each_line_is_at_its_place(text):
    for line in read(text):
        assert text[line.start :].startswith(line.text)
        assert len(line.folded) == len(line.text)
