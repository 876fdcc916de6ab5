"""PDFs with text, and scans with the text that they show, for bench.reading_times. The same seed makes the
same files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from fpdf import FPDF
from PIL import Image
from pypdfium2 import PdfDocument

_LINES = {
    "eng": (
        "Thank you for your letter, which reached us on Tuesday morning.",
        "We have checked your account and found a small difference in it.",
        "The amount of {number} was transferred to us twice by your bank.",
        "Please let us know whether we should send it back to you, or keep",
        "it for the next invoice, which is due at the end of the quarter.",
        "Your customer number is {number}; please quote it in every message.",
        "The boiler in the basement was serviced and a valve was replaced.",
        "Our engineer recommends that the pressure is checked once a month.",
        "The new insurance certificate is enclosed with this letter as well.",
        "If you have any questions, call us between nine and five o'clock.",
        "We look forward to working with you again during the coming year.",
        "The garden fence will be painted as soon as the weather allows it.",
    ),
    "deu": (
        "Vielen Dank für Ihr Schreiben, das uns am Dienstag erreicht hat.",
        "Wir haben Ihr Konto geprüft und dabei einen Unterschied gefunden.",
        "Der Betrag von {number} wurde von Ihrer Bank zweimal überwiesen.",
        "Bitte teilen Sie uns mit, ob wir ihn Ihnen zurückzahlen sollen",
        "oder bis zur nächsten Rechnung am Ende des Quartals behalten.",
        "Ihre Kundennummer lautet {number}; bitte geben Sie diese stets an.",
        "Die Heizung im Keller wurde gewartet und ein Ventil ausgetauscht.",
        "Unser Techniker empfiehlt, den Druck einmal im Monat zu prüfen.",
        "Die neue Bescheinigung der Versicherung liegt diesem Brief bei.",
        "Bei Fragen erreichen Sie uns werktags zwischen neun und fünf Uhr.",
        "Wir freuen uns auf die weitere Zusammenarbeit im nächsten Jahr.",
        "Der Gartenzaun wird gestrichen, sobald es das Wetter zulässt.",
    ),
}
LANGUAGES = tuple(_LINES)
KINDS = ("clean", "noisy", "turned")

_SIZE = (1654, 2339)
"""A4 at 200 dpi, the usual setting of scanners."""
_LINES_A_PAGE = 36
_NOISE = 0.4
_TURNS = (90, 180, 270, 3)
"""Degrees by which scans of the kind "turned" are turned, one after the other."""


@dataclass(frozen=True, slots=True)
class Scan:
    """`upright`: the same page before it was turned. `text`: its lines."""

    kind: str
    language: str
    text: str
    path: Path
    upright: Path


def pdf(seed: str, pages: int) -> bytes:
    """A PDF of a letter."""
    document = FPDF(unit="pt", format="A4")
    document.set_font("helvetica", size=11)
    random = Random(seed)  # noqa: S311 - test data
    for number in range(pages):
        document.add_page()
        _draw(document, _lines(random, LANGUAGES[number % len(LANGUAGES)]))
    document.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    return bytes(document.output())


def scans(folder: Path, count: int, seed: str = "scans") -> Iterator[Scan]:
    """`count` pages of each kind and language, written to `folder` as PNG."""
    for kind in KINDS:
        for language in LANGUAGES:
            for number in range(count):
                random = Random(f"{seed}/{kind}/{language}/{number}")  # noqa: S311 - test data
                lines = _lines(random, language)
                picture = _picture(lines)
                if kind == "noisy":
                    grains = Image.frombytes("L", _SIZE, random.randbytes(_SIZE[0] * _SIZE[1]))
                    picture = Image.blend(picture, grains, _NOISE)
                upright = path = folder / f"{kind}-{language}-{number}.png"
                picture.save(upright, compress_level=1)
                if kind == "turned":
                    path = folder / f"{kind}-{language}-{number}-turned.png"
                    turn = _TURNS[(number + LANGUAGES.index(language)) % len(_TURNS)]
                    picture.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255).save(path)
                yield Scan(kind, language, "\n".join(lines), path, upright)


def _lines(random: Random, language: str) -> list[str]:
    return [
        random.choice(_LINES[language]).format(number=random.randrange(1000, 10_000_000)) for _ in range(_LINES_A_PAGE)
    ]


def _draw(document: FPDF, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        document.text(60, 80 + 19 * number, line)


def _picture(lines: list[str]) -> Image.Image:
    document = FPDF(unit="pt", format="A4")
    document.set_font("helvetica", size=11)
    document.add_page()
    _draw(document, lines)
    page = PdfDocument(bytes(document.output()))[0]
    drawn: Image.Image = page.render(scale=200 / 72, grayscale=True).to_pil()
    return drawn.resize(_SIZE)
