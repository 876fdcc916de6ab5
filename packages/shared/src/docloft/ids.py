"""Ids. A document id is a ULID: 26 characters of Crockford base 32 that sort by time of creation."""

import hashlib
import re
from datetime import datetime
from typing import Any, Protocol

from ulid import ULID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIBRARY = re.compile(r"[0-9A-Za-z-]{1,64}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A new ULID. Ids created in one process increase, even within a millisecond (python-ulid)."""
    return str(ULID())


def is_id(text: str) -> bool:
    return _ULID.fullmatch(text) is not None


def is_library_id(text: str) -> bool:
    """Whether this can be the id of a person, which is also that of their library."""
    return _LIBRARY.fullmatch(text) is not None


def first_id(moment: datetime) -> str:
    """The smallest id of a moment: every id that was made earlier is smaller."""
    return str(ULID.from_datetime(moment))[:10] + "0" * 16


def moment_of(an_id: str) -> datetime:
    """When this id was made, to the millisecond."""
    return ULID.from_str(an_id).datetime


def derived_id(beside: str, text: str) -> str:
    """An id that sorts next to the id `beside`. The same text and the same time of `beside` always give the same id."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:10])
    return beside[:10] + "".join(_ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))


def content_id(document_id: str, file_id: str | None) -> str:
    """Identifies a file of a document, and everything derived from it, in the keys of objects: the document's id for
    its first file (`file_id` None), `<document_id>.<file_id>` for one that replaced it. So the text of one file never
    overwrites that of another, and all objects of a document are found under its id.
    """
    return f"{document_id}.{file_id}" if file_id else document_id


class HasFiles(Protocol):
    """A document, by the attributes that identify its file."""

    @property
    def document_id(self) -> Any: ...
    @property
    def file_id(self) -> Any: ...
    @property
    def replaces(self) -> Any: ...


def content_of(document: HasFiles) -> str:
    """The content_id of the file that is read; of an upload that replaces a file, that of the document it is for."""
    if document.replaces:
        return content_id(document.replaces, document.document_id)
    return content_id(document.document_id, document.file_id)
