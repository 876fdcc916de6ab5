"""Signs, operators, parentheses and limits of the query language, and the values of notices."""

import pytest

from docloft.search.query.flags import Flag
from docloft.search.query.nodes import And, Everything, HasValue, Keywords, Phrase, Range, Word, wanted
from docloft.search.query.parser import MAX_CHARACTERS, MAX_TERMS, parse
from packages.shared.tests.search.test_parser import shape_of
from tests.narrowing import of_type


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("+draft", "draft~"),
        ("!draft", ("not", "draft")),
        ("\u2212draft", ("not", "draft")),
        ("\u2013draft", ("not", "draft")),
        ("NOT -draft", "draft~"),
        ("NOT +draft", ("not", "draft")),
        ("-(a) b", ("and", ("not", "a"), "b~")),
        ("NOT (a) b", ("and", ("not", "a"), "b~")),
        ("NOT a b", ("and", ("not", "a"), "b~")),
        ("+(a) b", ("and", "a", "b~")),
        ("NOT +(a) b", ("and", ("not", "a"), "b~")),
        ("-(-a) b", ("and", "a", "b~")),
        ("b -(a)", ("and", "b~", ("not", "a"))),
        ("b -(a (c))", ("and", "b~", ("not", ("and", "a", "c")))),
        ("a & b && c", ("and", "a", "b", "c~")),
        ("48 AND 913,27", ("and", "48", "913,27~")),
        ("a || b", ("or", "a", "b~")),
        ("a and or not", ("and", "a", "and", "or", "not~")),
        ("a -OR b", ("and", "a", ("not", "OR"), "b~")),
        ("title:OR", "title:OR~"),
        ('a "OR" b', ("and", "a", '"OR"', "b~")),
        ("a OR OR b", ("or", "a", "b~")),
        ("(a OR) b", ("and", "a", "b~")),
        ("a () b", ("and", "a", "b~")),
        ("a -() b", ("and", "a", "b~")),
        ("-*", ("not", Everything())),
        ("***", Everything()),
        ("title:*", Everything()),
        ("note:*", Keywords("flags", (Flag.NOTES,))),
        ("tag:*", HasValue("tag")),
        ("-amount:*", ("not", HasValue("amount"))),
        ("title: pl", "title:pl~"),
        ("type: pdf a", ("and", Keywords("type", ("application/pdf",)), "a~")),
        ("pages: > 10", Range("pages", 11, None)),
        ('"a b*" c', ("and", "a b*", "c~")),
        ('"a*"', "a*~"),
        ("title:pl*", "title:pl*~"),
        ('title:"a" b', ("and", 'title:"a"', "b~")),
    ],
)
def test_signs_and_operators(typed, tree):
    query = parse(typed)

    assert shape_of(query.root) == tree
    assert query.notices == ()


def test_colon_after_a_quoted_or_missing_value_belongs_to_a_phrase_or_word():
    assert parse('foo:"a b"').root == Phrase("foo:a b")
    assert of_type(Phrase, parse('foo:"a b"').root).start == -1
    assert of_type(And, parse("x foo:bar y").root).nodes[1] == Word("foo:bar", 2, 9)


@pytest.mark.parametrize(("opened", "tree"), [(10, ("not", ("and", "a", "b"))), (11, ("and", "a", "b~"))])
def test_parentheses_beyond_the_deepest_are_ignored(opened, tree):
    assert shape_of(parse("(" * opened + "-(a b").root) == tree


def test_query_of_exactly_the_limits_is_used_completely():
    assert parse("b" * MAX_CHARACTERS).notices == ()
    assert parse("b " * MAX_TERMS).notices == ()
    assert len(wanted(parse("b " * MAX_TERMS).root)) == MAX_TERMS


def test_query_beyond_the_limits_says_so_once_for_each():
    query = parse("b " * MAX_CHARACTERS)

    assert query.text == "b " * MAX_CHARACTERS
    assert [dict(notice.values) for notice in query.notices] == [
        {"limit": str(MAX_CHARACTERS)},
        {"limit": str(MAX_TERMS)},
    ]


@pytest.mark.parametrize(
    ("typed", "code", "values"),
    [
        ("foo:bar", "unknown_field", {"field": "foo"}),
        ("Von:bank", "unknown_name", {"field": "Von", "value": "bank"}),
        ('Seiten:" many "', "bad_value", {"field": "Seiten", "value": "many"}),
        ("Titel:", "no_value", {"field": "Titel"}),
        ('Titel:""', "no_value", {"field": "Titel"}),
        ("Schlagwort:()", "no_value", {"field": "Schlagwort"}),
        ("Schlagwort:(home)", "unknown_name", {"field": "Schlagwort", "value": "home"}),
        ("Schlagwort:((home))", "unknown_name", {"field": "Schlagwort", "value": "home"}),
        ('Jahr:2024-13,"2025"', "bad_value", {"field": "Jahr", "value": "2024-13"}),
        ("Name: bill", "no_value", {"field": "Name"}),
        ("Seiten: many", "no_value", {"field": "Seiten"}),
        ("size:*", "bad_value", {"field": "size", "value": "*"}),
        ('"an* meeting"', "star", {}),
    ],
)
def test_notice_has_what_was_typed(typed, code, values):
    (found,) = parse(typed).notices

    assert (found.code, dict(found.values)) == (code, values)


def test_trash_is_searched_if_any_part_says_so():
    assert parse("is:trash -is:trash").trash
    assert not parse("-is:trash").trash
    assert shape_of(parse("bill is:trash").root) == "bill~"


def test_star_inside_and_at_the_end_of_a_word():
    assert parse("in*ce*").root == Word("in ce", 0, 5, prefix=True, last=True)


def test_number_after_a_month_is_its_year_only_if_it_has_four_digits():
    def parts_of(typed):
        return [shape_of(part) for part in of_type(And, parse(typed).root).nodes]

    assert parts_of("date:March 2025 konto")[1:] == ["konto~"]
    assert parts_of("date:March 20255 konto")[1:] == ["20255", "konto~"]
    assert parts_of("title:March 2025") == ["title:March", "2025~"]
