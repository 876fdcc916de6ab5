"""Suggestions: facts found in a document's text that a person may accept or refuse, with the evidence for each. The
worker finds them and stores them with the text they refer to (docloft.texts); the API returns them.
"""

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

VALUE_LIMIT = 200
EVIDENCE_LIMIT = 160
"""In characters."""
REFUSED_LIMIT = 100
"""The most refusals kept for a document. The oldest is dropped first."""


LOOKS_LIKE = "looks_like"
"""In the place of a fact, when a near-duplicate is refused. The value is the other document's id."""


class Fact(StrEnum):
    TITLE = "title"
    DOCUMENT_DATE = "document_date"
    SENDER = "sender"
    KIND = "kind"
    AMOUNT = "amount"
    IBAN = "iban"
    INVOICE_NUMBER = "invoice_number"
    CUSTOMER_NUMBER = "customer_number"
    DUE_DATE = "due_date"
    TAG = "tag"
    """Never found in a text, only learned from similar documents."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value`: a date is YYYY-MM-DD, an amount "1234.56 EUR" or "1234.56", a kind one of docloft_worker.facts.kinds.
    `page` counts from 0; `start` and `end` are the place of the value on it, in code points. All three are None when
    the file's properties or other documents are the evidence. `evidence` is the line with the label, or its part around
    the value; empty for what is learned from other documents.
    """

    fact: Fact
    value: str
    confidence: float
    evidence: str
    page: int | None = None
    start: int | None = None
    end: int | None = None


def encode(suggestion: Suggestion) -> dict[str, Any]:
    return {name: value for name, value in asdict(suggestion).items() if value is not None}


def decode(stored: dict[str, Any]) -> Suggestion:
    return Suggestion(**{**stored, "fact": Fact(stored["fact"])})


def refusal(fact: str, value: str) -> str:
    """The record of a refused value: a digest, because a value may be long, and is private."""
    return f"{fact}:{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()[:16]}"
