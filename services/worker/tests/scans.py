"""Pictures of text for tests: what a scanner or a phone would make of a letter."""

import io
from pathlib import Path

from fpdf import FPDF
from pypdfium2 import PdfDocument

ENGLISH = (
    "The quick brown fox jumps over the lazy dog.",
    "We have received your payment for last month",
    "and would like to thank you for your business.",
    "Please keep this letter with your records.",
)
GERMAN = (
    "Sehr geehrte Damen und Herren, hiermit kündigen",
    "wir den Vertrag fristgemäß zum Jahresende. Für",
    "die bisherige Zusammenarbeit möchten wir Ihnen",
    "danken und wünschen weiterhin viel Erfolg.",
)


DPI = 150
_FONT = Path(__file__).parents[1] / "docloft_worker/fonts/DejaVuSans.ttf"


def letter(*lines, size=(1240, 400), height=44):
    """A grey picture with lines of text; the first begins at (80, 100) and is `height` pixels high."""
    document = FPDF(unit="pt")
    width, height_of_page = size
    document.add_page(format=(_points(width), _points(height_of_page)))
    document.add_font("DejaVu", fname=_FONT)
    is_latin_1 = all(ord(letter) < 256 for line in lines for letter in line)
    document.set_font("helvetica" if is_latin_1 else "DejaVu", size=_points(height))
    for number, line in enumerate(lines):
        document.text(_points(80), _points(100 + 1.5 * height * number), line)
    return PdfDocument(bytes(document.output()))[0].render(scale=DPI / 72, grayscale=True).to_pil().resize(size)


def _points(pixels):
    return pixels * 72 / DPI


def saved(image, kind="PNG", **options):
    body = io.BytesIO()
    image.save(body, kind, **options)
    return body.getvalue()


def scanned_pdf(*images, text="", rotate=0):
    """A PDF whose pages are pictures with a resolution of DPI, with some text above them."""
    document = FPDF(unit="pt")
    document.set_font("helvetica", size=10)
    for image in images:
        width, height = map(_points, image.size)
        document.add_page(format=(width, height))
        document.image(image, 0, 0, width, height)
        if text:
            document.text(10, 12, text)
    body = bytes(document.output())
    return body.replace(b"/Type /Page\n", b"/Type /Page\n/Rotate %d\n" % rotate) if rotate else body
