"""The date on the document: beside a label such as "Invoice date", after a place ("Berlin, den 12. März 2024"), or on
a line of its own in the head. Dates of birth, due dates, periods and dates in sentences do not count.
"""

from collections.abc import Iterator
from itertools import pairwise

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import dates, due_date
from docloft_worker.facts.dates import Place
from docloft_worker.facts.lines import Line, Source

_SPECIFIC = re2.compile(
    r"(?:invoice|bill|issue|billing|letter|statement|receipt|document|order|policy) date|date (?:of (?:issue"
    r"|invoice)|issued)"
    r"|issued on|dated|(?:rechnungs|beleg|ausstellungs|brief|erstellungs|bescheid|druck|auszugs|quittungs)-?datum"
    r"|datum des bescheids|ausgestellt am|date (?:de (?:la )?facture|d.emission|d.edition|de facturation|du releve)"
    r"|fecha (?:de )?(?:la )?(?:factura|emision|expedicion)|data (?:di )?(?:fattura|emissione|documento)"
    r"|factuurdatum|datum factuur|data (?:da )?(?:de )?(?:fatura|emissao)"
)
_PLAIN = re2.compile(r"\bdate\b|\bdatum\b|\bfecha\b|\bdata\b|\bemitida? (?:el|em)\b|\bfait (?:a|le)\b")
_OTHER = re2.compile(
    r"birth|geburt|naissance|nacimiento|nascita|nascimento|geboorte|geb\.|born|\bne\(?e?\)? le"
    r"|deliver|shipp|liefer|leistung|livraison|entrega|consegna|lever|expir|valid|gultig|verfall|ablauf|vencim|scaden"
    r"|verval|echeance|period|zeitraum|fassung|version|revision|effective|amend|printed|begin|start|end date|ende\b"
    r"|eintritt|austritt|check-?in|check-?out|arrival|departure|anreise|abreise|depart|arrivee|previous|last|next"
    r"|letzte|nachste|value|buchung|wertstellung|valuta|operation|appointment|termin|until|\bbis\b|retrieved|accessed"
    r"|order date|bestell|commande|pedido|reading|ablesung|tax point|purchase date|kaufdatum|your letter"
    r"|ihr schreiben"
    r"|ihre nachricht|update|stand\b|contract date|vertragsbeginn"
)
_PLACE = re2.compile(r"^[a-z .\-/()]{2,40}, ?(?:den |le |a |li |il )?$|^(?:den|le|li) $")
_SUBJECT = re2.compile(
    r"^(?:ihre |votre |your |our )?(?:invoice|receipt|statement|letter|(?:schluss)?rechnung|quittung|mahnung|bescheid"
    r"|kontoauszug|gutschrift|facture|recu|releve|factura|recibo|fattura|ricevuta|factuur|fatura)\b[^.;]{0,50}"
    r"\b(?:vom|of|dated|du|del|de|van|da|from)(?: the)? $"
)
_RANGE = re2.compile(r"^ ?(?:-|\x{2013}|\x{2014}|to|bis|au|al|tot|a|until) ?$")
# After the time, their own number: "Till 2".
_TIME = re2.compile(
    r"^(?:,? ?(?:at |um |a )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?(?:[ap]\.?m|uhr|h))?"
    r"(?: {1,3}[a-z]{2,10}\.? ?#?\d{1,4})?)?\.?$"
)
_LABEL_REACH = 40
_DATE_ONLY_LINES = 25


def find(source: Source) -> Iterator[Suggestion]:
    found = [one for one in _candidates(source) if int(one.value[:4]) >= dates.OLDEST and one.value <= source.today]
    if not found:
        return
    best = max(found, key=lambda one: one.confidence)
    equals = {one.value for one in found if one.confidence == best.confidence and one.page == best.page}
    # In a table of dated entries, one label applies to many dates: unless a date has a better one, none of them is
    # certain.
    if len(equals) <= 2:
        yield best


def _candidates(source: Source) -> Iterator[Suggestion]:
    above: Line | None = None
    for line in source.lines:
        places = dates.find(line, source)
        for index, place in enumerate(places):
            if judged := _judge(line, places, index, above):
                confidence, label = judged
                yield line.suggest(Fact.DOCUMENT_DATE, place.day.isoformat(), confidence, place.start, place.end, label)
        above = line


def _judge(line: Line, places: list[Place], index: int, above: Line | None) -> tuple[float, str] | None:
    """(confidence, label on the line above); None for a date that is probably not the document's."""
    place = places[index]
    if _is_of_period(line, places, index):
        return None
    before = line.folded[places[index - 1].end if index else 0 : place.start]
    confidence = _labelled(before[-_LABEL_REACH:])
    if confidence is not None:
        return (confidence if line.page == 0 else confidence - 0.1, "") if confidence else None
    if line.is_head and (_PLACE.search(before) and not index) and not line.folded[place.end :].strip(" ."):
        return 0.9, ""
    if line.is_head and _SUBJECT.search(before):
        return 0.9, ""
    if above is not None and above.page == line.page and len(places) == 1 and not before.strip(" :"):
        return _under(above, line, place)
    return None


def _is_of_period(line: Line, places: list[Place], index: int) -> bool:
    """Whether a date is the beginning or the end of a period such as "1 March to 3 March"."""
    around = places[max(0, index - 1) : index + 2]
    return any(_RANGE.search(line.folded[one.end : other.start]) for one, other in pairwise(around))


def _under(above: Line, line: Line, place: Place) -> tuple[float, str] | None:
    """Judges the only date of a line, at its beginning, by the label on the line above."""
    if len(above.folded) <= _LABEL_REACH:
        confidence = _labelled(above.folded)
        if confidence is not None:
            return (confidence - 0.05, above.text) if confidence else None
    # Tills print the time beside the date.
    is_alone = _TIME.search(line.folded[place.end :]) is not None
    return (0.8, "") if is_alone and line.is_head and line.number < _DATE_ONLY_LINES else None


def _labelled(text: str) -> float | None:
    """The confidence that a label gives a date; 0 for the label of another kind of date; None without a label."""
    if _OTHER.search(text) or due_date.LABEL.search(text):
        return 0
    # The label must be near: "the date of our meeting with Smith on 3 May" is a sentence.
    for pattern, confidence in ((_SPECIFIC, 0.97), (_PLAIN, 0.93)):
        matches = list(pattern.finditer(text))
        if matches and len(text[matches[-1].end() :].strip(" :.-|()")) <= 4:
            return confidence
    return None
