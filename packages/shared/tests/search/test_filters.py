"""The values that filters understand. The file is long because most of it is tables of values."""

from datetime import UTC, date, datetime

import pytest

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search.query.context import Context
from docloft.search.query.fields import (
    any_of,
    before_address,
    field_named,
    filter_of,
    has_value,
    is_name,
    is_understood,
    may_be_mistyped,
    media_types,
    place_of,
    values_of,
)
from docloft.search.query.flags import Flag
from docloft.search.query.nodes import Between, HasValue, Keywords, Or, Range

ID = "01JDA0ZQ5T8M3N7K2V4W6X8Y91"
NOON = Context(datetime(2025, 3, 14, 12, tzinfo=UTC))


def moment(year, month, day):
    return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("field", "value", "node"),
    [
        ("is", "ready", Keywords("state", ("ready",))),
        ("is", "Fehlgeschlagen", Keywords("state", ("failed",))),
        ("is", "gesperrt", Keywords("flags", (Flag.LOCKED,))),
        ("is", "text", None),
        ("is", "archive", None),
        ("has", "Anhänge", Keywords("flags", (Flag.PARTS,))),
        ("has", "partial", None),
        ("has", "ready", None),
        ("has", "Schlagwort", HasValue("tag")),
        ("has", "Betrag", HasValue("amount")),
        ("has", "title", None),
        ("is", "amount", None),
        ("in", "ready", None),
        ("lang", "Französisch", Keywords("lang", ("fr",))),
        ("lang", "JA", Keywords("lang", ("ja",))),
        ("lang", "pt-BR", Keywords("lang", ("pt",))),
        ("lang", "xy", Keywords("lang", ("xy",))),
        ("lang", "deu", Keywords("lang", ("de",))),
        ("lang", "Koreanisch", Keywords("lang", ("ko",))),
        ("lang", "Tuerkisch", Keywords("lang", ("tr",))),
        ("lang", "中文", Keywords("lang", ("zh",))),
        ("lang", "Русский", Keywords("lang", ("ru",))),
        ("lang", "한국어", Keywords("lang", ("ko",))),
        ("lang", "처음", None),
        ("lang", "x", None),
        ("lang", "xyz", None),
        ("type", "Bilder", Keywords("type", ("image",))),
        ("type", "Image/PNG", Keywords("type", ("image/png",))),
        ("type", "nonsense", None),
        ("linked", ID.lower(), Keywords("field", (f"={ID}",))),
        ("linked", "x", None),
        ("pages", "3", Range("pages", 3, 3)),
        ("pages", "x", None),
        ("due", "2025", Range("due", date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal())),
        ("due", "<today", Range("due", None, date(2025, 3, 13).toordinal())),
        ("due", ">=today", Range("due", date(2025, 3, 14).toordinal(), None)),
        ("due", "soon", None),
        ("trashed", "yesterday", Range("trashed", moment(2025, 3, 13), moment(2025, 3, 14) - 1)),
        ("added", "today", Range("added", moment(2025, 3, 14), moment(2025, 3, 15) - 1)),
        ("added", ">today", Range("added", moment(2025, 3, 15), None)),
        ("added", "<today", Range("added", None, moment(2025, 3, 14) - 1)),
    ],
)
def test_filter_looks_for_its_value(field, value, node):
    assert filter_of(field, value, NOON) == node


def test_expired_documents_are_looked_for_on_the_readers_day():
    found = filter_of("is", "abgelaufen", NOON)

    assert isinstance(found, Between)
    assert found.high == f"{date(2025, 3, 13).toordinal():07d}"


def test_name_of_a_thing_is_looked_up_with_its_field():
    ids = {("tag", "Tax"): ["t1", "t2"]}
    context = Context(NOON.moment, find_ids=lambda field, name: ids.get((field, name), []))

    assert filter_of("tag", "Tax", context) == Keywords("tag", ("t1", "t2"))
    assert filter_of("tag", "Other", context) is None
    assert filter_of("kind", "Tax", context) is None


def test_value_of_a_name_that_was_deleted_is_none():
    context = Context(NOON.moment, find_all_ids=lambda field: ["s1", "s2"] if field == "sender" else [])

    assert filter_of("has", "from", context) == HasValue("sender", ("s1", "s2"))
    assert filter_of("has", "tag", context) == HasValue("tag", ())
    assert filter_of("has", "amount", context) == HasValue("amount")


@pytest.mark.parametrize(
    ("word", "field"),
    [("Größe", "size"), ("VON", "from"), ("schlagwort", "tag"), ("Jahr", "date"), ("foo", None), ("", None)],
)
def test_filter_has_a_name_in_each_language(word, field):
    assert field_named(word) == field


@pytest.mark.parametrize(
    ("word", "value", "expected"),
    [
        ("foo", "bar", True),
        ("ab", "cd", True),
        ("c", "x", False),
        ("HTTP", "x", False),
        ("Re", "bill", False),
        ("s3", "//bucket", False),
        ("foo", "a/b", True),
    ],
)
def test_word_before_a_colon_may_be_a_mistyped_filter(word, value, expected):
    assert may_be_mistyped(word, value) is expected


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("application/pdf", ("application/pdf",)),
        ("text/csv", ("text/plain",)),
        ("image/*", ("image",)),
        ("audio/ogg", ("audio/ogg",)),
        ("foto", ("image",)),
        ("pdf", ("application/pdf",)),
        ("nonsense", ()),
    ],
)
def test_media_types_of_a_value(value, found):
    assert media_types(value) == found


def test_german_names_of_formats_mean_the_same_as_english_ones():
    assert media_types("präsentation") == media_types("powerpoint") != ()
    assert media_types("tabelle") == media_types("excel") != ()


@pytest.mark.parametrize(("word", "same"), [("fotos", "image"), ("*.pdf", "pdf"), (".pdf", "pdf"), ("slides", "ppt")])
def test_plurals_and_extensions_mean_the_same_types(word, same):
    assert set(media_types(same)) <= set(media_types(word))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("is", "Trash", "trash"),
        ("in", "Papierkorb", "trash"),
        ("has", "trash", None),
        ("is", "ready", None),
        ("in", "archive", "archive"),
        ("in", "Bibliothek", "archive"),
        ("is", "archive", None),
    ],
)
def test_place_that_a_filter_means(field, value, expected):
    assert place_of(field, value) == expected


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [("from", "bank", True), ("tag", "x", True), ("pages", "x", False), ("field", "Nemo=5", True)],
)
def test_unknown_value_is_a_name_that_the_library_lacks(field, value, expected):
    assert is_name(field, value, NOON) is expected


def test_field_of_the_library_is_not_missing():
    definition = Definition(ID, FieldType.TEXT, {})
    context = Context(NOON.moment, find_fields=lambda name: [definition] if name == "Nemo" else [])

    assert not is_name("field", "Nemo=x", context)
    assert is_name("field", "Other=x", context)
    assert not is_name("pages", "Nemo=x", context)


@pytest.mark.parametrize(
    ("word", "value", "skipped"),
    [
        ("http", "//example.org", 2),
        ("HTTPS", "//www.example.org", 6),
        ("https", "example.org", None),
        ("mailto", "ada@example.org", 0),
        ("tel", "+49 351 99887", 0),
        ("tel", "/351", None),
        ("foo", "//example.org", None),
    ],
)
def test_scheme_and_what_is_printed_without_it_are_skipped(word, value, skipped):
    assert before_address(word, value) == skipped


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("tag", HasValue("tag")),
        ("fällig", HasValue("due")),
        ("Notizen", Keywords("flags", (Flag.NOTES,))),
        ("title", None),
    ],
)
def test_documents_with_any_value_of_a_filter(name, node):
    assert has_value(name, NOON) == node


@pytest.mark.parametrize(
    ("nodes", "together"),
    [
        ([HasValue("tag")], HasValue("tag")),
        ([Keywords("tag", ("a", "b"))], Keywords("tag", ("a", "b"))),
        ([Keywords("tag", ("a", "b")), Keywords("tag", ("b", "c"))], Keywords("tag", ("a", "b", "c"))),
        (
            [Keywords("flags", (Flag.INBOX,)), Keywords("state", ("failed",))],
            Or((Keywords("flags", (Flag.INBOX,)), Keywords("state", ("failed",)))),
        ),
        ([Keywords("tag", ("a",)), HasValue("tag")], Or((Keywords("tag", ("a",)), HasValue("tag")))),
    ],
)
def test_several_values_of_a_filter_find_any_of_them(nodes, together):
    assert any_of(nodes) == together


@pytest.mark.parametrize(
    ("field", "value", "values", "expected"),
    [
        ("date", "2024", ("2024",), True),
        ("date", "2024, 2025", ("2024", "2025"), True),
        ("date", "May 3, 2024", ("May 3, 2024",), True),
        ("date", "2024, x", ("2024", "x"), False),
        ("date", ",", (",",), False),
        ("pages", "1,2", ("1", "2"), True),
        ("amount", "1,50", ("1,50",), True),
        ("amount", "1,50, 2", ("1,50", "2"), True),
        ("amount", "12,50€,13,50€", ("12,50€", "13,50€"), True),
        ("amount", "€12,50,€13,50, 7", ("€12,50", "€13,50", "7"), True),
        ("amount", "100 EUR,48913.27 EUR", ("100 EUR", "48913.27 EUR"), True),
        ("amount", "10..20,30..40", ("10..20", "30..40"), True),
        ("amount", "1,5€,x,2,5€", ("1,5€", "x", "2,5€"), False),
        ("amount", "1.5,2.5", ("1.5", "2.5"), True),
        ("amount", "1.250,50,1.250,5", ("1.250,50", "1.250,5"), True),
        ("size", "1,5MB,3MB", ("1,5MB", "3MB"), True),
        ("pages", "2,12", ("2", "12"), True),
        ("date", "2024,2025", ("2024", "2025"), True),
        ("date", ",".join(["2024"] * 30), ("2024",) * 30, True),
        ("type", "pdf,word", ("pdf,word",), False),
    ],
)
def test_days_and_numbers_are_separated_by_commas(field, value, values, expected):
    assert values_of(field, value, NOON) == values
    assert is_understood(field, value, NOON) is expected
