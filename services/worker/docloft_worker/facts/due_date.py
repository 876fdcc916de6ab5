"""The day by which to pay, beside or below its label."""

from collections.abc import Iterator

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import dates
from docloft_worker.facts.lines import Line, Source

LABEL = re2.compile(
    r"\bdue date|\bpayment due|\bdue (?:by|on|before)|\bpayable (?:by|until|before)|\bpay(?:ment)? by"
    r"|\bpay before|\bdue ?:"
    r"|\bfallig(?:keit)?\b|\bfalligkeits-?datum|\bzahlbar (?:bis|am)|\bzahlungsziel|\bzu zahlen bis"
    r"|\bzahlen sie bis|\buberweisen sie .{0,40}bis"
    r"|\becheance|\ba (?:payer|regler) (?:avant|le|au)|\bdate limite(?: de paiement)?"
    r"|\bvencimiento|\bfecha limite|\bpagar antes|\bscadenza|\bda pagare entro|\bentro il"
    r"|\bvervaldatum|\bvervaldag|\b(?:te )?(?:betalen|voldoen) (?:voor|uiterlijk)|\bvencimento|\bdata limite"
    r"|\bpagar ate"
)
_NOT = re2.compile(r"\bcontract|\bvertrag|\bpolic[ey]|\bpassport|\bcard\b|\bkarte\b|\bwarranty|\bgarantie")
_REACH = 45
_LABEL_LIMIT = 30


def find(source: Source) -> Iterator[Suggestion]:
    """The only due date. Nothing if the document has several different ones, as an instalment plan does."""
    found = list(_candidates(source))
    if found and len({one.value for one in found}) == 1:
        yield found[0]


def _candidates(source: Source) -> Iterator[Suggestion]:
    above: Line | None = None
    for line in source.lines:
        for index, place in enumerate(dates.find(line, source)):
            near = line.folded[max(0, place.start - _REACH) : place.start]
            label = LABEL.search(near)
            if label and len(near[label.end() :]) <= 30 and not _NOT.search(near):
                yield line.suggest(Fact.DUE_DATE, place.day.isoformat(), 0.92, place.start, place.end)
            elif above is not None and index == 0 and place.start == 0 and _is_label(above, line):
                yield line.suggest(Fact.DUE_DATE, place.day.isoformat(), 0.85, place.start, place.end, above.text)
        above = line


def _is_label(above: Line, line: Line) -> bool:
    text = above.folded
    return (
        above.page == line.page
        and len(text) <= _LABEL_LIMIT
        and LABEL.search(text) is not None
        and not _NOT.search(text)
    )
