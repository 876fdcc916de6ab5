"""Values of custom fields: which ones a field can have, and how many fit into a document."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import reasons
from docloft.lifecycle import custom_fields
from docloft.lifecycle.custom_fields import (
    LINK_LIMIT,
    MOST_AMOUNT,
    MOST_BYTES,
    MOST_NUMBER,
    TEXT_LIMIT,
    Definition,
    FieldType,
    InvalidValueError,
)

ID = "01JDA0ZQ5T8M3N7K2V4W6X8Y91"
DEFINITIONS = {name: Definition(name, FieldType(kind), {}) for name, kind in (("f", "text"), ("d", "document"))}


def checked(kind, value, **options):
    return custom_fields.checked(Definition("f", FieldType(kind), options), value)


def refused(kind, value, **options):
    with pytest.raises(InvalidValueError) as caught:
        checked(kind, value, **options)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("text", " two \n words ", "two words"),
        ("text", "a" * TEXT_LIMIT, "a" * TEXT_LIMIT),
        ("number", 3, 3),
        ("number", 3.0, 3),
        ("number", -2.5, -2.5),
        ("number", MOST_NUMBER, MOST_NUMBER),
        ("number", -MOST_NUMBER, -MOST_NUMBER),
        ("money", {"amount": -12, "currency": "EUR"}, {"amount": -12, "currency": "EUR"}),
        ("money", {"amount": MOST_AMOUNT, "currency": "EUR"}, {"amount": MOST_AMOUNT, "currency": "EUR"}),
        ("date", "2024-02-29", "2024-02-29"),
        ("boolean", True, True),
        ("boolean", False, False),
        ("choice", "o1", "o1"),
        ("link", " https://example.org/a ", "https://example.org/a"),
        ("link", "http://example.org", "http://example.org"),
        ("link", "mailto:anna@example.org", "mailto:anna@example.org"),
        ("link", "https://a.org/".ljust(LINK_LIMIT, "a"), "https://a.org/".ljust(LINK_LIMIT, "a")),
        ("document", ID, ID),
    ],
)
def test_value_of_the_type_is_kept(kind, value, kept):
    found = checked(kind, value, o1="Open")

    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", ""),
        ("text", " \n"),
        ("text", "a" * (TEXT_LIMIT + 1)),
        ("text", "\u2060"),
        ("text", 3),
        ("number", "3"),
        ("number", True),
        ("number", None),
        ("number", math.nan),
        ("number", math.inf),
        ("number", MOST_NUMBER + 1),
        ("number", -MOST_NUMBER - 1),
        ("money", 12),
        ("money", {"amount": 12}),
        ("money", {"amount": 12, "currency": "EUR", "more": 1}),
        ("money", {"amount": True, "currency": "EUR"}),
        ("money", {"amount": 1.5, "currency": "EUR"}),
        ("money", {"amount": MOST_AMOUNT + 1, "currency": "EUR"}),
        ("money", {"amount": -MOST_AMOUNT - 1, "currency": "EUR"}),
        ("money", {"amount": 1, "currency": "eur"}),
        ("money", {"amount": 1, "currency": "EUR\n"}),
        ("money", {"amount": 1, "currency": 3}),
        ("date", "2023-02-29"),
        ("date", "20240229"),
        ("date", "2024-02-29\n"),
        ("date", 20240229),
        ("boolean", "true"),
        ("boolean", 1),
        ("choice", "o2"),
        ("choice", ["o1"]),
        ("choice", None),
        ("link", ""),
        ("link", 3),
        ("link", "example.org"),
        ("link", "ftp://example.org"),
        ("link", "https:///a"),
        ("link", "mailto:"),
        ("link", "https://example.org/a b"),
        ("link", "https://example.org/\u200b"),
        ("link", "https://[a"),
        ("link", "https://a.org/".ljust(LINK_LIMIT + 1, "a")),
        ("document", ID.lower()),
        ("document", 3),
    ],
)
def test_value_of_another_type_is_refused(kind, value):
    refused(kind, value, o1="Open")


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("text", "", reasons.VALUE_LENGTH.having(most=TEXT_LIMIT)),
        ("text", "\u2060", reasons.INVISIBLE),
        ("date", "x", reasons.NO_DATE),
        ("link", "x", reasons.NO_LINK),
        ("link", "", reasons.NO_LINK),
        ("link", "https://[a", reasons.NO_LINK),
    ],
)
def test_refusal_has_the_reason_that_the_site_shows(kind, value, reason):
    error = refused(kind, value)

    assert error.detail == reason
    assert str(error) == str(reason)


def test_given_values_replace_others_and_none_removes_one():
    given_values = {"b": 2, "c": None, "d": None}

    assert custom_fields.merged({"a": 1, "b": 1, "c": 1}, given_values, {}) == {"a": 1, "b": 2}
    assert custom_fields.merged(None, given_values, {}) == {"b": 2}


def test_values_of_deleted_fields_make_room_for_others():
    # As JSON: {"f": "aa..."}, or {"f": "aa...", "x": "a"}.
    fitting = {"f": "a" * (MOST_BYTES - len('{"f": "", "x": "a"}'))}
    full = {"f": "a" * (MOST_BYTES - len('{"f": ""}'))}
    too_much = {"f": full["f"] + "a"}

    assert custom_fields.merged({"x": "a"}, fitting, DEFINITIONS) == {"x": "a", **fitting}
    assert custom_fields.merged({"x": "a"}, full, DEFINITIONS) == full
    with pytest.raises(InvalidValueError) as caught:
        custom_fields.merged(None, too_much, DEFINITIONS)
    assert caught.value.detail == reasons.TOO_MANY_VALUES.having(limit=MOST_BYTES)


def test_room_is_counted_in_bytes():
    full = {"f": "ä" * ((MOST_BYTES - len('{"f": ""}')) // 2)}

    assert custom_fields.merged(None, full, DEFINITIONS) == full
    with pytest.raises(InvalidValueError):
        custom_fields.merged(None, {"f": full["f"] + "ä"}, DEFINITIONS)


def test_linked_documents_are_those_of_fields_that_exist():
    values = {"d": ID, "f": "text", "gone": ID}

    assert custom_fields.linked_documents(DEFINITIONS, values) == {ID}
    assert custom_fields.linked_documents(DEFINITIONS, {"d": None}) == set()


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_day_is_read_as_it_is_written(text):
    day = custom_fields.day_of(text)

    assert day is None or day.isoformat() == text
