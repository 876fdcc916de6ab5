"""Originals: the bytes of an archived document."""

from typing import Literal

from docloft import formats, objects
from docloft.documents import states
from docloft.errors import NotFoundError
from docloft.tables.documents import Document
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents
from docloft_api.representations import links
from docloft_api.representations.links import Link

_UNKNOWN = "application/octet-stream"


def find(person: Person, document_id: str) -> Document:
    """The document, if it has an original. Raises NotFoundError if it has none or does not exist."""
    document = documents.find(person, document_id)
    if not states.is_archived(document.state):
        raise NotFoundError("This document has no original, because it has not been received.")
    return document


def disposition(document: Document, *, inline: bool) -> Literal["attachment", "inline"]:
    """How a browser should open the original: inline only if that is requested and safe."""
    return "inline" if inline and formats.is_inline_safe(document.media_type) else "attachment"


def link(document: Document, kind: Literal["attachment", "inline"]) -> Link:
    """A link to the original under its own file name. The link sets the media type to that of an accepted format,
    whatever type the object in the bucket has, so that the browser opens nothing that can run scripts.
    """
    found = formats.find(document.media_type)
    return links.to_object(
        objects.original_key(document.library_id, document.document_id),
        ResponseContentDisposition=objects.content_disposition(kind, document.file_name),
        ResponseContentType=found.media_type if found else _UNKNOWN,
    )
