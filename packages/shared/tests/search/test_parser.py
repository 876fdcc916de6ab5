"""The text of a query becomes a tree, and notices name the parts that could not be used. The file is long because it
begins with a table of queries and their trees.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docloft import time_zones
from docloft.formats.doc import FORMAT as DOC
from docloft.formats.docx import FORMAT as DOCX
from docloft.search.query.context import Context, context_of
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import (
    And,
    Everything,
    HasValue,
    Keywords,
    Not,
    Or,
    Phrase,
    Range,
    Together,
    Word,
    wanted,
)
from docloft.search.query.parser import MAX_CHARACTERS, MAX_TERMS, parse
from tests.narrowing import of_type


def types(names):
    return Keywords("type", names)


def days(field, first, last):
    if field == "date":
        return Range(field, first.toordinal() if first else None, last.toordinal() if last else None)
    return Range(field, moment(first), moment(last + timedelta(days=1)) - 1)


def moment(day, zone="UTC"):
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def shape_of(node):  # noqa: PLR0911
    """The tree in a short form for this file."""
    match node:
        case Word():
            star = "*" if node.prefix else ""
            return (f"{node.only}:" if node.only else "") + node.text + star + ("~" if node.last else "")
        case Phrase():
            return (f"{node.only}:" if node.only else "") + f'"{node.text}"'
        case Together():
            return ("together", *map(shape_of, node.words))
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
        ('"in two words "', '"in two words "'),
        ('"in two wor* "', "in two wor*~"),
        ('"never closed', '"never closed"'),
        ("„so auch“", '"so auch"'),
        ("ke*", "ke*~"),
        ("ke* x", ("and", "ke*", "x~")),
        ("-draft", ("not", "draft")),
        ("NOT draft", ("not", "draft")),
        ("a ODER b", ("or", "a", "b~")),
        ("a UND b", ("and", "a", "b~")),
        ("NICHT draft", ("not", "draft")),
        ("NOT NOT draft", "draft~"),
        ("NICHT NOT NICHT draft", ("not", "draft")),
        ("NOT -draft", "draft~"),
        ("--draft", "draft~"),
        ("a --title:draft", ("and", "a", "title:draft~")),
        ("a NOT -(b c)", ("and", "a", ("and", "b", "c~"))),
        ("-(NOT draft)", "draft"),
        ("a -(-b)", ("and", "a~", "b")),
        ("a oder b", ("and", "a", "oder", "b~")),
        ("a -b", ("and", "a~", ("not", "b"))),
        ("a -(b c)", ("and", "a~", ("not", ("and", "b", "c")))),
        ('a -"b c"', ("and", "a~", ("not", '"b c"'))),
        ("e-mail", "e-mail~"),
        ("title:plan", "title:plan~"),
        ("Titel:plan", "title:plan~"),
        ("datei:plan", "name:plan~"),
        ("48 913,27", ("together", "48", "913,27~")),
        ("konto DE02 1203", ("and", "konto", ("together", "DE02", "1203~"))),
        ("48 OR 913", ("or", "48", "913~")),
        ("a OR 48 913,27", ("or", "a", ("together", "48", "913,27~"))),
        ("-(48 913,27)", ("not", ("and", "48", "913,27"))),
        (
            "48 913,27 bitte 12 345,67 sofort",
            ("and", ("together", "48", "913,27"), "bitte", ("together", "12", "345,67"), "sofort~"),
        ),
        ('48 913,27 "a b" 12 345', ("and", ("together", "48", "913,27"), '"a b"', ("together", "12", "345~"))),
        ("title:48 913,27", ("and", "title:48", "913,27~")),
        ("48* 913,27", ("and", "48*", "913,27~")),
        ("48*(913)", ("and", "48*", "913~")),
        ("DE02 1203*(0000)", ("and", "DE02", "1203*", "0000~")),
        ("e-mail bitte 48 913,27", ("and", "e-mail", "bitte", ("together", "48", "913,27~"))),
        ("konto (48 913,27)", ("and", "konto", ("together", "48", "913,27~"))),
        ("48 913*", ("together", "48", "913*~")),
        ("48* 913 konto 12 345,67", ("and", "48*", "913", "konto", ("together", "12", "345,67~"))),
        ("#48 913,27", ("together", "#48", "913,27~")),
        ("konto #48 913,27", ("and", "konto", ("together", "#48", "913,27~"))),
        ('title:"floor plan"', 'title:"floor plan"'),
        ("*", Everything()),
        ("Re: invoice", ("and", "Re:", "invoice~")),
        ("Re: (invoice) x", ("and", "Re:", "invoice", "x~")),
        ("http://example.org", "example.org~"),
        ("https://www.example.org/a b", ("and", "example.org/a", "b~")),
        ("mailto:a@example.org", "a@example.org~"),
        ("http:///x", "http:///x~"),
        ("https:", "https:~"),
        ("+49 351 99887", ("together", "+49", "351", "99887~")),
        ("+4935199887 bitte", ("and", "+4935199887", "bitte~")),
        ("+1-800-99887", "+1-800-99887~"),
        ("+draft", "draft~"),
        ("((((a", "a~"),
        ("BMX", "BMX~"),
        ("BMX*", "BMX*~"),
        ('x="a b"', ("and", "x=~", '"a b"')),
        ("a)))) b", ("and", "a", "b~")),
        ("type:pdf", types(("application/pdf",))),
        ("type:PDF", types(("application/pdf",))),
        ("type:image", types(("image",))),
        ("type:image/*", types(("image",))),
        ("type:text/plain", types(("text/plain",))),
        ("type:text/csv", types(("text/plain",))),
        ("type:text", types(("text/plain",))),
        ("type:word", types((DOCX.media_type, DOC.media_type))),
        ("type:jpg", types(("image/jpeg",))),
        ("has:text", Keywords("flags", (Flag.TEXT,))),
        ("is:failed", Keywords("state", ("failed",))),
        ("is:partial", Keywords("flags", (Flag.PARTIAL,))),
        ("added:2025", days("added", date(2025, 1, 1), date(2025, 12, 31))),
        ("added:2025-02", days("added", date(2025, 2, 1), date(2025, 2, 28))),
        ("date:2024-02-29", days("date", date(2024, 2, 29), date(2024, 2, 29))),
        ("date:2024-01..2024-06", days("date", date(2024, 1, 1), date(2024, 6, 30))),
        ("date:2024-06..2024-01", days("date", date(2024, 1, 1), date(2024, 6, 30))),
        ("date:..2024", days("date", None, date(2024, 12, 31))),
        ("date:2024-12..", days("date", date(2024, 12, 1), None)),
        ("date:12.03.2025", days("date", date(2025, 3, 12), date(2025, 3, 12))),
        ("date:3/12/2025", days("date", date(2025, 12, 3), date(2025, 12, 3))),
        ("date:12/31/2025", days("date", date(2025, 12, 31), date(2025, 12, 31))),
        ("Datum:03/2025", days("date", date(2025, 3, 1), date(2025, 3, 31))),
        ("date:March 2025", days("date", date(2025, 3, 1), date(2025, 3, 31))),
        ("date:März 2025", days("date", date(2025, 3, 1), date(2025, 3, 31))),
        ('date:"12. März 2025"', days("date", date(2025, 3, 12), date(2025, 3, 12))),
        ('date:"March 12, 2025"', days("date", date(2025, 3, 12), date(2025, 3, 12))),
        ("date:December", days("date", date(2024, 12, 1), date(2024, 12, 31))),
        ("added:today", days("added", date(2025, 3, 14), date(2025, 3, 14))),
        ("added:gestern", days("added", date(2025, 3, 13), date(2025, 3, 13))),
        ("date:last-month", days("date", date(2025, 2, 1), date(2025, 2, 28))),
        ("date:diese-Woche", days("date", date(2025, 3, 10), date(2025, 3, 16))),
        ("date:last-quarter", days("date", date(2024, 10, 1), date(2024, 12, 31))),
        ("date:letztes-Jahr", days("date", date(2024, 1, 1), date(2024, 12, 31))),
        ("date:>2024", days("date", date(2025, 1, 1), None)),
        ("date:<=2024-02", days("date", None, date(2024, 2, 29))),
        ("date:>=9999-12-31", days("date", date(9999, 12, 31), None)),
        ("pages:>10", Range("pages", 11, None)),
        ("Seiten:2..5", Range("pages", 2, 5)),
        ("pages:5..2", Range("pages", 2, 5)),
        ("size:>1MB", Range("size", 1_000_001, None)),
        ("Größe:<=1,5kb", Range("size", None, 1_500)),
        ("size:1,5MB", Range("size", 1_450_000, 1_550_000)),
        ("size:1KB..", Range("size", 1_000, None)),
        ("amount:100..200", Range("amount", 10_000, 20_000)),
        ("betrag:1.250,50€", Range("amount", 125_050, 125_050)),
        ("amount:1,250", Range("amount", 125_000, 125_000)),
        ("lang:deutsch", Keywords("lang", ("de",))),
        ("has:amount", HasValue("amount")),
        ("hat:absender", HasValue("sender")),
        ("in:archive", Everything()),
        ("", None),
        ("   ", None),
    ],
)
def test_query_is_parsed_into_its_tree(typed, tree):
    query = parse(typed, Context(datetime(2025, 3, 14, 12, tzinfo=UTC)))

    assert shape_of(query.root) == tree
    assert query.notices == ()


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
        '"§ %%"',
    ],
)
def test_invalid_part_is_ignored_with_a_notice_and_the_rest_is_used(typed):
    query = parse(f"water {typed}")

    assert shape_of(query.root) == "water~"
    assert len(query.notices) == 1
    assert query.notices[0].sentence.endswith(".")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("foo:bar", "unknown_field"),
        ("from:bank", "unknown_name"),
        ("pages:many", "bad_value"),
        ("size:1PB", "bad_value"),
        ("amount:abc", "bad_value"),
        ("in:nowhere", "bad_value"),
        ("due:", "no_value"),
    ],
)
def test_notice_names_what_was_not_used(typed, code):
    assert [notice.code for notice in parse(typed).notices] == [code]


@pytest.mark.parametrize("typed", ["12:30", "C:\\temp", "mailto:a@example.org", "AW:Angebot", "https://example.org"])
def test_colon_in_a_text_is_not_a_filter(typed):
    assert parse(typed).notices == ()


def test_name_is_resolved_to_its_ids():
    found = parse("von:Bank", Context(datetime.now(UTC), find_ids=lambda field, name: [f"{field}-{name}", "s2"]))

    assert found.root == Keywords("sender", ("sender-Bank", "s2"))


def missing(name):
    raise ZoneInfoNotFoundError(name)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati"])
def test_day_is_the_readers_day(zone):
    reader = context_of(zone)
    found = parse("added:2025-03-30", reader)

    assert reader.notices == ()
    assert found.root == Range("added", moment(date(2025, 3, 30), zone), moment(date(2025, 3, 31), zone) - 1)


def test_time_zones_of_a_library_replace_missing_ones_of_the_system(monkeypatch):
    monkeypatch.setattr(time_zones, "ZoneInfo", missing)

    found = context_of("Europe/Berlin")

    assert found.notices == ()
    assert found.zone.utcoffset(datetime(2025, 7, 1)) == timedelta(hours=2)  # noqa: DTZ001


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "\x00", "a" * 5000, "."])
def test_unknown_time_zone_is_utc_and_reported(zone):
    query = parse("added:2025-03-30", context_of(zone))

    assert [notice.code for notice in query.notices] == ["bad_zone"]
    assert query.root == days("added", date(2025, 3, 30), date(2025, 3, 30))


def test_star_inside_a_word_is_ignored_and_reported():
    assert [notice.code for notice in parse("in*ce").notices] == ["star"]


@pytest.mark.parametrize(
    ("typed", "trash"),
    [
        *(
            ("is:trash", True),
            ("a is:trash", True),
            ("is: trash", True),
            ("-is:trash a", False),
            ("a", False),
            ("-in:archive", True),
        ),
        *(("in:archive", False), ("NOT NOT is:trash", True), ("-(is:trash a)", False), ("-(-is:trash)", True)),
    ],
)
def test_trash_is_searched_only_with_is_trash(typed, trash):
    assert parse(typed).trash is trash


@pytest.mark.parametrize(
    "typed", ["is:trash", "-is:trash", "NOT is:trash", "NICHT NOT is:trash", "in:archive OR", "-in:archive"]
)
def test_place_alone_finds_all_its_documents(typed):
    assert parse(typed).root == Everything()


@pytest.mark.parametrize(
    ("typed", "value", "left"),
    [
        ("date:12. März 2025 bill", "date:12.03.2025", "bill"),
        ("date:March 14, 2025", "date:14.03.2025", ""),
        ("date:May 3 papers", "date:03.05.2024", "papers"),
        ("date:last month", "date:last-month", ""),
        ("date:January 2025..March 2025 x", "date:2025-01..2025-03", "x"),
        ("added:last 7 days", "added:last-7-days", ""),
        ("due:> 2024 x", "due:>2024", "x"),
        ("date:2024\u00a0x", "date:2024", "x"),
        ("size:>1 MB", "size:>1MB", ""),
        ("size:1 MB .. 2 MB x", "size:1MB..2MB", "x"),
        ("amount:100 EUR x", "amount:100", "x"),
        ("amount:> 100 EUR", "amount:>100", ""),
        ("pages:> 10 x", "pages:>10", "x"),
        ("pages:10 - 20 x", "pages:10..20", "x"),
        ("pages:10-20", "pages:10..20", ""),
        ("pages:10 -20", "pages:10", "-20"),
        ('date:March "2025"', "date:March", '"2025"'),
        ("(date:March 2025)", "date:2025-03", ""),
    ],
)
def test_value_goes_on_after_a_space_as_long_as_it_has_a_meaning(typed, value, left):
    context = Context(datetime(2025, 3, 14, 12, tzinfo=UTC))

    found, same = parse(typed, context), parse(f"{value} {left}", context)

    assert found.notices == ()
    assert shape_of(found.root) == shape_of(same.root)


@pytest.mark.parametrize(
    "typed",
    [
        "date: do not pay",
        "Datum: so bald",
        "datum: bis so weit",
        "due: may I",
        "due: by may",
        "date: mar",
        "date: Mo-Fr",
        "date: January to March",
    ],
)
def test_day_that_may_be_an_ordinary_word_is_one_after_a_space(typed):
    found = parse(typed)

    assert [one.code for one in found.notices] == ["no_value"]
    assert all(isinstance(one, Word) for one in (found.root.nodes if isinstance(found.root, And) else [found.root]))


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("date: Friday", "date:Friday"),
        ("date: March 2025 bill", "date:2025-03 bill"),
        ("datum: 12. Mai 2024", "date:2024-05-12"),
        ('date: "may"', "date:may"),
        ("date: last month", "date:last-month"),
        ("date: (do)", "date:do"),
    ],
)
def test_other_days_are_values_after_a_space(typed, same):
    context = Context(datetime(2025, 3, 14, 12, tzinfo=UTC))

    found = parse(typed, context)

    assert found.notices == ()
    assert shape_of(found.root) == shape_of(parse(same, context).root)


def test_too_long_query_is_truncated_with_a_notice():
    query = parse("a" * 10 + " b" * MAX_CHARACTERS)

    assert len(wanted(query.root)) == MAX_TERMS
    assert [notice.code for notice in query.notices] == ["too_long", "too_many"]


def test_word_has_its_place_in_the_query():
    typed = "x title:fitlered* y"
    words = [of_type(Word, word) for word in wanted(parse(typed).root)]

    assert [typed[word.start : word.end] for word in words] == ["x", "fitlered", "y"]


@pytest.mark.parametrize("typed", ["x https://www.example.org", "x mailto:a@example.org", "x +49351", "x Re:bill"])
def test_word_with_a_sign_or_a_colon_has_its_place_and_is_limited_to_no_field(typed):
    word = of_type(Word, wanted(parse(typed).root)[1])

    assert word == Word(typed[word.start :], typed.index(word.text), len(typed), last=True)


@given(st.text())
@example("\ud800 \x00 \u202e")
@example("(" * 500)
@example('-"' * 300)
@example("title:" * 200)
@example("added:0000 date:9999-12..0001")
@example("added:>9999 added:<0001 date:last-9999-years added:9999-12-31 pages:>" + "9" * 39)
def test_any_text_parses(typed):
    query = parse(typed)

    assert all(notice.sentence for notice in query.notices)


@given(
    st.lists(
        st.sampled_from(['"', "(", ")", "-", "OR", "NOT", "*", "type:", "pdf", "title:", "a", " ", "é", "处刑", ":"])
    )
)
def test_any_mix_of_operators_parses(parts):
    query = parse("".join(parts))

    assert wanted(query.root) is not None if query.root else True


@pytest.mark.parametrize(("text", "words"), [("OR", ["OR"]), ("UND ODER", ["UND", "ODER"]), ("(NOT)", ["NOT"])])
def test_operator_without_anything_to_combine_is_a_word(text, words):
    query = parse(text)

    found = [Word(word, text.index(word), text.index(word) + len(word)) for word in words]
    assert query.root == (And(tuple(found)) if len(found) > 1 else found[0])
    assert query.notices == ()


@pytest.mark.parametrize("text", ["((((", ")", '""', "-", "| |", '-("")'])
def test_query_of_punctuation_alone_says_so(text):
    query = parse(text)

    assert query.root is None
    assert [notice.code for notice in query.notices] == ["punctuation"]
