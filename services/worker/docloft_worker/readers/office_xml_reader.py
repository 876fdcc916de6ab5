"""Text of an office document that is one XML file. Its elements are those of the packages: WordprocessingML, DrawingML
and OpenDocument. Excel 2003 has elements of its own, with its cells as HTML.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from docloft.errors import Refused
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, Properties, document_pictures, text_reader
from docloft_worker.readers.odf import OdfText
from docloft_worker.readers.packages import EnoughError, Handler, Package, TooDeepError
from docloft_worker.readers.properties import PropertyText
from docloft_worker.readers.wordprocessing import MAX_DEPTH, PartText

_EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_PART = "document.xml"
_SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def read(path: str) -> Portion:
    """A file of which nothing can be read as a document is read as the text that it also is."""
    package, document = Package(_File(Path(path))), _Document()
    try:
        package.parse(_PART, document)
        found = package.portion(document.pages())
    except Refused:
        return text_reader.read(path)
    if not any(page.strip() for page in found["pages"]):
        # Unless it is a scan.
        found = document_pictures.with_pictures(found, path)
        return found if found.get("unread") else text_reader.read(path)
    return {**document_pictures.with_pictures(found, path), "properties": document.properties()}


class _File:
    """The file as a package with one part."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def infolist(self) -> list[zipfile.ZipInfo]:
        return []

    def namelist(self) -> list[str]:
        return [_PART]

    def open(self, _name: str) -> IO[bytes]:
        return self._path.open("rb")


class _Document:
    """Chooses the handler by the first element, and collects the properties on the way."""

    def __init__(self) -> None:
        self._text: Handler | None = None
        self._properties = PropertyText()

    def pages(self) -> list[str]:
        match self._text:
            case OdfText():
                return self._text.finish()
            case _Workbook():
                return self._text.pages()
            case PartText():
                return [self._text.text()]
            case _:
                return []

    def properties(self) -> Properties:
        return self._properties.properties()

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if self._text is None:
            self._text = _handler(element, attributes)
        self._properties.start(element, attributes)
        self._text.start(element, attributes)

    def end(self, element: str) -> None:
        self._properties.end(element)
        if self._text:
            self._text.end(element)

    def characters(self, text: str) -> None:
        self._properties.characters(text)
        if self._text:
            self._text.characters(text)


def _handler(root: str, attributes: Mapping[str, str]) -> Handler:
    namespace, _, name = root.rpartition(" ")
    if namespace == _OFFICE:
        return OdfText(in_sheets=attributes.get(f"{_OFFICE} mimetype", "").startswith(_SHEETS))
    return _Workbook() if namespace == _EXCEL and name.lower() == "workbook" else PartText()


class _Workbook:
    """Text of an Excel 2003 workbook, sheet by sheet."""

    def __init__(self) -> None:
        self._sheets: list[list[str]] = []
        self._depth = 0
        self._in_text = 0
        self._size = 0

    def pages(self) -> list[str]:
        return ["".join(parts) for parts in self._sheets]

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeepError
        match element.rpartition(" ")[2]:
            case "Worksheet":
                self._sheets.append([])
                self._add(attributes.get(f"{_EXCEL} Name", "") + "\n")
            case "Data" | "Comment":
                self._in_text += 1

    def end(self, element: str) -> None:
        self._depth -= 1
        match element.rpartition(" ")[2]:
            case "Data" | "Comment":
                self._in_text -= 1
                self._add(" ")
            case "Cell":
                self._add("\t")
            case "Row":
                self._add("\n")

    def characters(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._sheets:
            self._sheets[-1].append(text)
            self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise EnoughError
