"""Documents with a text, and what the index of the library finds of them."""

from docloft import tables, texts
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.texts import Text
from tests.fixtures import LIBRARY, make_document

LOCATION = search.location_of(LIBRARY)


def ids(typed="*", library_id=LIBRARY):
    return search.find(library_id, search.parse(typed), offset=0, limit=100).document_ids


def make_ready(*pages, state=State.READY, library_id=LIBRARY, language=None, **values):
    document = make_document(state, library_id, has_text=bool(pages), **values)
    if pages:
        texts.store(library_id, document.document_id, Text(pages, language))
    return document.document_id


def amend(document_id, **values):
    changes.amend(LIBRARY, document_id, lambda _: changes.Change("edited", values), actor="test")


def remove(document_id):
    changes.erase(tables.documents.find(LIBRARY, document_id), actor="test")
