"""The index in OpenSearch: its fields, and how a document of the built-in engine's schema is written to it.

| field | contains |
|--|--|
| those of `engine.schema`, without `title_number` | the same words, keywords and numbers |
| library | the id of the library, by which every search is limited |
| moment | `added` as a date, for months in a time zone |
| date_month | the month of `date`, YYYY-MM |
| title_words | each word of the title and the file name, for completions |

Words arrive folded and separated by spaces, so the analyzer only splits at spaces. Nothing is stored besides what
identifies a document.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

VERSION = 5
"""Part of the index's name: a change here needs a new number, and builds a new index."""

MOST_BYTES = 9_000_000
"""The size of one document as JSON. The smallest domains accept requests of 10 MiB (AWS: OpenSearch Service quotas)."""

_WORDS = {"type": "text", "analyzer": "whitespace"}
_STEMS = {**_WORDS, "index_options": "freqs"}
_KEYWORD = {"type": "keyword"}
_NUMBER = {"type": "long"}
_TEXTS = ("words", "dense", "stems")
"""The fields that grow with a document's text."""

FIELDS: Mapping[str, Mapping[str, Any]] = {
    "library": _KEYWORD,
    "id": _KEYWORD,
    "version": {"type": "long", "index": False},
    **dict.fromkeys(("words", "dense", "title", "title_dense", "name", "note", "note_dense"), _WORDS),
    **dict.fromkeys(("stems", "title_stems", "note_stems"), _STEMS),
    "joined": {**_WORDS, "index_options": "docs", "norms": False},
    **dict.fromkeys(("type", "state", "flags", "lang", "kind", "sender", "tag", "field", "currency"), _KEYWORD),
    **dict.fromkeys(("added", "date", "size", "pages", "due", "amount", "year", "trashed"), _NUMBER),
    "sort_title": _KEYWORD,
    "recency": {"type": "float"},
    "moment": {"type": "date", "format": "epoch_millis"},
    "date_month": _KEYWORD,
    "title_words": _KEYWORD,
}

BODY = {
    "mappings": {
        "dynamic": "strict",
        "_source": {"includes": ["library", "id", "version"]},
        "properties": {name: dict(options) for name, options in FIELDS.items()},
    }
}
"""What creates the index."""


def written(library_id: str, values: Mapping[str, Sequence[Any]]) -> str:
    """A document as one line of JSON with at most MOST_BYTES. `values`: its fields, as the built-in engine's document
    has them. The stems of a long text are written once each, and of a still longer one the last pages are left out.
    """
    fields: dict[str, Any] = {name: list(found) for name, found in values.items() if name in FIELDS}
    fields["library"] = library_id
    fields["id"], fields["version"] = values["id"][0], values["version"][0]
    fields["moment"] = fields.get("added", [])
    fields["date_month"] = [_month(day) for day in fields.get("date", [])]
    words = " ".join((*values.get("title", ()), *values.get("name", ()))).split()
    fields["title_words"] = list(dict.fromkeys(words))
    line = _json(fields)
    if len(line) > MOST_BYTES:
        fields["stems"] = [" ".join(dict.fromkeys(" ".join(fields.get("stems", [])).split()))]
        line = _json(fields)
    while len(line) > MOST_BYTES:
        for name in _TEXTS:
            fields[name] = _shorter(fields.get(name, []))
        line = _json(fields)
    return line.decode()


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _month(day: int) -> str:
    found = date.fromordinal(day)
    return f"{found.year:04}-{found.month:02}"


def _shorter(lines: Sequence[str]) -> list[str]:
    """The first half of the pages; of one page, its first half."""
    if len(lines) > 1:
        return list(lines[: len(lines) // 2])
    words = lines[0].split() if lines else []
    return [" ".join(words[: len(words) // 2])]
