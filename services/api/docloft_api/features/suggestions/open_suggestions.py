"""The suggestions for a document that are still open."""

from docloft import suggestions, texts
from docloft.documents.names import title_from
from docloft.documents.states import State
from docloft.suggestions import Fact, Suggestion
from docloft.tables.documents import Document


def of(document: Document) -> list[Suggestion]:
    """Empty until the document is ready. Without those that were refused, those of attributes that the document
    has, and a title if it was renamed: what a person has entered is not questioned.
    """
    if document.state != State.READY or not document.has_text:
        return []
    text = texts.load(document.library_id, document.document_id)
    refused = set(document.refused_suggestions or ())
    decided = _decided(document)
    return [
        one
        for one in (text.suggestions if text else ())
        if one.fact not in decided and suggestions.refusal(one.fact, one.value) not in refused
    ]


def _decided(document: Document) -> set[Fact]:
    """Facts that a person has entered."""
    attributes = (Fact.DOCUMENT_DATE, Fact.SENDER, Fact.KIND, Fact.AMOUNT, Fact.DUE_DATE)
    found = {fact for fact in attributes if getattr(document, fact) is not None}
    return found | ({Fact.TITLE} if document.title != title_from(document.file_name) else set())
