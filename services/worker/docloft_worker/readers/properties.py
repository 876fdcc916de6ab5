"""A file's own metadata: title, author, date and language. Office Open XML, OpenDocument and EPUB use the same
elements of Dublin Core for it.
"""

import re
from datetime import date

from docloft_worker.readers import Properties
from docloft_worker.readers.cleaning import clean

MAX_CHARACTERS = 500
"""The most characters of one property: they are stored in the document's record."""

_PROPERTIES = {
    "http://purl.org/dc/elements/1.1/ title": "title",
    "http://purl.org/dc/elements/1.1/ creator": "author",
    "http://purl.org/dc/elements/1.1/ language": "language",
    "http://purl.org/dc/elements/1.1/ date": "created",
    "http://purl.org/dc/elements/1.1/ subject": "keywords",
    "http://purl.org/dc/terms/ created": "created",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties keywords": "keywords",
    **{
        f"urn:schemas-microsoft-com:office:office {name}": property_
        for name, property_ in (
            ("Title", "title"),
            ("Author", "author"),
            ("Created", "created"),
            ("Keywords", "keywords"),
        )
    },
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0 initial-creator": "author",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0 creation-date": "created",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0 keyword": "keywords",
}
# The original author and the creation date. They go first: the general elements may describe the last edit.
_FIRST = frozenset({"initial-creator", "creation-date", "created"})
_LANGUAGE = re.compile("[a-zA-Z]{2}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class PropertyText:
    """Collects the properties of one part."""

    def __init__(self) -> None:
        self._name: str | None = None
        self._found: dict[str, list[str]] = {}
        self._parts: list[str] = []
        self._size = 0

    def start(self, element: str, _attributes: dict[str, str]) -> None:
        self._name = _PROPERTIES.get(element)
        self._parts, self._size = [], 0

    def end(self, element: str) -> None:
        text = " ".join(clean("".join(self._parts)).split())
        if self._name and text:
            values = self._found.setdefault(self._name, [])
            values.insert(0, text) if element.rpartition(" ")[2] in _FIRST else values.append(text)
        self._name, self._parts = None, []

    def characters(self, text: str) -> None:
        if self._name and self._size < MAX_CHARACTERS:
            self._parts.append(text)
            self._size += len(text)

    def properties(self) -> Properties:
        texts = {name: "; ".join(values) if name == "keywords" else values[0] for name, values in self._found.items()}
        return of(**texts)


def of(
    *,
    title: str | None = None,
    author: str | None = None,
    created: str | None = None,
    language: str | None = None,
    keywords: str | None = None,
) -> Properties:
    """Properties without those that are empty. `created` begins with a date in ISO 8601, `language` with an ISO 639-1
    code; others are left out.
    """
    found: Properties = {}
    if title and title.strip():
        found["title"] = title.strip()[:MAX_CHARACTERS]
    if author and author.strip():
        found["author"] = author.strip()[:MAX_CHARACTERS]
    if keywords and keywords.strip():
        found["keywords"] = keywords.strip()[:MAX_CHARACTERS]
    if created and (day := _day(created)):
        found["created"] = day
    if language and _LANGUAGE.fullmatch(code := language.strip().replace("_", "-").partition("-")[0]):
        found["language"] = code.lower()
    return found


def _day(written: str) -> str | None:
    match = _DAY.match(written.strip())
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None
