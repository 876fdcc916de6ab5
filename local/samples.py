"""A dozen fictitious documents for a new local stage, generated with the same bytes every time."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from local import sample_letters
from local.sample_letters import MADE

_INK = "#1d2430"


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file as a person would drop it."""

    file_name: str
    media_type: str
    content: bytes


def make_pdf(pages: Sequence[str], title: str | None = None) -> bytes:
    """An A4 PDF with one string per page; text that does not fit continues on the next page. Latin-1 only. The same
    bytes every time.
    """
    document = FPDF()
    document.set_creation_date(MADE)
    document.set_margin(25)
    if title:
        document.set_title(title)
    for page in pages:
        document.add_page()
        document.set_font("helvetica", size=11)
        document.multi_cell(0, 6, page)
    return bytes(document.output())


def samples() -> list[SampleFile]:
    """The samples, oldest first."""
    pdf = "application/pdf"
    return [
        SampleFile("Rental agreement Harbour Street 12.pdf", pdf, sample_letters.rental_agreement()),
        SampleFile("Rechnung 2026-0117 Stadtwerke Lindenau.pdf", pdf, sample_letters.stadtwerke()),
        SampleFile("Invoice 4711 Northwind Office Supplies.pdf", pdf, sample_letters.invoice()),
        SampleFile("Letter from the tax office.pdf", pdf, sample_letters.tax_letter()),
        SampleFile("Annual report 2025 Meadowbrook Housing Cooperative.pdf", pdf, sample_letters.report()),
        SampleFile("Travel insurance policy.pdf", pdf, sample_letters.insurance()),
        SampleFile("Facture plombier Dubois.pdf", pdf, sample_letters.facture()),
        SampleFile("Application for parental leave.docx", _DOCX, _leave()),
        SampleFile("Boiler manual notes.md", "text/markdown", _NOTES.encode()),
        SampleFile("Allotment newsletter.html", "text/html", _NEWSLETTER.encode()),
        SampleFile("Impfpass Notizen.txt", "text/plain", _VACCINES.encode("cp1252")),
        SampleFile("Receipt Corner Bakery.jpg", "image/jpeg", _receipt()),
    ]


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _leave() -> bytes:
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = MADE.replace(tzinfo=None)
    document.add_heading("Application for parental leave", 1)
    for paragraph in (
        "To: Lighthouse Robotics, Human Resources",
        "I apply for parental leave from 4 May 2026 to 3 November 2026.",
        "During that time I would like to work part time, twelve hours a week, on Tuesdays and Wednesdays.",
        "My colleague Jonas Albrecht will look after the gripper project; the handover notes are in its folder.",
        "Please confirm the dates in writing.",
        "Ada Winter, Hamburg, 12 January 2026",
    ):
        document.add_paragraph(paragraph)
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


_NOTES = """# Boiler: what the engineer said

Service on **8 October 2025**, next one due in *October 2026*.

- Pressure must stay between 1.2 and 1.8 bar; top up through the grey hose
- Error `F28`: no flame. Close the gas tap, wait ten minutes, press the flame button
- The expansion vessel is eleven years old: replace it at the next service

See [the makers' page](https://example.org/boiler) for the long manual.
"""

_NEWSLETTER = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Allotment newsletter, spring</title></head>
<body><h1>Allotment newsletter</h1>
<p>The water is turned on again on <strong>28 March</strong>. Bring your own hose.</p>
<p>Seed swap on Saturday at the hut: runner beans, celeriac, purple kohlrabi and a bag of marigolds are promised.</p>
<p>Plot 17 is free. Ask Margarete, who has the key of the compost sieve.</p></body></html>
"""

_VACCINES = """Impfpass Ada Winter, Notizen

Tetanus, Diphtherie, Keuchhusten: aufgefrischt 14.06.2021, wieder fällig Juni 2031
FSME (Zecken): Grundimmunisierung vollständig, Auffrischung 2027
Grippe: jeden Oktober bei Dr. Schürmann
Gelbfieber: 2018, gilt lebenslang
"""


def _receipt() -> bytes:
    """A photo of a receipt: slightly rotated and blurred, with light from one side."""
    lines = (
        ("CORNER BAKERY", 30, 40),
        ("Mill Lane 5, Hamburg", 20, 84),
        ("2026-01-09  08:14   Till 2", 20, 112),
        ("Rye bread 1 kg       5.80", 24, 170),
        ("Poppy seed roll x4   3.60", 24, 206),
        ("Cinnamon bun x2      5.20", 24, 242),
        ("Oat milk flat white  3.90", 24, 278),
        ("TOTAL EUR           18.50", 26, 336),
        ("Card ************4421", 20, 386),
        ("Thank you, see you tomorrow", 20, 424),
    )
    paper = Image.new("RGB", (480, 500), "#fbfaf6")
    draw = ImageDraw.Draw(paper)
    for text, size, top in lines:
        draw.text((40, top), text, fill=_INK, font=ImageFont.load_default(size))
    table = Image.new("RGB", (900, 1100), "#8a6a4a")
    grain = random.Random(7)  # noqa: S311 - the same photo every time
    draw = ImageDraw.Draw(table)
    for _ in range(240):
        top = grain.randint(0, 1100)
        shade = grain.randint(-12, 12)
        draw.line([(0, top), (900, top + grain.randint(-30, 30))], fill=(138 + shade, 106 + shade, 74 + shade))
    turned = paper.resize((640, 667)).rotate(3.5, expand=True, resample=Image.Resampling.BICUBIC, fillcolor="#8a6a4a")
    table.paste(turned, (110, 190))
    light = Image.linear_gradient("L").rotate(90).resize(table.size).point(lambda value: 150 + value * 105 // 255)
    photo = Image.composite(table, Image.new("RGB", table.size, "black"), light).filter(ImageFilter.GaussianBlur(0.7))
    body = io.BytesIO()
    photo.save(body, "JPEG", quality=86)
    return body.getvalue()
