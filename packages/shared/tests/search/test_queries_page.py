"""Runs the examples of docs/queries.md."""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tantivy

from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search
from docloft.search.engine.plan import Given, plan
from docloft.search.engine.schema import schema
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry

PAGE = (Path(__file__).parents[4] / "docs/queries.md").read_text()
OPTIONS = {"Open": "01JDA0ZQ5T8M3N7K2V4W6X8Y91", "Paid": "01JDA0ZQ5T8M3N7K2V4W6X8Y92"}
DEFINITIONS = {
    name: Definition(
        f"f{number}", FieldType(kind), {one: name for name, one in OPTIONS.items()} if kind == "choice" else {}
    )
    for number, (name, kind) in enumerate(
        {
            "invoice no": "text",
            "status": "choice",
            "deposit": "money",
            "signed": "date",
            "area": "number",
            "owned": "boolean",
            "contract": "document",
        }.items()
    )
}
NAMES = {
    ("kind", "invoice"): "k1",
    ("kind", "contract"): "k2",
    ("sender", "nord"): "s2",
    ("tag", "tax"): "t2",
    ("sender", "power ltd"): "s1",
    ("tag", "home"): "t1",
    **{("field", name): one.field_id for name, one in DEFINITIONS.items()},
}
CONTEXT = search.Context(
    datetime(2025, 3, 14, 12, tzinfo=UTC),
    ZoneInfo("Europe/Berlin"),
    lambda field, name: [NAMES[field, name.lower()]] if (field, name.lower()) in NAMES else [],
    lambda name: [DEFINITIONS[name.lower()]] if name.lower() in DEFINITIONS else [],
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACTS: dict[str, dict[str, Any]] = {
    "Power bill": {
        "pages": 2, "size": 120_000, "language": "en", "created_at": "2025-03-14T08:00:00.000Z", "kind": "k1",
        "document_date": "2025-02-20", "due_date": "2025-03-31", "amount": 4_891_327, "sender": "s1",
        "note_count": 1, "notes": ("Called them back about the discount",),
        "custom_fields": {
            "f0": "RE-2031/00977", "f1": OPTIONS["Paid"], "f2": {"amount": 12050, "currency": "EUR"},
            "f3": "2025-03-03", "f6": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z",
        },
    },
    "Mietvertrag": {
        "pages": 12, "size": 2_400_000, "language": "de", "created_at": "2025-03-13T23:30:00.000Z", "tags": ["t1"],
        "kind": "k2",
        "document_date": "2024-06-01", "keep_until": "2025-02-28",
        "custom_fields": {"f1": OPTIONS["Open"], "f4": 82.5, "f5": False},
    },
    "Holiday": {
        "pages": 1, "size": 3_100_000, "media_type": "image/jpeg", "created_at": "2024-12-24T09:00:00.000Z",
        "has_text": False,
    },
    "Mail": {
        "media_type": "message/rfc822", "pages": 1, "size": 9_000, "language": "en", "children": 2,
        "created_at": "2025-01-10T10:00:00.000Z", "sender": "s2", "tags": ["t2"],
    },
    "Minutes": {
        "media_type": DOCX, "language": "en", "created_at": "2025-01-11T10:00:00.000Z",
        "trashed_at": "2025-01-31T23:30:00.000Z",
    },
}  # fmt: skip


def rows(section):
    text = PAGE.split(f"## {section}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.split(" | ")] for line in text.splitlines() if line.startswith("| `")]


def examples():
    for section in ("Words", "Filters", "Several values", "Fields of your own", "Days"):
        for typed, _, here in rows(section):
            for query in re.findall(r"`([^`]+)`", typed):
                yield query, here.rstrip(" |")


@cache
def searcher():
    texts = {row[0].lstrip("| "): row[1] for row in (line.split(" | ") for line in PAGE.splitlines() if " | " in line)}
    index = tantivy.Index(schema())
    writer = index.writer(15_000_000, 1)
    for title, facts in FACTS.items():
        text = None if facts.get("has_text") is False else Text((texts[title],), facts["language"])
        writer.add_document(search.document_of(entry(title, title=title, **facts), text))
    writer.commit()
    index.reload()
    return index.searcher()


def found(query):
    engine_query = plan(query, Given(lambda *_: []))
    return {searcher().doc(address)["id"][0] for _, address in searcher().search(engine_query, 9).hits}


def named(here):
    return set() if here == "nothing" else set(here.split(", "))


@pytest.mark.parametrize(("typed", "here"), list(examples()))
def test_example_finds_what_the_page_says(typed, here):
    query = search.parse(typed, CONTEXT)

    assert query.notices == ()
    assert found(query) == named(here)


@pytest.mark.parametrize(("typed", "said", "here"), rows("Notices"))
def test_example_says_what_the_page_says(typed, said, here):
    query = search.parse(typed.strip("| `"), CONTEXT)

    assert [notice.sentence for notice in query.notices] == [said]
    assert found(query) == named(here.rstrip(" |"))
