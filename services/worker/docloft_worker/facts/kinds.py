"""The kind of a document, from its heading. Words in the body say too little: a letter mentions invoices."""

from collections.abc import Iterator

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts import correspondence
from docloft_worker.facts.lines import Line, Source

# More specific kinds first: a reminder has "invoice" in its heading too. Words without accents, in lower case.
_WORDS = {
    "reminder": "payment reminder|reminder|overdue notice|final notice|zahlungserinnerung|mahnung|\\d\\. mahnung"
    "|letzte mahnung"
    "|rappel de paiement|rappel|lettre de relance|recordatorio de pago|aviso de pago|sollecito di pagamento|sollecito"
    "|betalingsherinnering|aanmaning|lembrete de pagamento",
    "payslip": "pay ?slip|payroll|earnings statement|wage slip|gehaltsabrechnung|lohnabrechnung|entgeltabrechnung"
    "|verdienstabrechnung"
    "|bulletin de (?:paie|salaire)|nomina|busta paga|cedolino|loonstrook|salarisspecificatie|recibo de vencimento",
    "tax notice": "tax (?:assessment|notice|bill|return)|notice of assessment|council tax|steuerbescheid"
    "|einkommensteuerbescheid|bescheid (?:fur|uber)"
    "|avis d.imposition|avis d.impot|declaracion de la renta|avviso di accertamento|belastingaanslag|aanslag"
    "|nota de liquidacao",
    "statement": "account statement|bank statement|statement of account|statement|kontoauszug|depotauszug"
    "|releve de compte|releve bancaire"
    "|extracto (?:de cuenta|bancario)|estratto conto|rekeningafschrift|bankafschrift|extrato (?:de conta|bancario)",
    "insurance": "insurance (?:policy|certificate|contract)|certificate of insurance|versicherungsschein"
    "|versicherungspolice|versicherungsbestatigung"
    "|police d.assurance|attestation d.assurance|contrat d.assurance|poliza de seguro|polizza|verzekeringspolis"
    "|polispblad|polisblad|apolice de seguro",
    "receipt": "receipt|sales receipt|quittung|kassenbon|kassenbeleg|beleg|recu|ticket de caisse|recibo|ricevuta"
    "|scontrino|kassabon|bon|kwitantie",
    "warranty": "warranty|guarantee certificate|garantieschein|garantie(?:karte|urkunde)?|certificat de garantie"
    "|garantia|garanzia|certificato di garanzia|garantiebewijs",
    "ticket": "boarding pass|e-?ticket|ticket|fahrkarte|bordkarte|eintrittskarte|online-ticket|billet"
    "|carte d.embarquement|billete|biglietto|bilhete|toegangsbewijs",
    "certificate": "certificate|birth certificate|diploma|urkunde|zertifikat|zeugnis|bescheinigung|geburtsurkunde"
    "|certificat|attestation|certificado|certificato|certificaat|getuigschrift",
    "contract": "contract|agreement|(?:rental|lease|service|employment|loan) (?:contract|agreement)|lease|(?:miet"
    "|kauf|arbeits|dienst|werk|darlehens)?vertrag"
    "|contrat(?: de [a-z]+)?|bail|contrato(?: de [a-z]+)?|contratto(?: di [a-z]+)?|(?:huur|koop"
    "|arbeids)?(?:contract|overeenkomst)",
    "manual": "(?:user|owner.s|instruction|operating) (?:manual|guide)|operating instructions|user.s guide"
    "|bedienungsanleitung|gebrauchsanweisung|betriebsanleitung|benutzerhandbuch"
    "|mode d.emploi|manuel d.utilisation|notice d.utilisation|manual de (?:usuario|instrucciones|utilizador)"
    "|manuale (?:d.uso|utente)|istruzioni per l.uso|gebruiksaanwijzing|handleiding",
    "invoice": "tax invoice|invoice|bill|(?:schluss|abschlags|strom|telefon)?rechnung|facture|factura|fattura"
    "|factuur|fatura",
}
KINDS = (*_WORDS, "letter")
_HEADINGS = {
    kind: re2.compile(rf"^(?:your |ihre? |votre |su |uw )?(?:{words})(?:$|[^a-z0-9])") for kind, words in _WORDS.items()
}
# What may follow the word on its line: a number, a date, a period, or a name. A sentence may not.
_SENTENCE = re2.compile(
    r"^[^.]{0,60}\b(?:is|are|was|were|will|must|may|can|has|have|ist|sind|wird|werden|wurde|hat|haben|est|sont"
    r"|sera|es|son|e|sono|het|zijn|wordt)\b"
)
_LONGEST = 70


def find(source: Source) -> Iterator[Suggestion]:
    headings = [(kind, line) for line in source.head if (kind := of_heading(line))]
    if not headings:
        if correspondence.salutation(source) and correspondence.closing(source):
            line = correspondence.salutation(source)
            assert line is not None  # noqa: S101 - for mypy
            yield line.suggest(Fact.KIND, "letter", 0.75, 0, len(line.text))
        return
    kinds = list(dict.fromkeys(kind for kind, _ in headings))
    if len(source.pages) > 30 and kinds[0] not in {"manual", "contract"}:
        return
    kind, line = headings[0]
    # More than two kinds as headings: a form that lists them, or an article about them.
    if len(kinds) <= 2:
        yield line.suggest(Fact.KIND, kind, 0.9 if len(kinds) == 1 else 0.8, 0, len(line.text))


def of_heading(line: Line) -> str | None:
    """The kind that a line names, if it is short and not a sentence."""
    text = line.folded.lstrip("#* ")
    if len(text) > _LONGEST or text.endswith((",", ";", "...")) or _SENTENCE.search(text):
        return None
    for kind, pattern in _HEADINGS.items():
        match = pattern.search(text)
        if match and not _is_label(text[match.end() - 1 :]):
            return kind
    return None


def _is_label(rest: str) -> bool:
    """Whether the word is a label ("Receipt:", "Bill to: Anna Baker"), or begins a longer phrase."""
    words = [word for word in rest.split() if word.isalpha() and len(word) > 2]
    return len(words) > 5 or rest.strip() in {":", "to"} or rest.strip().startswith("to:")
