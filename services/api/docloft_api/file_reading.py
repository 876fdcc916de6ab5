"""Continues to read a document after another one of its files was made the one that is read."""

from docloft import commands
from docloft.lifecycle.states import State
from docloft.tables.documents import Document


def resume(document: Document) -> None:
    """Sends the command to read what is left. If it gets lost, the sweep sends it again."""
    action = None
    if document.state == State.RECEIVED:
        action = commands.registry.READ
    elif document.state == State.READY and document.ocr_pending:
        action = commands.registry.RECOGNISE
    if action is not None:
        commands.send(action, document.library_id, document_id=document.document_id)
