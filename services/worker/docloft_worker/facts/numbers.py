"""Invoice and customer numbers, beside or below their labels."""

from collections.abc import Iterator
from functools import partial

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts.lines import Source, groups

_NO = r"(?:number|no\b|nr\b|num\b|nummer|numero|numer|n[°ºo]|n\.[°ºo]|n\b|id\b|#)"
_INVOICE = re2.compile(
    r"^(?:invoice|rechnung|facture|factura|fattura|factuur|fatura) ?:|"
    rf"\b(?:invoice|rechnung|facture|factura|fattura|factuur|fatura) ?(?:de )?-?{_NO}[.:#]{{0,2}}"
    rf"|\brechnungs-? ?(?:nr|nummer|no)\b\.?:?|\bfactuur-?(?:nr|nummer)\b\.?:?|\b(?:numero|n[°ºo]|num\.?"
    rf"|n\.[°ºo]) ?(?:de |da |di |d. ?)?(?:la )?(?:facture|factura|fattura|fatura)\b ?:?"
)
_CUSTOMER = re2.compile(
    rf"\b(?:customer|client|cliente) ?-?(?:account )?{_NO}[.:#]{{0,2}}|\bkunden-? ?(?:nr|nummer|no)\b\.?:?"
    rf"|\bklant-?(?:nr|nummer)\b\.?:?"
    rf"|\b(?:numero|n[°ºo]|num\.?|n\.[°ºo]|codice|code|ref\.?) ?(?:de |do |di )?(?:client|cliente)\b ?:?"
)
_VALUE = re2.compile(r"^[ :.#\-]{0,5}((?:[a-z]{1,5} )?[a-z0-9][a-z0-9/\-_.]{1,29})")
_DATE = re2.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$")


def _find(fact: Fact, label: "re2._Regexp[str]", source: Source) -> Iterator[Suggestion]:
    """The first one with a digit in it."""
    lines = source.lines
    for index, line in enumerate(lines):
        match = label.search(line.folded)
        if match is None:
            continue
        value = _VALUE.search(line.folded[match.end() :])
        if value and _is_number(groups(value)[0]):
            start = match.end() + value.start(1)
            end = start + len(groups(value)[0].rstrip(".-_/"))
            yield line.suggest(fact, line.text[start:end], 0.93, start, end)
            return
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below is None or below.page != line.page or line.folded[match.end() :].strip(" :.") or match.start():
            continue
        value = _VALUE.fullmatch(below.folded)
        if value and _is_number(groups(value)[0]):
            yield below.suggest(fact, below.text[value.start(1) : value.end(1)], 0.85, *value.span(1), label=line.text)
            return


def _is_number(value: str) -> bool:
    return sum(character.isdigit() for character in value) >= 2 and not _DATE.search(value)


find_invoice = partial(_find, Fact.INVOICE_NUMBER, _INVOICE)
find_customer = partial(_find, Fact.CUSTOMER_NUMBER, _CUSTOMER)
