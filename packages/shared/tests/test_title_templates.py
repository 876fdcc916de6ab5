import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.lifecycle.names import TITLE_LIMIT, is_visible
from docloft.lifecycle.title_templates import PLACEHOLDERS, fill, problem_of

ALL = {"sender": "Telekom", "kind": "Invoice", "date": "2026-03-01", "title": "scan 17"}


@pytest.mark.parametrize(
    ("template", "values", "title"),
    [
        ("{date} {sender}: {title}", ALL, "2026-03-01 Telekom: scan 17"),
        ("{date} - {sender} - {kind}", {**ALL, "sender": ""}, "2026-03-01 - Invoice"),
        ("{kind} ({sender})", {**ALL, "sender": ""}, "Invoice"),
        ("{sender}, {date}", {**ALL, "date": ""}, "Telekom"),
        ("{sender}", {**ALL, "sender": ""}, ""),
        ("{title}", {**ALL, "title": "{sender}"}, "{sender}"),
        ("Bill", {}, "Bill"),
        ("{nothing} {kind}", ALL, "Invoice"),
        ("{title}", {**ALL, "title": f" {'a' * (TITLE_LIMIT - 1)} b"}, "a" * (TITLE_LIMIT - 1)),
    ],
)
def test_title_is_made_of_what_is_known(template, values, title):
    assert fill(template, values) == title


@pytest.mark.parametrize(
    ("template", "problem"),
    [("{date} {sender} {kind} {title}", None), ("{Sender}", "{Sender}"), ("{", "{"), ("a }", "}"), ("{}", "{}")],
)
def test_only_known_placeholders_are_valid(template, problem):
    assert problem_of(template) == problem


@given(st.text(max_size=200), st.fixed_dictionaries(dict.fromkeys(PLACEHOLDERS, st.text(max_size=500))))
def test_title_is_one_bounded_line(template, values):
    title = fill(template, values)

    assert len(title) <= TITLE_LIMIT
    assert title == " ".join(title.split())
    assert not title or is_visible(title)
