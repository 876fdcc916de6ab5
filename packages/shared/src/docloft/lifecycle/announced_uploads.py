"""Uploads that a person or a program announced: documents without bytes yet."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from docloft.clock import now
from docloft.lifecycle import changes
from docloft.lifecycle.names import clean_file_name, title_from
from docloft.lifecycle.states import State
from docloft.tables import transactions
from docloft.tables.documents import Document

UPLOAD_WINDOW = timedelta(minutes=20)
"""Time until the sweeper checks on an upload: the lifetime of the link, and some minutes for a slow upload."""


def create(
    library_id: str,
    document_id: str,
    *,
    file_name: str,
    media_type: str,
    actor: str,
    also: Sequence[transactions.Step],
    **values: Any,
) -> Document:
    """Writes a document that awaits its upload, titled after its file; `values` are its other attributes. `also` and
    what it raises: see changes.create.
    """
    name = clean_file_name(file_name)
    document = Document(
        library_id,
        document_id,
        state=State.AWAITING_UPLOAD,
        title=title_from(name),
        file_name=name,
        media_type=media_type.lower(),
        **values,
    )
    return changes.create(document, actor=actor, due=now() + UPLOAD_WINDOW, also=also)
