"""Uploads that a person or a program announced: documents without bytes yet."""

from typing import Any

from docloft.documents.names import clean_file_name, title_from
from docloft.documents.states import State
from docloft.tables.documents import Document


def awaiting(library_id: str, document_id: str, *, file_name: str, media_type: str, **values: Any) -> Document:
    """A new document that awaits its upload, titled after its file; `values` are its other attributes. It is not
    written yet.
    """
    name = clean_file_name(file_name)
    return Document(
        library_id,
        document_id,
        state=State.AWAITING_UPLOAD,
        title=title_from(name),
        file_name=name,
        media_type=media_type.lower(),
        **values,
    )
