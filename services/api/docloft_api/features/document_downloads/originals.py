"""Originals: the bytes of an archived document."""

from docloft.errors import NotFoundError
from docloft.lifecycle import states
from docloft.tables.documents import Document
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def find(person: Person, document_id: str) -> Document:
    """The document, if it has an original. Raises NotFoundError if it has none or does not exist."""
    document = documents.find(person, document_id)
    if not states.is_archived(document.state):
        raise NotFoundError("This document has no original, because it has not been received.")
    return document
