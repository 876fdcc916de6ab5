"""Text of a Word document (ECMA-376): body with tables and text boxes, embedded documents (altChunk), SmartArt, charts,
footnotes, endnotes, comments, headers and footers.
"""

import re

from docloft.parsing.text_files import decode
from docloft_worker.readers import Portion, ooxml, packages
from docloft_worker.readers.eml_reader import text_of_message
from docloft_worker.readers.html_reader import text_of_page
from docloft_worker.readers.packages import Package
from docloft_worker.readers.rich_text import text_of_rtf
from docloft_worker.readers.wordprocessing import PartText

_MAIN = "word/document.xml"
_EMBEDDED = "aFChunk"
_OTHERS = (_EMBEDDED, "diagramData", "chart", "chartEx", "footnotes", "endnotes", "comments", "header", "footer")
_MAX_EMBEDDED_BYTES = 16 * 1024 * 1024
_MAX_NESTING = 3
_MESSAGE, _HEADER_WITHIN = re.compile(rb"^(?:MIME-Version|Content-Type):", re.IGNORECASE | re.MULTILINE), 1000


def read(path: str) -> Portion:
    """See paging.split for the size of a page: where Word breaks pages depends on the fonts it has. Raises Refused."""
    with packages.opened(path) as package:
        found = package.portion([text_of_document(package)])
        return {**found, "properties": ooxml.properties(package)}


def text_of_document(package: Package, depth: int = 0) -> str:
    main = ooxml.main_part(package, _MAIN)
    if main not in package.names and package.failure is None:
        raise KeyError(main)
    parts = [_text(package, main)]
    for relation in sorted(ooxml.relations(package, main), key=lambda one: _order(one.kind)):
        if relation.kind not in _OTHERS:
            continue
        text = (
            _embedded(package, relation.target, depth)
            if relation.kind == _EMBEDDED
            else _text(package, relation.target)
        )
        if text.strip() and text not in parts:
            parts.append(text)
    return "\n\n".join(parts)


def _order(kind: str) -> int:
    return _OTHERS.index(kind) if kind in _OTHERS else len(_OTHERS)


def _text(package: Package, part: str) -> str:
    found = PartText()
    package.parse(part, found)
    return found.text()


def _embedded(package: Package, part: str, depth: int) -> str:
    """The text of an altChunk: HTML, also as MHTML, RTF, plain text, or another Word document (ECMA-376 part 1,
    17.17.2).
    """
    body = package.content(part, _MAX_EMBEDDED_BYTES)
    if body.startswith(b"PK\x03\x04"):
        if depth >= _MAX_NESTING:
            return ""
        with packages.nested(body, package) as inner:
            try:
                return text_of_document(inner, depth + 1) if inner else ""
            except KeyError:
                return ""
    if body.startswith(b"{\\rtf"):
        return text_of_rtf(body).text
    if _MESSAGE.search(body[:_HEADER_WITHIN]):
        return text_of_message(body)
    text = decode(body)
    return text_of_page(body) if "<" in text[:1000] else text
