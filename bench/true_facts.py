"""A folder of documents with the facts that are true of them: `truth.jsonl`, one JSON object per line with `file`, a
path in the folder, and any of the keys in KEYS. A document has no fact whose key is missing, apart from `number`, which
is that of an invoice if `kind` says that it is one, and unknown otherwise.
"""

import json
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import code_path  # noqa: F401 - adds the services to the path  # isort: skip
from docloft import formats
from docloft.sandbox import Sandbox
from docloft.suggestions import Fact, Suggestion
from docloft_worker import language, portions
from docloft_worker.facts import suggest

TRUTH = "truth.jsonl"
KEYS = {
    "date": "date",
    "total": "total",
    "currency": "currency",
    "sender": "sender",
    "kind": "kind",
    "number": "invoice number",
    "customer_number": "customer number",
    "due_date": "due date",
    "iban": "IBAN",
}
"""The key of each fact that is scored, and its name. Dates are YYYY-MM-DD, a total is "1234.56"."""

_FACTS = {
    "date": Fact.DOCUMENT_DATE,
    "sender": Fact.SENDER,
    "kind": Fact.KIND,
    "number": Fact.INVOICE_NUMBER,
    "customer_number": Fact.CUSTOMER_NUMBER,
    "due_date": Fact.DUE_DATE,
    "iban": Fact.IBAN,
}


@dataclass(frozen=True)
class Document:
    """`true` and `suggested` by KEYS. `unknown` are keys that are not scored."""

    file: str
    true: dict[str, str]
    suggested: dict[str, str]
    unknown: frozenset[str]


def documents(folder: Path, sandbox: Sandbox, until: float) -> Iterator[Document]:
    """Reads each file as the worker does, with its properties, and without recognition (OCR)."""
    for line in (folder / TRUTH).read_text(encoding="utf-8").splitlines():
        stated: dict[str, Any] = json.loads(line)
        true = {key: str(stated[key]) for key in KEYS if stated.get(key) is not None}
        unknown = frozenset({"number"} if stated.get("kind") != "invoice" else ())
        yield Document(stated["file"], true, by_key(_suggestions(folder / stated["file"], sandbox, until)), unknown)


def by_key(found: tuple[Suggestion, ...]) -> dict[str, str]:
    """The first suggestion of each fact, by KEYS. The currency is a part of the amount."""
    first: dict[Fact, str] = {}
    for one in found:
        first.setdefault(one.fact, one.value)
    keyed = {key: first[fact] for key, fact in _FACTS.items() if fact in first}
    total, _, currency = first.get(Fact.AMOUNT, "").partition(" ")
    return keyed | ({"total": total} if total else {}) | ({"currency": currency} if currency else {})


def _suggestions(path: Path, sandbox: Sandbox, until: float) -> tuple[Suggestion, ...]:
    found = formats.find(mimetypes.guess_type(path.name)[0] or "")
    if found is None or found.reader is None:
        raise ValueError(f"No reader for {path.name}.")
    portion = portions.read_file(sandbox, found.reader, path, until)
    pages = portion["pages"]
    return suggest(pages, language.detect(pages), portion.get("properties"))
