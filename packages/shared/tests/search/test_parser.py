from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docloft.formats.doc import FORMAT as DOC
from docloft.formats.docx import FORMAT as DOCX
from docloft.search.query.nodes import (
    And,
    Days,
    Everything,
    HasText,
    InState,
    IsPartial,
    MediaTypes,
    Not,
    Or,
    Phrase,
    Word,
    wanted,
)
from docloft.search.query.parser import MAX_CHARACTERS, MAX_TERMS, parse


def shape_of(node):
    """The tree in a short form for this file."""
    match node:
        case Word():
            star = "*" if node.prefix else ""
            return ("title:" if node.title_only else "") + node.text + star + ("~" if node.last else "")
        case Phrase():
            return ("title:" if node.title_only else "") + f'"{node.text}"'
        case Not():
            return ("not", shape_of(node.node))
        case And():
            return ("and", *map(shape_of, node.nodes))
        case Or():
            return ("or", *map(shape_of, node.nodes))
        case _:
            return node


# The reference of the query language. A word marked ~ may be incomplete.
@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("invoice", "invoice~"),
        ("invoice 2024", ("and", "invoice", "2024~")),
        ("invoice AND 2024", ("and", "invoice", "2024~")),
        ("a OR b", ("or", "a", "b~")),
        ("a | b c", ("or", "a", ("and", "b", "c~"))),
        ("(a OR b) c", ("and", ("or", "a", "b"), "c~")),
        ('"in two words" x', ("and", '"in two words"', "x~")),
        ('"never closed', '"never closed"'),
        ("„so auch“", '"so auch"'),
        ("ke*", "ke*~"),
        ("ke* x", ("and", "ke*", "x~")),
        ("-draft", ("not", "draft")),
        ("NOT draft", ("not", "draft")),
        ("a -b", ("and", "a~", ("not", "b"))),
        ("a -(b c)", ("and", "a~", ("not", ("and", "b", "c")))),
        ('a -"b c"', ("and", "a~", ("not", '"b c"'))),
        ("e-mail", "e-mail~"),
        ("title:plan", "title:plan~"),
        ('title:"floor plan"', 'title:"floor plan"'),
        ("*", Everything()),
        ("Re: invoice", ("and", "Re:", "invoice~")),
        ("http://example.org", "http://example.org~"),
        ("((((a", "a~"),
        ("a)))) b", ("and", "a", "b~")),
        ("type:pdf", MediaTypes(("application/pdf",))),
        ("type:PDF", MediaTypes(("application/pdf",))),
        ("type:image", MediaTypes(("image",))),
        ("type:image/*", MediaTypes(("image",))),
        ("type:text/plain", MediaTypes(("text/plain",))),
        ("type:text/csv", MediaTypes(("text/plain",))),
        ("type:text", MediaTypes(("text/plain",))),
        ("type:word", MediaTypes((DOCX.media_type, DOC.media_type))),
        ("type:jpg", MediaTypes(("image/jpeg",))),
        ("has:text", HasText()),
        ("is:failed", InState("failed")),
        ("is:partial", IsPartial()),
        ("added:2025", Days("added", date(2025, 1, 1), date(2025, 12, 31))),
        ("added:2025-02", Days("added", date(2025, 2, 1), date(2025, 2, 28))),
        ("date:2024-02-29", Days("date", date(2024, 2, 29), date(2024, 2, 29))),
        ("date:2024-01..2024-06", Days("date", date(2024, 1, 1), date(2024, 6, 30))),
        ("date:2024-06..2024-01", Days("date", date(2024, 1, 1), date(2024, 6, 30))),
        ("date:..2024", Days("date", None, date(2024, 12, 31))),
        ("date:2024-12..", Days("date", date(2024, 12, 1), None)),
        ("", None),
        ("   ", None),
        ("OR OR", None),
        ("()", None),
    ],
)
def test_query_is_parsed_into_its_tree(typed, tree):
    query = parse(typed)

    assert shape_of(query.root) == tree
    assert query.ignored == ()


@pytest.mark.parametrize(
    "typed",
    [
        "kind:letter",
        "tag:tax",
        "from:bank",
        "title:",
        "type:",
        "type:nonsense",
        "added:2025-13",
        "date:soon",
        "date:..",
        "date:2024..x",
        "has:money",
        "is:blue",
        "§ %%",
    ],
)
def test_invalid_part_is_ignored_with_a_notice_and_the_rest_is_used(typed):
    query = parse(f"water {typed}")

    assert shape_of(query.root) == "water~"
    assert len(query.ignored) == 1
    assert query.ignored[0].endswith(".")


def test_star_inside_a_word_is_ignored_and_reported():
    assert parse("in*ce").ignored == ("A star counts only at the end of a word; other stars were ignored.",)


@pytest.mark.parametrize(("typed", "trash"), [("is:trash", True), ("a is:trash", True), ("-is:trash a", False)])
def test_trash_is_searched_only_with_is_trash(typed, trash):
    assert parse(typed).trash is trash


def test_trash_filter_alone_finds_all_trashed_documents():
    assert parse("is:trash").root == Everything()


def test_too_long_query_is_truncated_with_a_notice():
    query = parse("a" * 10 + " b" * MAX_CHARACTERS)

    assert len(wanted(query.root)) == MAX_TERMS
    assert len(query.ignored) == 2


def test_word_has_its_place_in_the_query():
    typed = "x title:fitlered* y"
    words = wanted(parse(typed).root)

    assert [typed[word.start : word.end] for word in words] == ["x", "fitlered", "y"]


@given(st.text())
@example("\ud800 \x00 \u202e")
@example("(" * 500)
@example('-"' * 300)
@example("title:" * 200)
@example("added:0000 date:9999-12..0001")
def test_any_text_parses(typed):
    query = parse(typed)

    assert all(isinstance(sentence, str) and sentence for sentence in query.ignored)


@given(
    st.lists(
        st.sampled_from(['"', "(", ")", "-", "OR", "NOT", "*", "type:", "pdf", "title:", "a", " ", "é", "处刑", ":"])
    )
)
def test_any_mix_of_operators_parses(parts):
    query = parse("".join(parts))

    assert wanted(query.root) is not None if query.root else True
