"""The near-duplicates of a document that are suggested."""

from typing import NamedTuple

from docloft import suggestions, tables
from docloft.lifecycle.states import State
from docloft.suggestions import LOOKS_LIKE
from docloft.tables.documents import Document
from docloft.tables.records import Lookalike

_MOST = 3
_LISTED = 50


class NearDuplicate(NamedTuple):
    """`share` of equal words, in percent."""

    document: Document
    share: int


def of(document: Document) -> list[NearDuplicate]:
    """At most three, the most similar one first. Without those that were refused, are in the trash or deleted."""
    if document.state != State.READY:
        return []
    refused = set(document.refused_suggestions or ())
    shares = {
        pair.other_id: int(pair.share)
        for pair in tables.library.list_kind(Lookalike, document.library_id, f"{document.document_id}#", limit=_LISTED)
        if suggestions.refusal(LOOKS_LIKE, pair.other_id) not in refused
    }
    others = tables.documents.find_many(document.library_id, shares)
    found = [
        NearDuplicate(other, shares[other.document_id])
        for other in others
        if other.state == State.READY and not other.trashed_at
    ]
    return sorted(found, key=lambda one: -one.share)[:_MOST]
