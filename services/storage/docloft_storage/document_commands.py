"""Commands about a document, with the correlation id of its upload."""

from docloft import commands
from docloft.commands import Action
from docloft.tables.documents import Document


def send(action: Action, document: Document) -> None:
    commands.send(
        action,
        document.library_id,
        document_id=document.document_id,
        correlation_id=document.correlation_id,
    )
