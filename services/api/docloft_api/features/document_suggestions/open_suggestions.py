"""The suggestions for a document that are still open."""

from docloft import suggestions, texts
from docloft.lifecycle.names import title_from
from docloft.lifecycle.states import State
from docloft.suggestions import Fact, Suggestion
from docloft.tables.documents import Document
from docloft_api.features.document_suggestions import learned
from docloft_api.features.document_suggestions.learned import Learned


def of(document: Document) -> list[Suggestion | Learned]:
    """Empty until the document is ready. Leaves out suggestions that were refused, suggestions for attributes that the
    document already has, and a title that it has, or any if it was renamed: what a person has entered is not
    questioned. What was learned from other documents replaces what was found in the text, because it has the names that
    people use.
    """
    if document.state != State.READY or not document.has_text:
        return []
    text = texts.load(document.library_id, document.content_id)
    if text is None:
        return []
    refused = set(document.refused_suggestions or ())
    decided = _decided(document)
    from_others = learned.of(document, text, decided)
    replaced = {one.suggestion.fact for one in from_others}
    found = [
        one
        for one in text.suggestions
        if one.fact not in decided | replaced
        and suggestions.refusal(one.fact, one.value) not in refused
        and (one.fact, one.value) != (Fact.TITLE, document.title)
    ]
    return [*found, *from_others]


def _decided(document: Document) -> set[Fact]:
    """Facts that a person has entered."""
    attributes = (Fact.DOCUMENT_DATE, Fact.SENDER, Fact.KIND, Fact.AMOUNT, Fact.DUE_DATE)
    found = {fact for fact in attributes if getattr(document, fact) is not None}
    return found | ({Fact.TITLE} if document.title != title_from(document.file_name) else set())
