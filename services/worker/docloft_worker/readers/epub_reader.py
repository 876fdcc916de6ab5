"""Text of an EPUB book (EPUB 3.3), chapter by chapter in reading order."""

import posixpath
import time
from urllib.parse import unquote

from docloft.lifecycle.gaps import Gap
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, packages
from docloft_worker.readers.html_reader import text_of_page
from docloft_worker.readers.packages import EnoughError, Package
from docloft_worker.readers.properties import PropertyText

_CONTAINER = "META-INF/container.xml"
_MAX_CHAPTER_BYTES = 4 * 1024 * 1024
_MAX_CHAPTERS = 10_000


def read(path: str) -> Portion:
    """Raises Refused."""
    with packages.opened(path) as package:
        book = _book(package)
        pages: list[str] = []
        size = 0
        for part in _chapters(package, book):
            if size > MAX_CHARACTERS or time.process_time() > package.until:
                package.gaps.add(Gap.TEXT_CUT)
                break
            body = package.content(part, _MAX_CHAPTER_BYTES)
            text = text_of_page(body).strip() if body else ""
            if text:
                pages.append(text)
                size += len(text)
        return {**package.portion(pages), "properties": book.described.properties()}


def chapters_of(package: Package) -> list[str]:
    """The names of the chapters in reading order."""
    return _chapters(package, _book(package))


def _book(package: Package) -> "_Book":
    container = _Container()
    package.parse(_CONTAINER, container)
    book = _Book(posixpath.dirname(container.found))
    package.parse(container.found, book)
    return book


def _chapters(package: Package, book: "_Book") -> list[str]:
    return book.chapters() or sorted(name for name in package.names if name.endswith(("html", "htm")))


class _Container:
    """The path of the package document (EPUB OCF 3.3, 4.2.6.3.1)."""

    def __init__(self) -> None:
        self.found = ""

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element.endswith("rootfile") and not self.found:
            self.found = attributes.get("full-path", "")
            raise EnoughError(complete=True)

    def end(self, _element: str) -> None: ...
    def characters(self, _text: str) -> None: ...


class _Book:
    """Chapters and metadata of a package document (EPUB 3.3, 5)."""

    def __init__(self, folder: str) -> None:
        self.described = PropertyText()
        self._folder = folder
        self._items: dict[str, str] = {}
        self._spine: list[str] = []

    def chapters(self) -> list[str]:
        return list(dict.fromkeys(self._items[one] for one in self._spine if one in self._items))

    def start(self, element: str, attributes: dict[str, str]) -> None:
        match element.rpartition(" ")[2]:
            case "item" if "html" in attributes.get("media-type", ""):
                target = posixpath.join(self._folder, unquote(attributes.get("href", "")))
                self._items[attributes.get("id", "")] = posixpath.normpath(target)
            case "itemref":
                self._spine.append(attributes.get("idref", ""))
                if len(self._spine) > _MAX_CHAPTERS:
                    raise EnoughError
            case _:
                self.described.start(element, attributes)

    def end(self, element: str) -> None:
        self.described.end(element)

    def characters(self, text: str) -> None:
        self.described.characters(text)
