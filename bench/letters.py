"""Texts as readers extract them from letters, invoices and the like, in seven languages and several layouts, with the
true facts of each; and texts of other kinds that have dates and amounts but no such facts. Each follows from its seed.

The file is long because most of it is the words of the letters.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from docloft.suggestions import Fact

TODAY = "2026-06-30"


@dataclass(frozen=True)
class Letter:
    pages: tuple[str, ...]
    language: str
    facts: dict[Fact, str] = field(default_factory=dict)


_LANGUAGES = {
    "en": {
        "months": "January February March April May June July August September October November December",
        "suffixes": "Ltd|plc|Inc|Group",
        "street": "Mill Lane",
        "city": "Bristol",
        "place": "{city}, {day}",
        "invoice": "Invoice",
        "reminder": "Payment Reminder",
        "receipt": "Receipt",
        "statement": "Account Statement",
        "no": "Invoice number",
        "customer": "Customer no.",
        "dates": "Date|Invoice date|Date of issue",
        "due": "Due date|Please pay by",
        "total": "Total due|Amount due|Grand total",
        "net": "Subtotal",
        "vat": "VAT 20%",
        "dear": "Dear",
        "close": "Yours sincerely",
        "delivery": "Delivery date",
        "born": "Date of birth",
        "body": "Thank you for your order. We hope to see you again soon.",
    },
    "de": {
        "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "suffixes": "GmbH|AG|GmbH & Co. KG|OHG",
        "street": "Lindenweg",
        "city": "Köln",
        "place": "{city}, den {day}",
        "invoice": "Rechnung",
        "reminder": "Zahlungserinnerung",
        "receipt": "Quittung",
        "statement": "Kontoauszug",
        "no": "Rechnungsnummer",
        "customer": "Kundennummer",
        "dates": "Datum|Rechnungsdatum|Ausstellungsdatum",
        "due": "Fällig am|Zahlbar bis",
        "total": "Gesamtbetrag|Rechnungsbetrag|Zu zahlen",
        "net": "Zwischensumme",
        "vat": "MwSt. 19 %",
        "dear": "Guten Tag",
        "close": "Mit freundlichen Grüßen",
        "delivery": "Lieferdatum",
        "born": "Geburtsdatum",
        "body": "Vielen Dank für Ihren Auftrag. Wir freuen uns auf Ihren nächsten Besuch.",
    },
    "fr": {
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "suffixes": "SARL|SA|SAS",
        "street": "rue de la Gare",
        "city": "Lyon",
        "place": "{city}, le {day}",
        "invoice": "Facture",
        "reminder": "Rappel de paiement",
        "receipt": "Reçu",
        "statement": "Relevé de compte",
        "no": "Numéro de facture",
        "customer": "N° client",
        "dates": "Date|Date de facture|Date d\u2019émission",
        "due": "Date d\u2019échéance|À payer avant le",
        "total": "Total TTC|Montant à payer|Net à payer",
        "net": "Total HT",
        "vat": "TVA 20 %",
        "dear": "Bonjour",
        "close": "Cordialement",
        "delivery": "Date de livraison",
        "born": "Date de naissance",
        "body": "Nous vous remercions de votre commande et restons à votre service.",
    },
    "es": {
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "suffixes": "S.L.|S.A.",
        "street": "Calle Mayor",
        "city": "Sevilla",
        "place": "{city}, {day}",
        "invoice": "Factura",
        "reminder": "Recordatorio de pago",
        "receipt": "Recibo",
        "statement": "Extracto de cuenta",
        "no": "Número de factura",
        "customer": "N.º de cliente",
        "dates": "Fecha|Fecha de factura|Fecha de emisión",
        "due": "Fecha de vencimiento|Vencimiento",
        "total": "Total a pagar|Importe total|Total factura",
        "net": "Base imponible",
        "vat": "IVA 21 %",
        "dear": "Estimada",
        "close": "Atentamente",
        "delivery": "Fecha de entrega",
        "born": "Fecha de nacimiento",
        "body": "Le agradecemos su pedido y quedamos a su disposición.",
    },
    "it": {
        "months": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "suffixes": "S.p.A.|S.r.l.",
        "street": "Via Garibaldi",
        "city": "Torino",
        "place": "{city}, {day}",
        "invoice": "Fattura",
        "reminder": "Sollecito di pagamento",
        "receipt": "Ricevuta",
        "statement": "Estratto conto",
        "no": "Numero fattura",
        "customer": "Codice cliente",
        "dates": "Data|Data fattura|Data di emissione",
        "due": "Scadenza|Da pagare entro il",
        "total": "Totale da pagare|Importo totale|Totale fattura",
        "net": "Imponibile",
        "vat": "IVA 22 %",
        "dear": "Gentile",
        "close": "Cordiali saluti",
        "delivery": "Data di consegna",
        "born": "Data di nascita",
        "body": "La ringraziamo per il suo ordine e restiamo a disposizione.",
    },
    "nl": {
        "months": "januari februari maart april mei juni juli augustus september oktober november december",
        "suffixes": "B.V.|N.V.",
        "street": "Dorpsstraat",
        "city": "Utrecht",
        "place": "{city}, {day}",
        "invoice": "Factuur",
        "reminder": "Betalingsherinnering",
        "receipt": "Kwitantie",
        "statement": "Rekeningafschrift",
        "no": "Factuurnummer",
        "customer": "Klantnummer",
        "dates": "Datum|Factuurdatum",
        "due": "Vervaldatum|Te betalen voor",
        "total": "Totaalbedrag|Te betalen|Totaal incl. btw",
        "net": "Subtotaal",
        "vat": "Btw 21 %",
        "dear": "Geachte",
        "close": "Met vriendelijke groet",
        "delivery": "Leverdatum",
        "born": "Geboortedatum",
        "body": "Hartelijk dank voor uw bestelling. Wij staan graag voor u klaar.",
    },
    "pt": {
        "months": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "suffixes": "Lda|S.A.",
        "street": "Rua do Carmo",
        "city": "Lisboa",
        "place": "{city}, {day}",
        "invoice": "Fatura",
        "reminder": "Lembrete de pagamento",
        "receipt": "Recibo",
        "statement": "Extrato de conta",
        "no": "Número da fatura",
        "customer": "N.º de cliente",
        "dates": "Data|Data da fatura|Data de emissão",
        "due": "Data de vencimento|Vencimento",
        "total": "Total a pagar|Valor total|Valor a pagar",
        "net": "Subtotal",
        "vat": "IVA 23 %",
        "dear": "Prezada",
        "close": "Atenciosamente",
        "delivery": "Data de entrega",
        "born": "Data de nascimento",
        "body": "Agradecemos a sua encomenda e ficamos ao seu dispor.",
    },
}
_WORDS = [
    "Aurora",
    "Benton",
    "Cedar",
    "Dorian",
    "Elm",
    "Fjord",
    "Gable",
    "Hazel",
    "Ivory",
    "Jasper",
    "Kite",
    "Linden",
    "Maple",
    "Nova",
    "Orchard",
    "Pebble",
    "Quill",
    "Rowan",
]
_TRADES = ["Energy", "Print", "Optik", "Logistik", "Digital", "Garten", "Studio", "Services", "Consulting", "Technik"]
_NAMES = ["Ana", "Bruno", "Clara", "Dario", "Elsa", "Finn", "Greta", "Hugo"]
_SURNAMES = ["Almeida", "Becker", "Costa", "Dubois", "Evans", "Ferrari", "Gomez", "Hansen"]
_CURRENCIES = ("EUR", "EUR", "EUR", "GBP", "CHF", "USD")
_IBANS = (
    "DE89 3704 0044 0532 0130 00",
    "GB82 WEST 1234 5698 7654 32",
    "FR14 2004 1010 0505 0001 3M02 606",
    "NL91ABNA0417164300",
)


def letter(seed: str) -> Letter:
    """A letter with facts."""
    random = Random(seed)  # noqa: S311 - test data
    language = random.choice(list(_LANGUAGES))
    return _Writer(random, language).write()


def other(seed: str) -> Letter:
    """A text without a date, sender or total of its own."""
    random = Random(seed)  # noqa: S311 - test data
    return random.choice(_OTHERS)(random)


class _Writer:
    def __init__(self, random: Random, language: str) -> None:
        self._random, self._words, self._language = random, _LANGUAGES[language], language
        self._day = date(2008, 1, 1) + timedelta(random.randrange(6000))
        self._style = random.randrange(3)

    def write(self) -> Letter:
        random, words = self._random, self._words
        kind = random.choice(("invoice", "invoice", "reminder", "receipt", "statement"))
        suffix = random.choice(words["suffixes"].split("|"))
        sender = f"{random.choice(_WORDS)} {random.choice(_TRADES)} {suffix}"
        person = f"{random.choice(_NAMES)} {random.choice(_SURNAMES)}"
        number = f"{random.choice(('RE-', 'INV', '', 'F/'))}{random.randrange(10_000, 9_999_999)}"
        facts = {Fact.DOCUMENT_DATE: self._day.isoformat(), Fact.SENDER: sender, Fact.KIND: kind}
        lines = [
            *self._head(sender),
            "",
            person,
            f"{words['street']} {random.randrange(1, 99)}",
            f"50667 {words['city']}",
            "",
        ]
        lines += self._reference(kind, number, facts)
        lines += ["", f"{words['dear']} {person},", "", words["body"], ""]
        lines += self._items(facts)
        if random.random() < 0.5:
            iban = random.choice(_IBANS)
            facts[Fact.IBAN] = iban.replace(" ", "")
            lines.append(f"IBAN: {iban}  BIC: COBADEFFXXX")
        lines += ["", words["close"], sender if random.random() < 0.5 else random.choice(_NAMES) + " Keller"]
        cut = len(lines) if random.random() < 0.6 else len(lines) - random.randrange(4, 8)
        return Letter(tuple("\n".join(part) for part in (lines[:cut], lines[cut:]) if part), self._language, facts)

    def _head(self, sender: str) -> list[str]:
        street, city = f"{self._words['street']} {self._random.randrange(1, 99)}", f"10115 {self._words['city']}"
        domain = sender.lower().split()
        return [
            [sender, f"{street}, {city}"],
            [f"{sender} · {street} · {city}"],
            [sender, street, city, f"info@{domain[0]}-{domain[1]}.com"],
        ][self._style]

    def _reference(self, kind: str, number: str, facts: dict[Fact, str]) -> list[str]:
        random, words = self._random, self._words
        day, label = self._written(self._day), random.choice(words["dates"].split("|"))
        lines = []
        if random.random() < 0.5:
            lines.append(f"{words['delivery']}: {self._written(self._day - timedelta(random.randrange(3, 40)))}")
        layout = random.randrange(4)
        if layout == 0:
            lines = [words["place"].format(city=words["city"], day=day), *lines, words[kind]]
        elif layout == 1:
            lines = [words[kind], f"{label}: {day}", *lines]
        elif layout == 2:
            lines = [words[kind], *lines, label, day]
        else:
            lines = [f"{words[kind]} {random.randrange(2, 90)}    {label} {day}", *lines]
        if kind == "invoice":
            lines.append(f"{words['no']}: {number}")
            facts[Fact.INVOICE_NUMBER] = number
        if random.random() < 0.5:
            customer = f"{random.choice(('K', 'C-', ''))}{random.randrange(10_000, 999_999)}"
            lines.append(f"{words['customer']} {customer}")
            facts[Fact.CUSTOMER_NUMBER] = customer
        if kind != "statement" and random.random() < 0.5:
            due = self._day + timedelta(14)
            lines.append(f"{random.choice(words['due'].split('|'))}: {self._written(due)}")
            facts[Fact.DUE_DATE] = due.isoformat()
        if random.random() < 0.2:
            lines.append(f"{words['born']}: {self._written(date(1970, 2, 3) + timedelta(random.randrange(9000)))}")
        return lines

    def _items(self, facts: dict[Fact, str]) -> list[str]:
        random, words = self._random, self._words
        currency = random.choice(_CURRENCIES)
        prices = [random.randrange(150, 90_000) for _ in range(random.randrange(1, 8))]
        lines = [f"{number}. {random.choice(_WORDS)}  {self._money(price)}" for number, price in enumerate(prices, 1)]
        net, tax = sum(prices), sum(prices) // 5
        total, label = net + tax, random.choice(words["total"].split("|"))
        lines += [f"{words['net']} {self._money(net)} {currency}", f"{words['vat']} {self._money(tax)} {currency}"]
        sign = {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency, currency)
        amount = f"{self._money(total)} {currency}"
        lines += [
            [f"{label}: {amount}"],
            [f"{label} ({currency}) {self._money(total)}"],
            [label, amount],
            [
                f"{label}  {sign}{self._money(total)}"
                if self._language == "en"
                else f"{label}  {self._money(total)} {sign}"
            ],
        ][random.randrange(4)]
        facts[Fact.AMOUNT] = f"{total // 100}.{total % 100:02} {currency}"
        return lines

    def _money(self, cents: int) -> str:
        text = f"{cents // 100:,}.{cents % 100:02}"
        if self._language == "en":
            return text
        thousands = {"de": ".", "fr": "\u202f", "es": ".", "it": ".", "nl": ".", "pt": " "}[self._language]
        return text.replace(".", "!").replace(",", thousands).replace("!", ",")

    def _written(self, day: date) -> str:
        month = self._words["months"].split()[day.month - 1]
        if self._style == 0:
            return day.isoformat()
        if self._style == 1 and self._language != "en":
            return day.strftime("%d.%m.%Y" if self._language in {"de", "fr", "it"} else "%d/%m/%Y")
        return {
            "de": f"{day.day}. {month} {day.year}",
            "es": f"{day.day} de {month} de {day.year}",
            "pt": f"{day.day} de {month} de {day.year}",
        }.get(self._language, f"{day.day} {month} {day.year}")


def _article(random: Random) -> Letter:
    year = random.randrange(1960, 2020)
    sentences = (
        f"The bridge was opened on {random.randrange(1, 28)} May {year} after ten years of work.",
        f"In total, {random.randrange(2, 90)},000 people crossed it in the first week.",
        "The invoice for the steel was never found, and the contract was lost.",
        f"It cost ${random.randrange(2, 90)} million, of which the city paid half.",
    )
    lines = [f"The Bridges of {random.choice(_WORDS)}", "", *random.sample(sentences, 4)]
    return Letter(("\n".join(lines),) * random.randrange(1, 4), "en")


def _law(random: Random) -> Letter:
    day = f"{random.randrange(10, 28)}.{random.randrange(10, 12)}.{random.randrange(1990, 2020)}"
    lines = [
        f"Gesetz über {random.choice(_WORDS)}",
        f"Fassung vom {day}",
        "",
        "§ 1 Zweck",
        f"Zuletzt geändert am {day}.",
    ]
    return Letter(("\n".join([*lines, "Der Betrag von 100,00 EUR wird nicht erstattet."]),), "de")


def _prices(random: Random) -> Letter:
    rows = [f"{random.choice(_WORDS)} {random.randrange(1, 90)},{random.randrange(10, 99)} €" for _ in range(12)]
    return Letter(("\n".join(["Unsere Preise", *rows]),), "de")


def _form(random: Random) -> Letter:
    lines = [
        "Antrag",
        "Name: ________",
        f"Geburtsdatum: {random.randrange(1, 28):02}.04.19{random.randrange(60, 99)}",
        "Datum: ________",
    ]
    return Letter(("\n".join([*lines, "Gesamtbetrag: ________ EUR", "IBAN: DE__ ____ ____"]),), "de")


def _log(random: Random) -> Letter:
    rows = [
        f"2024-0{random.randrange(1, 9)}-1{number} 12:00:0{number} total {random.randrange(99)} ok"
        for number in range(9)
    ]
    return Letter(("\n".join(rows),), "en")


def _numbers(random: Random) -> Letter:
    rows = [
        f"DE{random.randrange(10, 99)} {' '.join(str(random.randrange(1000, 9999)) for _ in range(4))} 123"
        for _ in range(5)
    ]
    return Letter(("\n".join(["Part numbers", *rows]),), "en")


_OTHERS: tuple[Callable[[Random], Letter], ...] = (_article, _law, _prices, _form, _log, _numbers)
