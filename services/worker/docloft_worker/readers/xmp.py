"""The metadata of a PDF in XMP (ISO 16684-1), which newer programs write instead of document information
(ISO 32000-2, 14.3). PDFium does not return it, so it is found by the marks around the packet, as the standard intends
for programs that do not know a format. A compressed packet is not found.
"""

import mmap
from contextlib import suppress
from pathlib import Path
from xml.parsers.expat import ExpatError

from docloft.errors import Refused
from docloft_worker.readers import Properties, properties, xml_elements
from docloft_worker.readers.cleaning import clean

_BEGIN, _END = b"<?xpacket begin", b"<?xpacket end"
_MOST_BYTES = 1024 * 1024
_MOST_CHARACTERS = 10_000

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_PROPERTIES = {
    f"{_DUBLIN_CORE} title": "title",
    f"{_DUBLIN_CORE} creator": "author",
    f"{_DUBLIN_CORE} description": "keywords",
    f"{_DUBLIN_CORE} subject": "keywords",
    "http://ns.adobe.com/pdf/1.3/ Keywords": "keywords",
    "http://ns.adobe.com/xap/1.0/ CreateDate": "created",
}
_DESCRIPTION = "http://www.w3.org/1999/02/22-rdf-syntax-ns# Description"


def properties_in(path: Path) -> Properties:
    """The properties in the last XMP packet of the file: empty without one; after an error, what was read before it."""
    packet = _Packet()
    parser = xml_elements.parser(packet.start, packet.end, packet.characters)
    with suppress(Refused, ExpatError, ValueError):
        parser.Parse(_bytes_in(path), True)  # noqa: FBT003 - expat accepts it by position only
    return packet.properties()


def _bytes_in(path: Path) -> bytes:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as source:
        start = source.rfind(_BEGIN)
        end = source.find(_END, start) if start >= 0 else -1
        return source[start:end] if 0 <= start < end < start + _MOST_BYTES else b""


class _Packet:
    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}
        self._name = ""
        self._parts: list[str] = []
        self._left = _MOST_CHARACTERS

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._name = _PROPERTIES.get(element, self._name)
        self._parts = []
        if element == _DESCRIPTION:
            for attribute, value in attributes.items():
                self._keep(_PROPERTIES.get(attribute, ""), value)

    def end(self, element: str) -> None:
        self._keep(self._name, "".join(self._parts))
        self._parts = []
        if element in _PROPERTIES:
            self._name = ""

    def characters(self, text: str) -> None:
        if self._name and self._left > 0:
            self._parts.append(text)
            self._left -= len(text)

    def properties(self) -> Properties:
        """The properties found; for a title in several languages, the first one, which is the default."""
        first = {name: values[0] for name, values in self._found.items() if name != "keywords"}
        return properties.of(**first, keywords="; ".join(dict.fromkeys(self._found.get("keywords", ()))))

    def _keep(self, name: str, value: str) -> None:
        text = " ".join(clean(value[:_MOST_CHARACTERS]).split())
        if name and text:
            self._found.setdefault(name, []).append(text)
