"""Several values of a filter: separated by commas, and in parentheses. The file is long because it has a table of
filters and what they mean.
"""

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from docloft.directory import Directory
from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search.query.context import Context
from docloft.search.query.nodes import And, Everything, Keywords, Not, Or, Phrase, Range, Word
from docloft.search.query.parser import MAX_TERMS, parse
from docloft.search.query.selections import without, written
from docloft.tables.records import Name

NAMES = {
    "status",
    "home",
    "tax",
    "tax return",
    "invoice",
    "receipt",
    "power ltd",
    "smith, jones",
    "telekom",
    "und telekom",
}
IDS = {"field": "f1"}
STATUS = Definition("f1", FieldType.CHOICE, {"o1": "Open", "o2": "Paid", "o3": "Paid, late", "o4": 'צה"ל'})
CONTEXT = Context(
    datetime(2025, 3, 14, 12, tzinfo=UTC),
    find_ids=lambda field, name: [IDS.get(field, name.lower())] if name.lower() in NAMES else [],
    find_fields=lambda name: [STATUS] if name.lower() == "status" else [],
)


def month(number):
    first = date(2024, number, 1)
    return Range("date", first.toordinal(), first.replace(month=number + 1).toordinal() - 1)


def any_of(field, *values):
    return Keywords(field, values)


def title(text, *, prefix=False):
    return Word(text, 0, 0, prefix, only="title")


def without_places(node):
    match node:
        case Word():
            return Word(node.text, 0, 0, node.prefix, only=node.only)
        case And(nodes):
            return And(tuple(map(without_places, nodes)))
        case Or(nodes):
            return Or(tuple(map(without_places, nodes)))
        case Not(inner):
            return Not(without_places(inner))
        case _:
            return node


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("tag:home,tax", any_of("tag", "home", "tax")),
        ('tag:home,"tax return"', any_of("tag", "home", "tax return")),
        ('tag:"tax return",home', any_of("tag", "tax return", "home")),
        ("schlagwort:home, tax", any_of("tag", "home", "tax")),
        ("tag:home,", any_of("tag", "home")),
        ("tag:home, bill", And((any_of("tag", "home"), Word("bill", 0, 0)))),
        ("-tag:home,tax", Not(any_of("tag", "home", "tax"))),
        ('from:"smith, jones"', any_of("sender", "smith, jones")),
        ("type:pdf,image", any_of("type", "application/pdf", "image")),
        ("lang:de,en", any_of("lang", "de", "en")),
        ("is:part,locked", any_of("flags", "part", "locked")),
        ("from:power ltd bill", And((any_of("sender", "power ltd"), Word("bill", 0, 0)))),
        ("tag: home, tax", any_of("tag", "home", "tax")),
        ("field:status = paid bill", And((any_of("field", "f1=o2"), Word("bill", 0, 0)))),
        ("feld:status=open,paid", any_of("field", "f1=o1", "f1=o2")),
        ('field:status="paid, late"', any_of("field", "f1=o3")),
        ('feld:status=open,"paid, late"', any_of("field", "f1=o1", "f1=o3")),
        ('feld:status="paid, late","open"', any_of("field", "f1=o3", "f1=o1")),
        ('feld:status="paid, late",open bill', And((any_of("field", "f1=o3", "f1=o1"), Word("bill", 0, 0)))),
        ('feld:status="paid, late",open, bill', And((any_of("field", "f1=o3", "f1=o1"), Word("bill", 0, 0)))),
        ('feld:"status"="paid, late", open', any_of("field", "f1=o3", "f1=o1")),
        ('feld:"status" = open,"paid, late"', any_of("field", "f1=o1", "f1=o3")),
        ('field:status!=open,"paid, late"', Not(any_of("field", "f1=o1", "f1=o3"))),
        ('-field:status="open","paid, late"', Not(any_of("field", "f1=o1", "f1=o3"))),
        ('field:status = "paid, late"', any_of("field", "f1=o3")),
        ('field:status= "paid, late" bill', And((any_of("field", "f1=o3"), Word("bill", 0, 0)))),
        ('field:"status" != open', Not(any_of("field", "f1=o1"))),
        ('field:"status" = "paid, late" bill', And((any_of("field", "f1=o3"), Word("bill", 0, 0)))),
        ('field:"status"=paid late', any_of("field", "f1=o3")),
        ('field:"status" bill', And((any_of("field", "f1"), Word("bill", 0, 0)))),
        ('field:status = open,"paid, late"', any_of("field", "f1=o1", "f1=o3")),
        ('(field:status=open,"paid, late")', any_of("field", "f1=o1", "f1=o3")),
        ("tag:(home OR tax)", Or((any_of("tag", "home"), any_of("tag", "tax")))),
        ("schlagwort:(home ODER tax)", Or((any_of("tag", "home"), any_of("tag", "tax")))),
        ("tag:(home tax)", And((any_of("tag", "home"), any_of("tag", "tax")))),
        ("tag:(tax return)", any_of("tag", "tax return")),
        ("tag:(home -tax)", And((any_of("tag", "home"), Not(any_of("tag", "tax"))))),
        ("-tag:(home OR tax)", Not(Or((any_of("tag", "home"), any_of("tag", "tax"))))),
        ("NOT tag:(home)", Not(any_of("tag", "home"))),
        ("-(tag:(home) bill)", Not(And((any_of("tag", "home"), Word("bill", 0, 0))))),
        ("from:(power ltd OR telekom)", Or((any_of("sender", "power ltd"), any_of("sender", "telekom")))),
        ("from:(telekom power ltd)", Or((any_of("sender", "telekom"), any_of("sender", "power ltd")))),
        ('von:("power ltd")', any_of("sender", "power ltd")),
        ("from:UND Telekom bill", And((any_of("sender", "und telekom"), Word("bill", 0, 0)))),
        ("from:(home und telekom)", Or((any_of("sender", "home"), any_of("sender", "telekom")))),
        ("type:(web page OR pdf)", Or((any_of("type", "text/html"), any_of("type", "application/pdf")))),
        ("date:2024-03,2024-05", Or((month(3), month(5)))),
        ('date:"March 2024","May 2024"', Or((month(3), month(5)))),
        ('date:March 2024,"May 2024"', Or((month(3), month(5)))),
        ("kind:(invoice receipt)", Or((any_of("kind", "invoice"), any_of("kind", "receipt")))),
        ("kind:(invoice -receipt)", And((any_of("kind", "invoice"), Not(any_of("kind", "receipt"))))),
        ("kind:(invoice, receipt)", any_of("kind", "invoice", "receipt")),
        ("kind:(invoice OR tag:home)", Or((any_of("kind", "invoice"), any_of("tag", "home")))),
        ("title:(power bill)", And((title("power"), title("bill")))),
        (
            'titel:("power bill" ODER gas*)',
            Or((Phrase("power bill", "title"), Word("gas", 0, 0, prefix=True, only="title"))),
        ),
        ("pages:(1 OR 3)", Or((Range("pages", 1, 1), Range("pages", 3, 3)))),
        ("pages:(+3)", Range("pages", 3, 3)),
        ("pages:(1 3)", Or((Range("pages", 1, 1), Range("pages", 3, 3)))),
        ("type:((pdf) OR (image))", Or((any_of("type", "application/pdf"), any_of("type", "image")))),
        ("tag: (home or tax)", Or((any_of("tag", "home"), any_of("tag", "tax")))),
        ("pages:(>10 <20)", Range("pages", 11, 19)),
        ("pages:(>10 AND <20)", And((Range("pages", 11, None), Range("pages", None, 19)))),
        ("pages:(>=10 AND <=10)", And((Range("pages", 10, None), Range("pages", None, 10)))),
        ("pages:(<10 >20)", Or((Range("pages", None, 9), Range("pages", 21, None)))),
        ("pages:>10 <20", Range("pages", 11, 19)),
        ("(tag:home) bill", And((any_of("tag", "home"), Word("bill", 0, 0)))),
    ],
)
def test_several_values_of_a_filter(typed, tree):
    query = parse(typed, CONTEXT)

    assert query.notices == ()
    assert query.root is not None
    # The word that is still being typed may have more letters.
    assert without_places(query.root) == without_places(tree)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ('"דו"ח שנתי"', Phrase('דו"ח שנתי')),
        ('"מע”מ', Phrase("מע”מ")),
        ('title:"דו"ח שנתי"', Phrase('דו"ח שנתי', "title")),
        ('"דוח" "שנתי"', And((Phrase("דוח"), Phrase("שנתי")))),
        ('tag:"צה"ל"', any_of("tag", 'צה"ל')),
        ('tag:צה"ל', any_of("tag", 'צה"ל')),
        ('tag:home,צה"ל,"tax"', any_of("tag", "home", 'צה"ל', "tax")),
        ('tag:"צה"ל",home', any_of("tag", 'צה"ל', "home")),
        ('tag:("צה"ל" OR home)', Or((any_of("tag", 'צה"ל'), any_of("tag", "home")))),
        ('from:אב צה"ל', any_of("sender", 'אב צה"ל')),
        ('field:status="צה"ל"', any_of("field", "f1=o4")),
        ('field:"status"=צה"ל', any_of("field", "f1=o4")),
    ],
)
def test_quotation_mark_of_a_hebrew_abbreviation_ends_no_value(typed, tree):
    names = {*NAMES, 'צה"ל', 'אב צה"ל'}
    context = replace(CONTEXT, find_ids=lambda _field, name: [name] if name in names else [])
    query = parse(typed, context)

    assert query.notices == ()
    assert query.root is not None
    assert without_places(query.root) == tree


@pytest.mark.parametrize(
    ("typed", "tree", "reported"),
    [
        ("tag:home,nope", any_of("tag", "home"), [("unknown_name", "nope")]),
        ("tag:nope,neither", None, [("unknown_name", "nope"), ("unknown_name", "neither")]),
        ("tag:(home OR nope)", any_of("tag", "home"), [("unknown_name", "nope")]),
        ("type:pdf,nonsense", any_of("type", "application/pdf"), [("bad_value", "nonsense")]),
        ("tag:()", None, [("no_value", None)]),
        ("tag:(", None, [("no_value", None)]),
        ("bill tag:()", Word("bill", 0, 0), [("no_value", None)]),
        ("name: (home)", Word("home", 0, 0, only="name"), []),
        ('field:status=nope,"paid, late"', any_of("field", "f1=o3"), [("bad_value", "status=nope")]),
        ("field:status=open,nope", None, [("bad_value", "status=open,nope")]),
    ],
)
def test_unknown_value_is_reported_and_the_others_count(typed, tree, reported):
    query = parse(typed, CONTEXT)

    assert [(one.code, one.values.get("value")) for one in query.notices] == reported
    assert (without_places(query.root) if query.root else None) == tree


def test_places_are_values_in_parentheses_too():
    query = parse("is:(trash) bill", CONTEXT)

    assert query.trash
    assert query.notices == ()
    assert parse("is:(trash)", CONTEXT).root == Everything()


@pytest.mark.parametrize("typed", ["kind:invoice,receipt rent", "kind:(invoice OR receipt) rent"])
def test_facet_has_the_values_selected(typed):
    rest, selected = without(parse(typed, CONTEXT), "kind")

    assert selected == {"invoice", "receipt"}
    assert isinstance(rest.root, Word)


@pytest.mark.parametrize(
    "name", ["Nord,Süd", "Nord, Süd", ",Nord", "Nord,", "Nord (Süd)", "Nord:Süd", "(Nord)", "-Nord", "Nord"]
)
def test_filter_of_a_facet_means_the_whole_name(name):
    known = {name.lower(): "whole", "nord": "other", "süd": "another"} | ({"nord": "whole"} if name == "Nord" else {})
    context = replace(CONTEXT, find_ids=lambda _field, typed: [known[typed.lower()]] if typed.lower() in known else [])

    query = parse(written("sender", name, "whole"), context)

    assert (query.root, query.notices) == (any_of("sender", "whole"), ())


def test_values_count_as_words_of_the_query():
    typed = " ".join(["tag:home,tax"] * MAX_TERMS)

    assert [one.code for one in parse(typed, CONTEXT).notices] == ["too_many"]


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("tag:tax -return", And((any_of("tag", "tax"), Not(Word("return", 0, 0))))),
        ("tag:(tax -return)", And((any_of("tag", "tax"), Not(any_of("tag", "return"))))),
        ("tag:tax !return", And((any_of("tag", "tax"), Not(Word("return", 0, 0))))),
        ("tag:tax kind:return", And((any_of("tag", "tax"), any_of("kind", "return")))),
        ("tag:tax - return", any_of("tag", "tax return")),
        ("tag:tax re:return", any_of("tag", "tax return")),
    ],
)
def test_name_ends_before_another_part_of_the_query(typed, tree):
    def find_ids(_field, name):
        """As the directory does: by the words of the name."""
        words = {word for word in re.findall(r"\w+", name.lower()) if word not in {"re", "kind"}}
        return [one for one in ("tax return", "tax", "return") if set(one.split()) == words]

    query = parse(typed, replace(CONTEXT, find_ids=find_ids))

    assert query.root is not None
    assert without_places(query.root) == without_places(tree)


def test_many_names_in_parentheses_are_looked_up_in_time_in_a_large_library():
    names = Directory(
        Name("L", Name.key(f"{number}"), name_id=f"{number}", what="sender", name=f"Firma {number} GmbH & Co KG")
        for number in range(5_000)
    )
    words = " ".join(f"fir{number}" for number in range(MAX_TERMS))
    started = time.process_time()

    query = parse(f"from:({words} firma 4711)", Context(datetime.now(UTC), find_ids=names.find_ids))

    assert time.process_time() - started < 1
    assert len(query.notices) == MAX_TERMS + 1
