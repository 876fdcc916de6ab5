"""The index's schema, version 2. The version is part of the index's prefix in S3: a change here needs a new number and
`make reindex`.

| field | contains | for |
|--|--|--|
| id, version | the document's id and the version of its record (stored) | delete by id; skip what is indexed already |
| words, stems, dense | text, file name, and `embedded`: folded words; stems by language; character pairs | finding |
| title, title_stems, title_dense | its title the same way | finding, weighted more |
| type, state, flags | keywords: `application/pdf` and `application`; `ready`; `trash`, `text`, `partial` | filters |
| added, date, size, pages | milliseconds since 1970; day number; bytes; count | ranges, order |
| recency | see `recency_of` | ranking |

The text itself is not stored: snippets come from `text/`. Text is split into words here, in Python; the engine receives
them separated by spaces and only splits at spaces, so that opening an index needs no custom tokenizer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from math import exp2

import tantivy

from docloft.documents.names import title_from
from docloft.documents.states import State
from docloft.search.engine.stems import stem_terms
from docloft.search.text.folding import fold, plain
from docloft.search.text.pieces import pairs, pieces
from docloft.texts import Text

VERSION = 2
INDEXED_STATES = frozenset({State.READY, State.FAILED})
MAX_DISTINCT_WORDS = 150_000
"""The most distinct words indexed for one document; further new words are left out, while words seen before still
count. The Bible has 13,000, a generated list of 4 MB can have a million: with this limit such a file stays within a
function's 512 MB and a minute (bench/search.py)."""

MAX_DISTINCT_PAIRS = 300_000
"""The same limit for character pairs (scripts without spaces): a Chinese novel has some 200,000."""

TRASHED = "trash"
HAS_TEXT = "text"
PARTIAL = "partial"

_SAID = ("title", "author", "keywords")


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


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True)
    for name in ("words", "dense", "title", "title_dense"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("stems", "title_stems"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("type", "state", "flags"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("added", "date", "size", "pages"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field("recency", fast=True)
    return builder.build()


def document_of(entry: Entry, text: Text | None) -> tantivy.Document:
    """The document for the engine. Deterministic. Raises ValueError, TypeError or OverflowError for values that the
    schema cannot hold.
    """
    document = tantivy.Document()
    document.add_text("id", entry.document_id)
    document.add_unsigned("version", entry.version)
    _add_text(
        document,
        "",
        _Cut([*(text.pages if text else ()), *_said(entry.embedded or {}), entry.file_name]),
        text.language if text else None,
    )
    titles = dict.fromkeys((entry.title, title_from(entry.file_name)))
    _add_text(document, "title", _Cut(titles), text.language if text else None)
    for keyword in dict.fromkeys((entry.media_type, entry.media_type.partition("/")[0])):
        document.add_text("type", keyword)
    document.add_text("state", entry.state)
    for flag, given in ((TRASHED, entry.trashed_at), (HAS_TEXT, entry.has_text), (PARTIAL, entry.partial)):
        if given:
            document.add_text("flags", flag)
    added = datetime.fromisoformat(entry.created_at)
    document.add_integer("added", milliseconds(added))
    document.add_float("recency", recency_of(added))
    document.add_integer("size", entry.size)
    if entry.pages is not None:
        document.add_integer("pages", entry.pages)
    if entry.document_date:
        document.add_integer("date", date.fromisoformat(entry.document_date[:10]).toordinal())
    return document


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def recency_of(added: datetime) -> float:
    """The engine multiplies a score by log2(2 + this). A score grows by 2 % of its original size for every year after
    2020: of two equal documents the newer comes first, but one that contains a word twice comes before a newer one
    that contains it once (tests/search/test_ranking.py).
    """
    years = max(0.0, (added - datetime(2020, 1, 1, tzinfo=UTC)).days / 365.25)
    return exp2(1 + 0.02 * years) - 2


def _said(embedded: Mapping[str, str]) -> list[str]:
    return [embedded[name] for name in _SAID if name in embedded]


class _Cut:
    """Pages split into words: `words` by page, and in `writings` each distinct word as it is written."""

    def __init__(self, pages: Iterable[str]) -> None:
        self.writings: dict[str, str] = {}
        self.words: list[list[str]] = []
        self.loose: list[str] = []
        self.pairs: list[list[str]] = []
        folds: dict[str, str] = {}
        known: set[str] = set()
        for page in pages:
            words: list[str] = []
            runs: list[str] = []
            for piece in pieces(page):
                if piece.dense:
                    found = pairs(piece.text)
                    if len(known) < MAX_DISTINCT_PAIRS:
                        known.update(found)
                    runs += [pair for pair in found if pair in known]
                    continue
                folded = folds.get(piece.text)
                if folded is None:
                    folded = self._admit(piece.text)
                    if len(folds) < 2 * MAX_DISTINCT_WORDS:
                        folds[piece.text] = folded
                if folded:
                    (self.loose if piece.loose else words).append(folded)
            self.words.append(words)
            self.pairs.append(runs)

    def _admit(self, word: str) -> str:
        folded = fold(word)
        if folded not in self.writings:
            if len(self.writings) >= MAX_DISTINCT_WORDS or not folded:
                return ""
            self.writings[folded] = plain(word)
        return folded

    def lines(self) -> Iterator[str]:
        """Values of the words field, one for each page: no phrase crosses a page end."""
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
