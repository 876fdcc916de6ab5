"""Each fact by small texts, among them those that must not have one; and all facts over generated letters. The file is
long because each fact has a table of texts that have it, and one of similar texts that do not.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import fact_quality as bench
from docloft.suggestions import EVIDENCE_LIMIT, VALUE_LIMIT, Fact
from docloft_worker import facts
from docloft_worker.facts import dates, iban, lines, money
from docloft_worker.facts.lines import Source
from tests.spent import ROUNDS, spent

TODAY = "2026-06-30"


def found(text, fact, language="en", **properties):
    pages = (text,) if isinstance(text, str) else text
    return [one.value for one in facts.suggest(pages, language, properties, today=TODAY) if one.fact == fact]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Invoice date: 3 March 2024", "en", "2024-03-03"),
        ("Date: March 3rd, 2024", "en", "2024-03-03"),
        ("Rechnungsdatum 12.03.2025", "de", "2025-03-12"),
        ("Berlin, den 12. März 2024", "de", "2024-03-12"),
        ("Lyon, le 1er août 2023", "fr", "2023-08-01"),
        ("Fecha de factura: 5 de enero de 2022", "es", "2022-01-05"),
        ("Data fattura 07/11/2021", "it", "2021-11-07"),
        ("Factuurdatum: 09-02-2020", "nl", "2020-02-09"),
        ("Data de emissão: 2019-12-31", "pt", "2019-12-31"),
        ("Datum: 12.03.98", "de", "1998-03-12"),
        ("Date\n2024-05-06", "en", "2024-05-06"),
        ("Rechnung vom 12.03.2024", "de", "2024-03-12"),
        ("Geburtsdatum: 01.02.1980\nDatum: 12.03.2024", "de", "2024-03-12"),
        ("Date: 04/05/2024\nTotal due: $12.00", "en", "2024-04-05"),
        ("Date: 04/05/2024\nTotal due: £12.00", "en", "2024-05-04"),
        ("The Corner Shop\n2026-01-09 08:14\nMilk 1.20", "en", "2026-01-09"),
        ("The Corner Shop\n2026-01-09 08:14 Till 2\nMilk 1.20", "en", "2026-01-09"),
        ("Bäckerei Alder\n09.01.2026, 08:14 Uhr\nBrot 3,20", "de", "2026-01-09"),
        ("The Corner Shop\n9 January 2026 at 8:14 p.m.\nMilk 1.20", "en", "2026-01-09"),
    ],
)
def test_document_date_beside_its_label_is_found(text, language, day):
    assert found(text, Fact.DOCUMENT_DATE, language) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Date of birth: 3 March 1980",
        "The Corner Shop\n2026-01-09 08:14 to 09:30\nParking 1.20",
        "Geburtsdatum 12.03.1980",
        "Due date: 12 March 2024",
        "Zahlbar bis 12.03.2024",
        "Fassung vom 12.03.2024",
        "Stand: 12.03.2024",
        "Zeitraum 01.03.2024 - 31.03.2024",
        "Ihr Schreiben vom 12.03.2024",
        "Delivery date: 2024-03-12",
        "The bridge was opened on 12 March 2024 by the mayor.",
        "Date: 31.02.2024",
        "Date: 12 March 2031",
        "Date: 04/05/2024",
        "Date: 1.2.3.2024",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Date\n2024-01-01 a\nDate: 2024-01-02\nDate: 2024-01-03\nDate: 2024-01-04",
    ],
)
def test_other_and_ambiguous_dates_are_not_suggested(text):
    assert found(text, Fact.DOCUMENT_DATE) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Total due: 1,234.56 EUR", "1234.56 EUR"),
        ("Gesamtbetrag 1.234,56 €", "1234.56 EUR"),
        ("Total TTC : 1\u202f234,56 €", "1234.56 EUR"),
        ("Total CHF 1'234.50", "1234.50 CHF"),
        ("Zu zahlen: 12,- EUR", "12.00 EUR"),
        ("Amount due\n£99.00", "99.00 GBP"),
        ("Subtotal 10.00 USD\nVAT 20% 2.00 USD\nTotal 12.00 USD", "12.00 USD"),
        ("1. Lamp 10.00 EUR\nTotal due 10.00", "10.00 EUR"),
        ("Total due 10.00", "10.00"),
    ],
)
def test_total_is_found_with_its_currency(text, value):
    assert found(text, Fact.AMOUNT) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Subtotal 10.00 EUR",
        "In total, 45,000 people came.",
        "Total VAT 2.00 EUR",
        "Total 3.50",
        "Gesamtbetrag: ______ EUR",
        "Total due 10.00 EUR\nTotal due 10.00 USD",
        "Lamp 10.00 EUR",
        "Total 1,234,5 EUR 20 %",
    ],
)
def test_amounts_that_are_not_a_total_are_not_suggested(text):
    assert found(text, Fact.AMOUNT) == []


LETTER = "{head}\n\nAnna Baker\nGarden Road 4\n\nInvoice\n\nDear Anna Baker,\n\nThank you.\n\nYours sincerely\n{end}"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (LETTER.format(head="Alder Electric Ltd\nMill Lane 5, Bristol", end="Tom"), "Alder Electric Ltd"),
        (LETTER.format(head="Alder GmbH · Weg 5 · 10115 Berlin", end="Tom"), "Alder GmbH"),
        (LETTER.format(head="Alder Birch\nMill Lane 5, Bristol", end="Alder Birch"), "Alder Birch"),
        (LETTER.format(head="Alder Birch\nMill Lane 5\ninfo@alder-birch.com", end="Tom"), "Alder Birch"),
        ("From: Anna Baker <anna@example.org>\nSubject: Hello", "Anna Baker"),
    ],
)
def test_sender_with_enough_signs_is_found(text, sender):
    assert found(text, Fact.SENDER) == [sender]


def test_author_in_the_properties_supports_a_line_of_the_head():
    text = "Alder Birch\n\nDear Tom,\n\nThank you."

    assert found(text, Fact.SENDER) == []
    assert found(text, Fact.SENDER, author="Alder Birch") == ["Alder Birch"]
    assert found(text, Fact.SENDER, author="Microsoft Word User") == []


@pytest.mark.parametrize(
    "text",
    [
        "Anna Baker\nGarden Road 4\n\nDear Anna Baker,\n\nThank you.\n\nYours sincerely\nTom",
        "The Bridges of Alder\n\nIt was opened in 1960.",
        "Gesetz über den Verkehr\n\n§ 1 Zweck",
        "Bill to:\nAlder Electric Ltd\nMill Lane 5, Bristol\n\nInvoice",
    ],
)
def test_recipients_and_headings_are_not_senders(text):
    assert found(text, Fact.SENDER) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Invoice 2024-17", "invoice"),
        ("Zahlungserinnerung zur Rechnung 12", "reminder"),
        ("Relevé de compte", "statement"),
        ("Gehaltsabrechnung März 2024", "payslip"),
        ("Einkommensteuerbescheid", "tax notice"),
        ("Versicherungsschein Nr. 12", "insurance"),
        ("Mietvertrag", "contract"),
        ("Bedienungsanleitung", "manual"),
        ("Boarding pass", "ticket"),
        ("Geburtsurkunde", "certificate"),
        ("Garantieschein", "warranty"),
        ("Ricevuta n. 12", "receipt"),
        ("Dear Anna,\nThank you.\nKind regards\nTom", "letter"),
    ],
)
def test_kind_is_found_in_the_heading(text, kind):
    assert found(text, Fact.KIND) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The invoice for the steel was never found.",
        "Invoice was never paid and the contract is lost",
        "Contract\nInvoice\nReceipt\nManual",
        "Billing is done monthly",
    ],
)
def test_words_in_sentences_are_not_a_kind(text):
    assert found(text, Fact.KIND) == []


def test_iban_is_checked_by_length_and_check_digits():
    valid = "IBAN: DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX"

    assert found(valid, Fact.IBAN) == ["DE89370400440532013000"]
    assert found("GB82WEST12345698765432", Fact.IBAN) == ["GB82WEST12345698765432"]
    assert found(valid.replace("DE89", "DE88"), Fact.IBAN) == []
    assert found(valid.replace(" 0130 00", " 0130"), Fact.IBAN) == []
    assert found("XDE89 3704 0044 0532 0130 00", Fact.IBAN) == []
    assert all(15 <= length <= 34 for length in iban._LENGTHS.values())


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Invoice number: INV-2024/17", Fact.INVOICE_NUMBER, "INV-2024/17"),
        ("Rechnungs-Nr. 4711", Fact.INVOICE_NUMBER, "4711"),
        ("Rechnung: RE-17.", Fact.INVOICE_NUMBER, "RE-17"),
        ("N° de facture : F2024-01", Fact.INVOICE_NUMBER, "F2024-01"),
        ("Factuurnummer\n20240017", Fact.INVOICE_NUMBER, "20240017"),
        ("Kundennummer: K-1234", Fact.CUSTOMER_NUMBER, "K-1234"),
        ("N.º de cliente 998877", Fact.CUSTOMER_NUMBER, "998877"),
        ("Due date: 12 March 2024", Fact.DUE_DATE, "2024-03-12"),
        ("Zahlbar bis 12.03.2024", Fact.DUE_DATE, "2024-03-12"),
        ("Scadenza\n2024-03-12", Fact.DUE_DATE, "2024-03-12"),
        ("Subject: Your order", Fact.TITLE, "Your order"),
        ("Invoice No. 2024-17 Date: 3 March 2024", Fact.TITLE, "Invoice No. 2024-17"),
        ("Dear Tom,\nBye\nYours sincerely", Fact.TITLE, None),
    ],
)
def test_value_beside_its_label_is_found(text, fact, value):
    assert found(text, fact) == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Invoice number: see below", Fact.INVOICE_NUMBER),
        ("Rechnungsnummer: 12.03.2024", Fact.INVOICE_NUMBER),
        ("Totale fattura: 2.353,57 EUR", Fact.INVOICE_NUMBER),
        ("Customers: 1200", Fact.CUSTOMER_NUMBER),
        ("Due date: 12 March 2024\nDue date: 12 April 2024", Fact.DUE_DATE),
        ("Due to rain on 12 March 2024", Fact.DUE_DATE),
        ("A line\nAnother line", Fact.TITLE),
    ],
)
def test_value_of_another_label_is_not_suggested(text, fact):
    assert found(text, fact) == []


def test_title_in_the_properties_counts_only_if_the_text_has_it():
    assert found("Yearly Report\nWords", Fact.TITLE, title="Yearly Report") == ["Yearly Report"]
    assert found("Other words", Fact.TITLE, title="Yearly Report") == []


def test_evidence_names_the_place_of_the_value():
    page = "  Alder\n\tRechnungsdatum 12.03.2025 \ud800"

    (one,) = [one for one in facts.suggest(("", page), "de", today=TODAY) if one.fact == Fact.DOCUMENT_DATE]

    assert (one.page, page[one.start : one.end]) == (1, "12.03.2025")
    assert one.evidence.startswith("Rechnungsdatum 12.03.2025")


def test_fact_that_fails_leaves_the_others(monkeypatch, caplog):
    def fail(_source):
        raise ValueError("secret words")

    monkeypatch.setitem(facts.FACTS, Fact.AMOUNT, fail)

    assert found("Total due: 12.00 EUR\nDate: 3 March 2024", Fact.DOCUMENT_DATE) == ["2024-03-03"]
    assert "secret" not in caplog.text


def test_suggestions_from_properties_are_kept_when_pages_are_added():
    first = facts.suggest(("Yearly Report",), "en", {"title": "Yearly Report"})

    again = facts.suggest(("Yearly Report", "Total due: 1.00 EUR"), "en", known=first)

    assert [one.fact for one in again] == [Fact.TITLE, Fact.AMOUNT]


def test_generated_letters_reach_the_aims():
    scores, invented, _ = bench.measured("test", 150)

    for fact, aim in {Fact.DOCUMENT_DATE: 0.95, Fact.AMOUNT: 0.9, Fact.SENDER: 0.85, Fact.IBAN: 0.95}.items():
        precision, recall = scores[fact]
        assert (precision >= 0.97, recall >= aim) == (True, True), (fact, precision, recall)
    assert not invented


@given(st.lists(st.text(), max_size=4), st.sampled_from(["en", "de", None]), st.text(max_size=40))
def test_any_text_has_bounded_suggestions_in_their_places(pages, language, title):
    for one in facts.suggest(pages, language, {"title": title, "author": title}, today=TODAY):
        assert len(one.value) <= VALUE_LIMIT
        assert len(one.evidence) <= EVIDENCE_LIMIT
        assert one.page is None or 0 <= (one.start or 0) < (one.end or 0) <= len(pages[one.page])


@given(st.text("0123456789 .,'-/EURdate€\u202f\n:"))
def test_no_finder_raises(text):
    source = Source((text,), "en", {}, TODAY)

    for finder in facts.FACTS.values():
        list(finder(source))
    for line in source.lines:
        list(money.find(line.folded))
        dates.find(line, source)


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(lines.fold(text)) == len(text)


@pytest.mark.parametrize("piece", ["1", "1 ", "date ", "de89 ", "total 1.00 ", "\n", "12.03.2024 ", "é"])
def test_time_does_not_grow_with_a_text_beyond_its_bounds(piece):
    # Two pages as long as the limit: of longer ones, only splitting into lines takes more time.
    short, long = (piece * (size // len(piece)) for size in (100_000, 400_000))

    def seconds(text):
        return spent(lambda: facts.suggest((text,), "en", today=TODAY))

    assert any(seconds(long) < 4 * max(seconds(short), 0.05) for _ in ROUNDS)
