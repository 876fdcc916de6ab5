"""The total to pay and its currency: the amount beside a label such as "Total due", "Gesamtbetrag" or "Montant TTC"."""

from collections.abc import Iterator

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import money
from docloft_worker.facts.lines import Line, Source

_FINAL = re2.compile(
    r"total due|amount due|balance due|grand total|total (?:amount )?(?:to pay|payable)|amount payable"
    r"|invoice total|total amount"
    r"|total incl|new balance|closing balance"
    r"|gesamtbetrag|rechnungsbetrag|rechnungssumme|gesamtsumme|endbetrag|zahlbetrag|bruttobetrag"
    r"|zu zahlen(?:der betrag)?|gesamt brutto"
    r"|summe brutto|zahlungsbetrag|auszahlungsbetrag|neuer saldo|offener betrag"
    r"|(?:montant|total) (?:total )?(?:ttc|a payer|du\b)|net a payer|montant (?:total|a regler)|solde a payer"
    r"|nouveau solde"
    r"|total a pagar|importe total|total factura|totale (?:da pagare|fattura|documento)|importo totale|netto a pagare"
    r"|te betalen|totaalbedrag|totaal (?:incl|te)|valor (?:total|a pagar)|total geral"
)
_ANY = re2.compile(r"\btotal\b|\bsumme\b|\bgesamt\b|\btotale\b|\btotaal\b")
_PART = re2.compile(
    r"sub-? ?total|zwischensumme|sous-? ?total|subtotale|subtotaal|net(?:to)? total|total net|netto|total h\.?t\b"
    r"|\bhors tax|total ht|nettobetrag|excl|imponibile"
    r"|ubertrag|carried|total (?:vat|tax|tva|iva|items|paid|savings|discount|hours|pages)|\bmwst\.? ?(?:gesamt"
    r"|summe)|total de la tva|rabatt|base imponible|number|anzahl|previous|bisher"
)
_REACH = 60
_BESIDE = 4


def find(source: Source) -> Iterator[Suggestion]:
    """The last one with the strongest label, because subtotals precede totals. Nothing when totals on one page
    contradict each other.
    """
    for label, confidence in ((_FINAL, 0.93), (_ANY, 0.8)):
        found = list(_labelled(source, label))
        values = {amount.cents for _, _, amount in found}
        currencies = {amount.currency for _, _, amount in found if amount.currency}
        if not found or len(currencies) > 1 or len(values) > 3:
            continue
        line, above, amount = found[-1] if label is _FINAL else max(found, key=lambda one: one[2].cents)
        currency = amount.currency or _only_currency(source)
        if currency is None and label is _ANY:
            return
        value = f"{amount.cents // 100}.{amount.cents % 100:02}" + (f" {currency}" if currency else "")
        yield line.suggest(
            Fact.AMOUNT, value, confidence if len(values) == 1 else confidence - 0.1, amount.start, amount.end, above
        )
        return


def _labelled(source: Source, label: "re2._Regexp[str]") -> Iterator[tuple[Line, str, money.Amount]]:
    previous: Line | None = None
    for line in source.lines:
        match = label.search(line.folded)
        if match and not _PART.search(line.folded):
            amounts = [one for one in money.find(line.folded) if one.start >= match.end()]
            if amounts and amounts[0].start - match.end() <= _REACH:
                yield line, "", amounts[-1]
        elif previous is not None and _is_label(previous, line, label):
            amounts = list(money.find(line.folded))
            if len(amounts) == 1 and len(line.folded) - (amounts[0].end - amounts[0].start) <= _BESIDE:
                yield line, previous.text, amounts[0]
        previous = line


def _is_label(above: Line, line: Line, label: "re2._Regexp[str]") -> bool:
    """Whether a line has a label and no amount of its own."""
    text = above.folded
    is_near = above.page == line.page and len(text) <= _REACH
    return is_near and bool(label.search(text)) and not _PART.search(text) and not list(money.find(text))


def _only_currency(source: Source) -> str | None:
    """The currency of all amounts in the document, if they have one."""
    found = {amount.currency for line in source.lines for amount in money.find(line.folded) if amount.currency}
    return found.pop() if len(found) == 1 else None
