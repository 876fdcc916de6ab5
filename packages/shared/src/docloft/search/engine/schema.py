"""The index's schema. Its version is part of the index's prefix in S3: a change here needs a new number. Until an index
of the new version is built, the one of the previous version is searched (see `index.finding`), so new fields are added
at the end, and `FIELDS_OF` says which fields an older index has.

| field | contains | for |
|--|--|--|
| id, version | the document's id and the version of its record (stored) | delete by id; skip what is already indexed |
| words, stems, dense | text, file name, notes, fields, `embedded`: folded words; stems; character pairs | finding |
| name | its file name: folded words | finding |
| joined | text and file name: words and numbers that may be written together (`text.joins`) | finding |
| title, title_stems, title_dense | its title the same way | finding, weighted more |
| type, state | keywords: `application/pdf` and `application`; `ready` | filters, facets |
| flags | keywords: see Flag | filters, facets |
| lang | keyword: ISO 639-1 code of its language | filters, facets |
| kind, sender, tag | keywords: ids | filters, facets |
| field | keywords of the values of custom fields: see `query.field_keywords` | filters |
| added, date, size, pages | milliseconds since 1970; day number; bytes; count | ranges, order |
| due, amount | day number; in hundredths of the currency's unit | ranges, order, sums |
| currency | keyword: that of the amount, NO_CURRENCY for an amount without one | sums |
| year | of `date` | facets |
| sort_title, title_number | its title folded, without what order ignores (stored); its beginning as a number | order |
| recency | see `recency_of` | ranking |

The text itself is not stored: snippets come from `text/`. Text is split into words here, in Python; the engine receives
them separated by spaces and only splits at spaces, so that opening an index needs no custom tokenizer.

The file is long because the fields and what they are filled with have to agree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from math import exp2
from typing import Any

import tantivy

from docloft import reasons
from docloft.documents.names import title_from
from docloft.documents.states import State
from docloft.errors import Cause
from docloft.search.engine.stems import stem_terms
from docloft.search.query.field_keywords import digits_of_day, keywords_of, texts_of
from docloft.search.query.flags import KEPT_UNTIL, TRASHED_ON, Flag
from docloft.search.text import joins
from docloft.search.text.folding import fold, plain
from docloft.search.text.ordinary_lines import SPECIAL_OR_GROUPED, WORD, special_lines
from docloft.search.text.pieces import pairs, pieces
from docloft.texts import Text

NO_CURRENCY = "-"
VERSION = 3
PREVIOUS_VERSION = 2
INDEXED_STATES = frozenset({State.READY, State.FAILED})
MAX_DISTINCT_WORDS = 150_000
"""The most distinct words indexed for one document; further new words are left out, while words seen before still
count. The Bible has 13,000, a generated list of 4 MB can have a million: with this limit such a file stays within a
function's 512 MB and a minute (bench/search_times.py)."""

MAX_DISTINCT_PAIRS = 300_000
"""The same limit for character pairs (scripts without spaces): a Chinese novel has about 200,000."""

MAX_JOINED = 50_000
"""The same limit for runs of words and numbers that may be written together."""

_LONGEST_SORTED = 60
"""Characters of a title that order documents."""
_LONGEST_NUMBER = 8
_LETTERS = " 0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS_NUMBERED = 12
_OTHERS_NUMBERED, _OTHERS_BITS = 3, 20
_LOCKED = frozenset(one.code for one in reasons.REASONS.values() if one.cause == Cause.LOCKED)


_SAID = ("title", "author", "keywords")
_TEXTS = ("words", "dense", "title", "title_dense")
_STEMS = ("stems", "title_stems")
NUMBERED = ("id", "version", *_TEXTS, *_STEMS)
"""The first fields by the engine's number, among them all that score."""
_KEYWORDS = ("type", "state", "flags")
_NUMBERS = ("added", "date", "size", "pages")
_NEW_KEYWORDS = ("lang", "kind", "sender", "tag", "field", "currency")
_NEW_NUMBERS = ("due", "amount", "year")

FIELDS_OF = {PREVIOUS_VERSION: frozenset({*_TEXTS, *_STEMS, *_KEYWORDS, *_NUMBERS})}
FIELDS_OF[VERSION] = FIELDS_OF[PREVIOUS_VERSION] | {
    "name",
    "joined",
    "sort_title",
    "title_number",
    *_NEW_KEYWORDS,
    *_NEW_NUMBERS,
}
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
    """Values by the ids of fields (docloft.documents.custom_fields). Texts and links are found like its text."""
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
    # Since version 3. The engine numbers fields in this order, and an older index has only those above.
    builder.add_text_field("name", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("joined", tokenizer_name="whitespace", index_option="basic")
    for name in _NEW_KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in _NEW_NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_text_field("sort_title", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("title_number", indexed=True, fast=True)
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
    cut = _Cut(
        [*(text.pages if text else ()), *_said(entry.embedded or {}), *entry.notes, *texts_of(values), entry.file_name]
    )
    _add_text(document, "", cut, language)
    if cut.joined:
        document.add_text("joined", " ".join(cut.joined))
    document.add_text("name", " ".join(_Cut([entry.file_name]).words[0]))
    titles = dict.fromkeys((entry.title, title_from(entry.file_name)))
    cut_titles = _Cut(titles)
    _add_text(document, "title", cut_titles, language)
    if new := cut_titles.joined.keys() - cut.joined.keys():
        document.add_text("joined", " ".join(sorted(new)))
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
        "date": dated.toordinal() if dated else None,
        "year": dated.year if dated else None,
        "due": due.toordinal() if due else None,
    }.items():
        if number is not None:
            document.add_integer(field, number)
    return document


def sort_title(title: str) -> str:
    """Sorts titles in the order in which people look for them: ignoring case, accents and punctuation, with numbers by
    their value.
    """
    words = (fold(piece.text) for piece in pieces(title))
    return " ".join(word.zfill(_LONGEST_NUMBER) if word.isdecimal() else word for word in words)[:_LONGEST_SORTED]


def title_number(title: str) -> int:
    """Orders titles of `sort_title` by their beginning: its first twelve characters, or the first three when it does
    not begin with a letter from a to z or a digit. The engine reads a number in 1 μs, and a text in 400 μs (measured
    with 50,000 titles), so it orders by this, and only titles with the same number are compared.
    """
    base = len(_LETTERS) + 2
    if title and title[0] not in _LETTERS:
        number = 0
        for character in title[:_OTHERS_NUMBERED].ljust(_OTHERS_NUMBERED, "\0"):
            number = number << _OTHERS_BITS | min(ord(character), (1 << _OTHERS_BITS) - 1)
        return int(base**_LETTERS_NUMBERED) + number
    number = 0
    for character in title[:_LETTERS_NUMBERED].ljust(_LETTERS_NUMBERED, "\0"):
        place = _LETTERS.find(character)
        # 0 is the end of a title, the highest is any other character.
        number = number * base + (place + 1 if place >= 0 else 0 if character == "\0" else base - 1)
    return number


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def recency_of(added: datetime) -> float:
    """The engine multiplies a score by log2(2 + this). A score grows by 2 % of its original size for every year after
    2020: of two equal documents the newer comes first, but one that contains a word twice comes before a newer one
    that contains it once (tests/search/test_ranking.py).
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
    days = {TRASHED_ON: _day(entry.trashed_at), KEPT_UNTIL: _day(entry.keep_until)}
    return [
        *(flag for flag, value in given.items() if value),
        *(prefix + digits_of_day(day.toordinal()) for prefix, day in days.items() if day),
    ]


def _said(embedded: Mapping[str, str]) -> list[str]:
    return [embedded[name] for name in _SAID if name in embedded]


class _Folds(dict[str, str]):
    """Each word as written, folded; empty for one that is not indexed. Adds new words to `writings`."""

    def __init__(self, writings: dict[str, str]) -> None:
        super().__init__()
        self._writings = writings

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if folded not in self._writings:
            if len(self._writings) >= MAX_DISTINCT_WORDS or not folded:
                folded = ""
            else:
                self._writings[folded] = plain(word)
        if len(self) < 2 * MAX_DISTINCT_WORDS:
            self[word] = folded
        return folded


class _Cut:
    """Pages split into words: `words` by page, in `writings` each distinct word as it is written, and in `joined` the
    runs that may be written together.
    """

    def __init__(self, pages: Iterable[str]) -> None:
        self.writings: dict[str, str] = {}
        self.words: list[list[str]] = []
        self.loose: list[str] = []
        self.pairs: list[list[str]] = []
        self.joined: dict[str, None] = {}
        self._folds = _Folds(self.writings)
        self._known: set[str] = set()
        for page in pages:
            self.words.append([])
            self.pairs.append([])
            at = 0
            for start, end in special_lines(page, SPECIAL_OR_GROUPED):
                self._add_words(WORD.findall(page, at, start))
                self._add_lines(page[start:end])
                at = end
            self._add_words(WORD.findall(page, at))

    def _add_words(self, found: list[str]) -> None:
        self.words[-1] += filter(None, map(self._folds.__getitem__, found))

    def _add_lines(self, text: str) -> None:
        """Lines that have more than ordinary words."""
        cut = list(pieces(text))
        for group in joins.groups(text, cut):
            for run in joins.runs(text, group):
                if len(self.joined) < MAX_JOINED:
                    self.joined[run.written] = None
        for piece in cut:
            if piece.dense:
                found = pairs(piece.text)
                if len(self._known) < MAX_DISTINCT_PAIRS:
                    self._known.update(found)
                self.pairs[-1] += [pair for pair in found if pair in self._known]
            elif folded := self._folds[piece.text]:
                (self.loose if piece.loose else self.words[-1]).append(folded)

    def lines(self) -> Iterator[str]:
        """Values of the words field, one for each page: no phrase spans two pages."""
        for words in (*self.words, self.loose):
            yield " ".join(words)


def _add_text(document: tantivy.Document, field: str, cut: _Cut, language: str | None) -> None:
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
