"""The text of a PDF outside of its pages: its properties, its outline, its signers, and the data of a form made with
XFA.
"""

from contextlib import suppress
from ctypes import c_ulong, create_string_buffer
from pathlib import Path
from xml.parsers.expat import ExpatError

import pypdfium2
from pypdfium2 import raw

from docloft.errors import Refused
from docloft_worker.readers import Properties, pdf_signatures, properties, xml_elements, xmp
from docloft_worker.readers.cleaning import clean

MAX_TITLES = 2_000
"""The most titles of an outline that are read."""
MAX_FORM_BYTES = 20 * 1024 * 1024
"""The most bytes of XFA that are parsed."""
MAX_FORM_CHARACTERS = 1_000_000

_DEEPEST = 15
_HIDDEN = frozenset({"script", "image"})
_SHOWN = frozenset({"template", "datasets"})
"""The packets of XFA (3.3, chapter 2) that contain what a person reads or typed."""


def properties_of(document: pypdfium2.PdfDocument, path: Path) -> Properties:
    """Title, author, keywords and day of creation from the document information (ISO 32000-1, 14.3.3). What is missing
    there is taken from XMP, whose keywords may be others.
    """
    found = {name: clean(value) for name, value in document.get_metadata_dict(skip_empty=True).items()}
    created = found.get("CreationDate", "").removeprefix("D:")
    day = f"{created[:4]}-{created[4:6]}-{created[6:8]}" if created[:8].isdecimal() and len(created) >= 8 else None
    packet = xmp.properties_in(path)
    said = [found.get("Subject"), found.get("Keywords")]
    said += (packet.get("keywords") or "").split("; ")
    keywords = "; ".join(dict.fromkeys(filter(None, said)))
    informed = properties.of(title=found.get("Title"), author=found.get("Author"), keywords=keywords, created=day)
    return {**packet, **informed}


def besides(document: pypdfium2.PdfDocument, described: Properties, *, first: int) -> dict[int, list[str]]:
    """The text outside of the pages, by the page (counted from 0) that it belongs to: the outline, and on the first
    page the form, the properties (`described`) and the signers, if the portion begins there.
    """
    found = outline(document)
    if first == 0:
        values = (described.get("title"), described.get("author"), described.get("keywords"), form_text(document))
        found[0] = [*found.get(0, ()), *(value for value in values if value), *pdf_signatures.signers(document)]
    return found


def outline(document: pypdfium2.PdfDocument) -> dict[int, list[str]]:
    """The titles of the outline by the page they lead to, counted from 0; those without one are on the first."""
    found: dict[int, list[str]] = {}
    for number, entry in enumerate(document.get_toc(max_depth=_DEEPEST)):
        if number >= MAX_TITLES:
            break
        target = entry.get_dest()
        page = (target.get_index() if target else None) or 0
        if title := clean(entry.get_title()).strip():
            found.setdefault(page, []).append(title)
    return found


def form_text(document: pypdfium2.PdfDocument) -> str:
    """The labels and values of an XFA form; empty for other documents. Such a form has no words on its pages except a
    request to open it in another program.
    """
    found: list[str] = []
    for index in range(max(0, raw.FPDF_GetXFAPacketCount(document))):
        name, content = _packet(document, index)
        # The whole form may be one packet without a name.
        if not name or name in _SHOWN:
            found += _words(content)
    return clean("\n".join(found))[:MAX_FORM_CHARACTERS]


def _packet(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bytes]:
    size = raw.FPDF_GetXFAPacketName(document, index, None, 0)
    name = create_string_buffer(size)
    raw.FPDF_GetXFAPacketName(document, index, name, size)
    length = c_ulong()
    if not raw.FPDF_GetXFAPacketContent(document, index, None, 0, length) or length.value > MAX_FORM_BYTES:
        return "", b""
    content = create_string_buffer(length.value)
    raw.FPDF_GetXFAPacketContent(document, index, content, length.value, length)
    return name.raw[: max(size - 1, 0)].decode("utf-8", "ignore"), content.raw


def _words(content: bytes) -> list[str]:
    """The text of the shown packets without scripts, line by line. What was read before an error is returned."""
    found: list[str] = []
    shown, hidden = 0, 0

    def start(element: str, _attributes: dict[str, str]) -> None:
        nonlocal shown, hidden
        name = element.rpartition(":")[2]
        shown += shown > 0 or name in _SHOWN
        hidden += hidden > 0 or name in _HIDDEN

    def end(_element: str) -> None:
        nonlocal shown, hidden
        shown -= shown > 0
        hidden -= hidden > 0

    def characters(text: str) -> None:
        if shown and not hidden and text.strip():
            found.append(text.strip())

    parser = xml_elements.parser(start, end, characters, by_namespace=False)
    with suppress(Refused, ExpatError, ValueError):
        parser.Parse(content, True)  # noqa: FBT003 - expat accepts it by position only
    return found
