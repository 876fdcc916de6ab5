"""Fictitious letters as PDFs, in three languages, generated with the same bytes every time."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF

MADE = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
"""The date in the metadata of every sample."""


class _Letter(FPDF):
    """A letter with a coloured letterhead, an address and a subject."""

    def __init__(self, sender: str, street: str, colour: tuple[int, int, int]) -> None:
        super().__init__()
        self.sender, self.street, self.colour = sender, street, colour
        self.set_creation_date(MADE)
        self.set_margins(25, 20, 25)
        self.add_page()

    def header(self) -> None:
        self.set_fill_color(*self.colour)
        self.rect(0, 0, 210, 4, style="F")
        self.set_y(14)
        self.set_font("helvetica", "B", 15)
        self.set_text_color(*self.colour)
        self.cell(0, 7, self.sender, new_x="LMARGIN", new_y="NEXT")
        self.set_font("helvetica", size=8)
        self.set_text_color(110, 115, 125)
        self.cell(0, 4, self.street, new_x="LMARGIN", new_y="NEXT")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-16)
        self.set_font("helvetica", size=8)
        self.set_text_color(140, 145, 155)
        self.cell(0, 5, str(self.page_no()), align="C")

    def opening(self, to: str, date: str, subject: str) -> None:
        self.set_text_color(30, 35, 45)
        self.set_font("helvetica", size=10)
        self.multi_cell(0, 5, to, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)
        self.cell(0, 5, date, align="R", new_x="LMARGIN", new_y="NEXT")
        self.ln(8)
        self.set_font("helvetica", "B", 12)
        self.multi_cell(0, 6, subject, new_x="LMARGIN", new_y="NEXT")
        self.ln(3)

    def paragraphs(self, *texts: str) -> None:
        self.set_text_color(30, 35, 45)
        for text in texts:
            self.set_font("helvetica", size=10.5)
            self.multi_cell(0, 5.6, text, new_x="LMARGIN", new_y="NEXT")
            self.ln(3)

    def heading(self, text: str) -> None:
        self.ln(2)
        self.set_font("helvetica", "B", 11.5)
        self.set_text_color(*self.colour)
        self.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def rows(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        self.set_text_color(30, 35, 45)
        self.set_draw_color(200, 205, 212)
        for number, row in enumerate(rows):
            self.set_font("helvetica", "B" if number in {0, len(rows) - 1} else "", 10)
            for cell, width in zip(row, widths, strict=True):
                align = "R" if width < 40 else "L"
                self.cell(width, 8, cell, border="B", align=align)
            self.ln(8)
        self.ln(5)

    def bytes(self) -> bytes:
        return bytes(self.output())


_HOME = "Ms Ada Winter\nHarbour Street 12\n20457 Hamburg"


def invoice() -> bytes:
    letter = _Letter("Northwind Office Supplies", "18 Quayside, Bristol BS1 4RZ  -  VAT GB 294 7731 08", (24, 92, 140))
    letter.opening(_HOME, "14 January 2026", "Invoice 4711")
    letter.paragraphs("Thank you for your order of 9 January. We delivered it on 13 January.")
    rows = [
        ("Article", "Quantity", "Amount"),
        ("Oak standing desk, 160 x 80 cm", "1", "489.00"),
        ("Document scanner feeder tray", "2", "58.00"),
        ("Archive boxes, acid-free, pack of ten", "3", "86.70"),
        ("Carriage", "", "15.00"),
        ("Total in GBP", "", "648.70"),
    ]
    letter.rows(rows, (100, 28, 32))
    letter.paragraphs(
        "Please pay within 30 days to account 8827 1190, sort code 20-45-33, naming invoice 4711.",
        "Goods remain ours until they are paid for.",
    )
    return letter.bytes()


def stadtwerke() -> bytes:
    letter = _Letter("Stadtwerke Lindenau", "Am Gaswerk 3, 04177 Leipzig  -  Kundendienst 0341 555 0100", (0, 122, 94))
    letter.opening(_HOME, "17. Januar 2026", "Jahresrechnung 2025 für Strom und Fernwärme, Nr. 2026-0117")
    letter.paragraphs("Sehr geehrte Frau Winter,", "für Ihre Abnahmestelle haben wir diesen Verbrauch abgelesen:")
    rows = [
        ("Leistung", "Menge", "Betrag"),
        ("Strom, Tarif Lindenstrom Öko", "2.184 kWh", "655,20"),
        ("Fernwärme", "5.310 kWh", "584,10"),
        ("Grundpreis, zwölf Monate", "", "142,80"),
        ("Abschläge, bereits bezahlt", "", "-1.320,00"),
        ("Nachzahlung in Euro", "", "62,10"),
    ]
    letter.rows(rows, (100, 28, 32))
    letter.paragraphs(
        "Die Nachzahlung buchen wir am 2. Februar von Ihrem Konto ab. Ihr neuer Abschlag beträgt 115,00 Euro.",
        "Den Zählerstand können Sie jederzeit selbst übermitteln.",
        "Mit freundlichen Grüßen\nIhre Stadtwerke Lindenau",
    )
    return letter.bytes()


def tax_letter() -> bytes:
    letter = _Letter("Revenue Office, District IV", "PO Box 77, 20099 Hamburg", (96, 60, 130))
    letter.opening(_HOME, "22 January 2026", "Your income tax return for 2024: documents we still need")
    letter.paragraphs(
        "Dear Ms Winter,",
        "we are working on your return. To recognise the expenses for your study at home we ask for the floor plan of "
        "the flat, the confirmation of your employer, and the receipts for furniture above 250 euros.",
        "Please send them by 20 February 2026. If you need longer, write to us before that day: an extension until the "
        "end of March is granted without giving reasons.",
        "Copies are enough. Keep the originals for ten years.",
    )
    return letter.bytes()


def rental_agreement() -> bytes:
    letter = _Letter("Rental agreement", "Kestrel Property Ltd (landlord), Ada Winter (tenant)", (150, 78, 30))
    letter.opening("Flat 3, Harbour Street 12, 20457 Hamburg", "1 September 2023", "Rental agreement for a flat")
    sections = (
        ("1  What is let", "A flat of three rooms, kitchen, bath and a cellar of 6 square metres, 74 square metres."),
        ("2  Rent", "The rent is 1,090 euros a month, and 210 euros in advance for heating and running costs."),
        ("3  Deposit", "The tenant pays a deposit of 3,270 euros into an account that bears interest for the tenant."),
        ("4  Pets", "Small animals may be kept. A dog needs the landlord's consent, which is given for a dachshund."),
        ("5  Repairs", "Small repairs up to 100 euros each and 250 euros a year are borne by the tenant."),
        ("6  Notice", "The tenant may give notice at the end of any month, three months ahead, in writing."),
    )
    for title, text in sections:
        letter.heading(title)
        letter.paragraphs(text)
    letter.add_page()
    letter.heading("Handover record")
    letter.paragraphs(
        "Electricity meter 48 211 kWh. Heat meter 1 902 kWh. Five keys. A scratch in the parquet of the living room, "
        "40 cm long, beside the balcony door. The window handle in the bath is loose and will be repaired.",
    )
    return letter.bytes()


def insurance() -> bytes:
    letter = _Letter("Albatross Travel Insurance", "Policy service, 4 Cliff Road, Dublin", (178, 42, 62))
    letter.opening(_HOME, "3 March 2025", "Policy ATI-2025-88213: a year of travel, worldwide")
    rows = [
        ("Cover", "Excess", "Up to"),
        ("Treatment abroad", "none", "unlimited"),
        ("Luggage, also delayed", "50", "2,000"),
        ("Cancellation and curtailment", "20 %", "5,000"),
        ("Premium for a year, in euros", "", "96.00"),
    ]
    letter.rows(rows, (100, 28, 32))
    letter.paragraphs(
        "In an emergency call +353 1 555 0142, day and night. Keep every receipt; report a theft to the police within "
        "24 hours. Avalanche rescue is included on marked slopes only.",
    )
    return letter.bytes()


def facture() -> bytes:
    letter = _Letter("Plomberie Dubois et Fils", "7 rue des Tanneurs, 67000 Strasbourg", (20, 110, 130))
    letter.opening(_HOME, "11 décembre 2025", "Facture 2025-389")
    rows = [
        ("Désignation", "Quantité", "Montant"),
        ("Remplacement du chauffe-eau, 80 litres", "1", "612,00"),
        ("Robinet thermostatique", "2", "118,40"),
        ("Main d'oeuvre, heures", "4", "232,00"),
        ("Total TTC en euros", "", "962,40"),
    ]
    letter.rows(rows, (100, 28, 32))
    letter.paragraphs("Garantie de deux ans sur les pièces. Règlement à réception, merci de votre confiance.")
    return letter.bytes()


_TOPICS = {
    "Foreword of the board": "The cooperative grew by eleven members. Rents rose less than prices did, once more.",
    "Buildings": "The roof of house 7 was renewed and carries a photovoltaic array of 38 kilowatts. The lift in house "
    "3 stood still for nine days while a gearbox came from Finland.",
    "Heating": "The heat pump of the new courtyard saved 41 tonnes of carbon dioxide against the gas boiler before it.",
    "Finances": "Income was 2.84 million, upkeep cost 0.91 million, and 0.32 million went into the reserves.",
    "Members": "There are 312 members in 204 flats. The waiting list has 97 names; the mean wait is 26 months.",
    "Garden and courtyard": "Two beehives stand behind the workshop. The wisteria survived the storm of October.",
    "Bicycles": "Sixty covered stands were built. The cargo tricycle was borrowed on 211 days.",
    "Outlook": "In 2026 house 5 gets new windows and the laundry gets quieter machines. A kiln for the pottery group "
    "is being priced.",
}


def report() -> bytes:
    letter = _Letter("Meadowbrook Housing Cooperative", "Annual report 2025", (52, 104, 52))
    letter.opening("To all members", "2 February 2026", "Annual report 2025")
    letter.paragraphs("Contents: " + ", ".join(_TOPICS) + ".")
    chance = random.Random(2025)  # noqa: S311 - the same report every time
    for title, fact in _TOPICS.items():
        letter.add_page()
        letter.heading(title)
        letter.paragraphs(fact)
        for quarter in ("first", "second", "third", "fourth"):
            letter.paragraphs(
                f"In the {quarter} quarter the working group met {chance.randint(2, 9)} times and closed "
                f"{chance.randint(3, 40)} of {chance.randint(41, 60)} open points. Its minutes are pinned up in the "
                f"entrance of house {chance.randint(1, 8)} and were sent to everyone who had asked for them.",
            )
    return letter.bytes()
