"""Facts that are found in a document's text and suggested to people: one module each, one line in FACTS.

Every pattern is RE2's, and only a bounded part of a document is searched (facts.lines), so untrusted text takes bounded
time: about 5 ms for a letter.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from docloft.clock import timestamp
from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import amount, document_date, due_date, iban, kinds, numbers, sender, title
from docloft_worker.facts.lines import Source

Finder = Callable[[Source], Iterable[Suggestion]]

FACTS: dict[Fact, Finder] = {
    Fact.TITLE: title.find,
    Fact.DOCUMENT_DATE: document_date.find,
    Fact.SENDER: sender.find,
    Fact.KIND: kinds.find,
    Fact.AMOUNT: amount.find,
    Fact.DUE_DATE: due_date.find,
    Fact.INVOICE_NUMBER: numbers.find_invoice,
    Fact.CUSTOMER_NUMBER: numbers.find_customer,
    Fact.IBAN: iban.find,
}

_log = logging.getLogger(__name__)


def suggest(
    pages: Sequence[str],
    language: str | None,
    properties: Mapping[str, Any] | None = None,
    known: Iterable[Suggestion] = (),
    today: str | None = None,
) -> tuple[Suggestion, ...]:
    """Suggestions in the order of FACTS. `properties` is what the file says about itself. Of `known`, found when the
    document had fewer pages, those are kept that come from the properties. `today` (YYYY-MM-DD) is the current day
    unless it is given. Never raises: a document is readable without suggestions.
    """
    source = Source(pages, language, properties or {}, today or timestamp()[:10])
    found = [one for one in known if one.page is None]
    kept = {one.fact for one in found}
    for fact, finder in FACTS.items():
        if fact in kept:
            continue
        try:
            found.extend(finder(source))
        except Exception as error:  # noqa: BLE001 - a fact is not worth a document
            # Only the type of the error is logged: its message may contain text of the document.
            _log.error("fact", extra={"fact": fact.value, "error": type(error).__name__})
    return tuple(found)
