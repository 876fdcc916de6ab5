"""What a person uploads in a drill. Each kind has one word that only this document contains."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from fpdf import FPDF

from local.samples import make_pdf
from tests.e2e.test_scans import LONG
from tests.scans import as_pdf, paper

PASSWORD = "open sesame"


@dataclass(frozen=True, slots=True)
class Content:
    """`word` finds the document; `part_word` the one document that an archive contains."""

    name: str
    data: bytes
    word: str
    part_word: str = ""


Make = Callable[[int], Content]
"""From a number that is different for each document of a library."""


def text(_number: int) -> Content:
    word = _word()
    return Content("Note.txt", f"A note about the {word}.\n".encode(), word)


def pdf(_number: int) -> Content:
    word = _word()
    return Content("Letter.pdf", make_pdf(["The first page.", f"The second page, about the {word}."]), word)


def scan(number: int) -> Content:
    """A PDF of two small pictures, which are recognised (OCR) by a command of their own."""
    word = LONG[number % len(LONG)]
    pages = [paper([line], size=(600, 260))[0] for line in (word, "Postscript")]
    return Content("Scan.pdf", as_pdf(pages), word)


def archive(_number: int) -> Content:
    """Found by its name. The file in it becomes a document."""
    word, part_word = _word(), _word()
    data = BytesIO()
    with ZipFile(data, "w") as opened:
        opened.writestr("Letter.txt", f"A letter about the {part_word}.\n")
    return Content(f"{word}.zip", data.getvalue(), word, part_word)


def locked(_number: int) -> Content:
    """A PDF that is read once someone enters its password."""
    word = _word()
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.add_page()
    document.multi_cell(0, text=f"A contract about the {word}.")
    document.set_encryption(owner_password="owner", user_password=PASSWORD)
    return Content("Contract.pdf", bytes(document.output()), word)


KINDS: tuple[Make, ...] = (text, pdf, scan, archive, locked)


def _word() -> str:
    return f"bird{secrets.token_hex(8)}"
