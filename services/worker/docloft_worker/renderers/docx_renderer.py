"""The rendition of a Word document, by mammoth: headings, lists, tables, links, emphasis, pictures and notes. Fonts,
colours and the layout of pages are lost. The text of the header is shown above the document, because it may
be a letterhead.
"""

from html import escape
from pathlib import Path
from typing import Any

import mammoth

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import docx_reader, ooxml, packages
from docloft_worker.readers.wordprocessing import PartText
from docloft_worker.renderers import Missing, Rendition, rendition_body
from docloft_worker.renderers.sanitising import Sanitiser

_MOST_BYTES = 12 * 1024 * 1024
"""The most bytes of XML: mammoth reads parts whole, and needs about 20 bytes of memory for each byte."""
_MOST_PICTURE_BYTES = 16 * 1024 * 1024
_FEWEST_WORDS, _MOST_WORDS = 0.5, 0.9
"""Shares of the words that the reader finds, because mammoth ignores embedded documents, diagrams and charts. Below the
first, the text is shown instead; below the second, the rendition says that text is missing.
"""
_MAIN = "word/document.xml"
_STYLES = "u => u\nstrike => s\np[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh"
_NAME = "cid:word-{}"


def render(path: str) -> Rendition:
    with packages.opened(path) as package:
        if package.expanded_size(".xml") > _MOST_BYTES:
            raise Refused(reasons.COMPLEX_LAYOUT)
        letterhead = _letterhead(package)
        words = len(docx_reader.text_of_document(package).split())
    pictures: list[bytes] = []

    def collect(image: Any) -> dict[str, str]:
        with image.open() as file:
            pictures.append(file.read(_MOST_PICTURE_BYTES))
        return {"src": _NAME.format(len(pictures) - 1)}

    try:
        with Path(path).open("rb") as file:
            markup = mammoth.convert_to_html(
                file,
                style_map=_STYLES,
                include_embedded_style_map=False,
                convert_image=mammoth.images.img_element(collect),
            ).value
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # mammoth expects a file that follows the standard
        raise Refused(reasons.COMPLEX_LAYOUT) from error
    names = {_NAME.format(number): body for number, body in enumerate(pictures)}
    sanitiser = Sanitiser(names.get)
    body = letterhead + sanitiser.clean(markup)
    shown = len(rendition_body.text_of(body).split())
    if shown < words * _FEWEST_WORDS:
        raise Refused(reasons.COMPLEX_LAYOUT)
    if shown < words * _MOST_WORDS:
        sanitiser.missing.add(Missing.TEXT)
    return rendition_body.build(body, sanitiser, "letter")


def _letterhead(package: packages.Package) -> str:
    lines: list[str] = []
    for part in ooxml.related(package, ooxml.main_part(package, _MAIN), ("header",)):
        found = PartText()
        package.parse(part, found)
        lines += [line for line in found.text().splitlines() if line.strip() and line not in lines]
    text = escape("\n".join(lines))
    return f'<div class="letterhead">{text}</div>' if lines else ""
