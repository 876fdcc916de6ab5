"""What reading found in a document, for attributes that are still empty. No I/O. A sender or a kind is not among them:
the name that people use may be another one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from docloft.lifecycle.names import title_from
from docloft.suggestions import Fact, Suggestion, refusal

FACTS = (Fact.TITLE, Fact.DOCUMENT_DATE, Fact.DUE_DATE, Fact.AMOUNT)
"""Each is the name of an attribute, too."""


class Subject(Protocol):
    """A document, by the attributes on which this depends."""

    @property
    def title(self) -> Any: ...
    @property
    def file_name(self) -> Any: ...
    @property
    def embedded(self) -> Any: ...
    @property
    def document_date(self) -> Any: ...
    @property
    def due_date(self) -> Any: ...
    @property
    def amount(self) -> Any: ...
    @property
    def refused_suggestions(self) -> Any: ...


def open_facts(wanted: Collection[str], document: Subject) -> Iterator[Fact]:
    """Those for which the document has no value yet. A title that is still that of the file is none."""
    of_file = {title_from(document.file_name), (document.embedded or {}).get("title")}
    for fact in FACTS:
        has_value = document.title not in of_file if fact == Fact.TITLE else getattr(document, fact) is not None
        if fact in wanted and not has_value:
            yield fact


def values(wanted: Collection[str], document: Subject, found: Iterable[Suggestion]) -> Mapping[str, Any]:
    """The attributes to write: for each wanted fact that is open, the likeliest value that no person refused."""
    suggested = sorted(found, key=lambda one: one.confidence)
    refused = set(document.refused_suggestions or ())
    best = {one.fact: one for one in suggested if refusal(one.fact, one.value) not in refused}
    chosen = [best[fact] for fact in open_facts(wanted, document) if fact in best]
    return {name: value for one in chosen for name, value in _attributes(one).items()}


def _attributes(found: Suggestion) -> dict[str, Any]:
    if found.fact != Fact.AMOUNT:
        return {found.fact.value: found.value}
    number, _, currency = found.value.partition(" ")
    return {"amount": int(Decimal(number) * 100), "currency": currency or None}
