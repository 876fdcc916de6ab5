"""The index's schema. Its version is part of the index's prefix in S3: a change here needs a new number. Until an index
of the new version is built, the one of the previous version is searched (see `index.open_indexes`), so new fields are
added at the end, and `FIELDS_OF` says which fields an older index has.

| field | contains | for |
|--|--|--|
| id, version | the document's id and the version of its record (stored) | delete by id; skip what is already indexed |
| words, stems, dense | text, file name, notes, fields, `embedded`: folded words; stems; character pairs | finding |
| name | its file name: folded words | finding |
| joined | text and file name: words and numbers that may be written together (`text.joins`) | finding |
| title, title_stems, title_dense | its title the same way | finding, weighted more |
| note, note_stems, note_dense | its notes the same way | finding in notes only |
| type, state | keywords: `application/pdf` and `application`; `ready` | filters, facets |
| flags | keywords: see Flag | filters, facets |
| lang | keyword: ISO 639-1 code of its language | filters, facets |
| kind, sender, tag | keywords: ids | filters, facets |
| field | keywords of the values of custom fields: see `query.field_keywords` | filters, order |
| added, date, size, pages | milliseconds since 1970; day number; bytes; count | ranges, order |
| trashed | when it was moved to the trash, in milliseconds since 1970 | ranges |
| due, amount | day number; in hundredths of the currency's unit | ranges, order, sums |
| currency | keyword: that of the amount, NO_CURRENCY for an amount without one | sums |
| year | of `date` | facets |
| sort_title, title_number | its title folded, without what order ignores (stored); its beginning as a number | order |
| recency | see `recency_of` | ranking |

The text itself is not stored: snippets come from `text/`. Text is split into words here, in Python; the engine receives
them separated by spaces and only splits at spaces, so that opening an index needs no custom tokenizer. The file is long
because each field is described, declared and filled here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from math import exp2
from typing import Any

import tantivy

from docloft import reasons
from docloft.errors import Cause
from docloft.lifecycle.names import title_from
from docloft.lifecycle.states import State
from docloft.search.engine.cut_text import CutText
from docloft.search.engine.stems import stem_terms
from docloft.search.query.field_keywords import digits_of_day, keywords_of, texts_of
from docloft.search.query.flags import KEPT_UNTIL, Flag
from docloft.search.text.title_order import sort_title, title_number
from docloft.texts import Text

NO_CURRENCY = "-"
VERSION = 7
PREVIOUS_VERSION = 2
"""The version of the last release; versions 3 to 6 were never released."""
INDEXED_STATES = frozenset({State.READY, State.FAILED})
_LOCKED = frozenset(one.code for one in reasons.REASONS.values() if one.cause == Cause.LOCKED)


_SAID = ("title", "author", "keywords")
_TEXTS = ("words", "dense", "title", "title_dense")
_STEMS = ("stems", "title_stems")
_KEYWORDS = ("type", "state", "flags")
_NUMBERS = ("added", "date", "size", "pages")
_NEW_TEXTS = ("name", "joined", "sort_title", "title_number")
_NEW_KEYWORDS = ("lang", "kind", "sender", "tag", "field", "currency")
_NEW_NUMBERS = ("due", "amount", "year", "trashed")
_NOTES = ("note", "note_stems", "note_dense")
NUMBERED = (
    *("id", "version", *_TEXTS, *_STEMS, *_KEYWORDS, *_NUMBERS, "recency", "name", "joined"),
    *(*_NEW_KEYWORDS, *_NEW_NUMBERS, "sort_title", "title_number", *_NOTES),
)
"""The fields in the order in which the engine numbers them."""

FIELDS_OF = {PREVIOUS_VERSION: frozenset({*_TEXTS, *_STEMS, *_KEYWORDS, *_NUMBERS})}
FIELDS_OF[VERSION] = FIELDS_OF[PREVIOUS_VERSION] | {*_NEW_TEXTS, *_NEW_KEYWORDS, *_NEW_NUMBERS, *_NOTES}
"""The fields that a query can use in an index of each version."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed besides the text of a document: attributes of the documents table, with the same names and
    values. The worker copies them, and indexes a document again when one of them changes.
    """

    document_id: str
    version: int
    title: str
    file_name: str
    media_type: str
    state: str
    size: int
    pages: int | None
    created_at: str
    document_date: str | None
    trashed_at: str | None
    has_text: bool
    partial: Sequence[str] = ()
    embedded: Mapping[str, str] | None = None
    """Title, author and keywords that the file contains are found like words of its text."""
    language: str | None = None
    """ISO 639-1."""
    parent_id: str | None = None
    children: int = 0
    note_count: int = 0
    notes: Sequence[str] = ()
    """The texts of its notes, which are found like words of its text."""
    reason_code: str | None = None
    kind: str | None = None
    sender: str | None = None
    tags: Sequence[str] = ()
    """Ids of a kind, a sender and tags."""
    custom_fields: Mapping[str, Any] | None = None
    """Values by the ids of fields (docloft.lifecycle.custom_fields). Texts and links are found like its text."""
    amount: int | None = None
    """In hundredths of the currency's unit."""
    currency: str | None = None
    due_date: str | None = None
    """YYYY-MM-DD, like `document_date`."""
    inbox: bool | None = None
    keep_until: str | None = None


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True)
    for name in _TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in _STEMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in _KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field("recency", fast=True)
    # Since version 7. The engine numbers fields in this order, and an older index has only those above.
    builder.add_text_field("name", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("joined", tokenizer_name="whitespace", index_option="basic")
    for name in _NEW_KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in _NEW_NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("sort_title", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("title_number", indexed=True, fast=True)
    for name in _NOTES:
        option = "freq" if name.endswith("stems") else "position"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    return builder.build()


def document_of(entry: Entry, text: Text | None) -> tantivy.Document:
    """Makes the document that the engine indexes; equal arguments make equal documents. Raises ValueError, TypeError or
    OverflowError for values that the schema cannot hold.
    """
    document = tantivy.Document()
    document.add_text("id", entry.document_id)
    document.add_unsigned("version", entry.version)
    language = (text.language if text else None) or entry.language
    values = entry.custom_fields or {}
    cut = CutText(
        [*(text.pages if text else ()), *_said(entry.embedded or {}), *entry.notes, *texts_of(values), entry.file_name]
    )
    _add_text(document, "", cut, language)
    if cut.joined:
        document.add_text("joined", " ".join(cut.joined))
    document.add_text("name", " ".join(CutText([entry.file_name]).words[0]))
    titles = dict.fromkeys((entry.title, title_from(entry.file_name)))
    cut_titles = CutText(titles)
    _add_text(document, "title", cut_titles, language)
    if new := cut_titles.joined.keys() - cut.joined.keys():
        document.add_text("joined", " ".join(sorted(new)))
    _add_text(document, "note", CutText(entry.notes), language)
    title = sort_title(entry.title)
    document.add_text("sort_title", title)
    document.add_unsigned("title_number", title_number(title))
    for field, keywords in {
        "type": (entry.media_type, entry.media_type.partition("/")[0]),
        "state": (entry.state,),
        "flags": _flags(entry, text),
        "lang": (language,),
        "kind": (entry.kind,),
        "sender": (entry.sender,),
        "tag": entry.tags,
        "field": keywords_of(values),
        "currency": () if entry.amount is None else (entry.currency or NO_CURRENCY,),
    }.items():
        for keyword in dict.fromkeys(keywords):
            if keyword:
                document.add_text(field, keyword)
    added = datetime.fromisoformat(entry.created_at)
    document.add_integer("added", milliseconds(added))
    document.add_float("recency", recency_of(added))
    dated, due = _day(entry.document_date), _day(entry.due_date)
    for field, number in {
        "size": entry.size,
        "pages": entry.pages,
        "amount": entry.amount,
        "trashed": milliseconds(datetime.fromisoformat(entry.trashed_at)) if entry.trashed_at else None,
        "date": dated.toordinal() if dated else None,
        "year": dated.year if dated else None,
        "due": due.toordinal() if due else None,
    }.items():
        if number is not None:
            document.add_integer(field, number)
    return document


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def recency_of(added: datetime) -> float:
    """The engine multiplies a score by log2(2 + this). A score grows by 2 % of its original size for every year after
    2020: of two equal documents the newer comes first, but one that contains a word twice comes before a newer one
    that contains it once (packages/shared/tests/search/test_ranking.py).
    """
    years = max(0.0, (added - datetime(2020, 1, 1, tzinfo=UTC)).days / 365.25)
    return exp2(1 + 0.02 * years) - 2


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written[:10]) if written else None


def _flags(entry: Entry, text: Text | None) -> list[str]:
    given = {
        Flag.TRASHED: entry.trashed_at,
        Flag.TEXT: entry.has_text,
        Flag.PARTIAL: entry.partial,
        Flag.DATE: entry.document_date,
        Flag.PARTS: entry.children,
        Flag.NOTES: entry.note_count,
        Flag.PART: entry.parent_id,
        Flag.LOCKED: entry.reason_code in _LOCKED,
        Flag.INBOX: entry.inbox,
        Flag.KEPT: entry.keep_until,
        Flag.RECOGNISED: text is not None and text.recognised,
    }
    flags = [flag for flag, value in given.items() if value]
    kept = _day(entry.keep_until)
    return [*flags, KEPT_UNTIL + digits_of_day(kept.toordinal())] if kept else [*flags]


def _said(embedded: Mapping[str, str]) -> list[str]:
    return [embedded[name] for name in _SAID if name in embedded]


def _add_text(document: tantivy.Document, field: str, cut: CutText, language: str | None) -> None:
    words, stems, dense = (field, f"{field}_stems", f"{field}_dense") if field else ("words", "stems", "dense")
    terms = stem_terms(cut.writings, language)
    for line in cut.lines():
        if line:
            document.add_text(words, line)
    for page in (*cut.words, cut.loose):
        stemmed = " ".join(terms[word] for word in page if word in terms)
        if stemmed:
            document.add_text(stems, stemmed)
    for runs in cut.pairs:
        if runs:
            document.add_text(dense, " ".join(runs))
