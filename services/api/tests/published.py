"""Documents of a test that are in the index, and what a search found."""

from docloft import index_heads, objects, texts
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.search.index import publication
from docloft.tables.records import Name
from docloft.texts import Text
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

MOMENT = "2026-01-01T00:00:00.000Z"


def publish(*documents):
    """Indexes the current documents."""
    library_id = documents[0].library_id
    location = search.location_of(library_id)
    if objects.head(location.manifest_key) is None:
        search.draft_of(location).publish()

    def apply(batch):
        for document in documents:
            entry = search.Entry(
                document.document_id,
                int(document.version),
                document.title,
                document.file_name,
                document.media_type,
                document.state,
                int(document.size),
                document.pages and int(document.pages),
                document.created_at,
                document.document_date,
                document.trashed_at,
                bool(document.has_text),
                kind=document.kind,
                sender=document.sender,
                tags=list(document.tags),
                amount=document.amount and int(document.amount),
                currency=document.currency,
                keep_until=document.keep_until,
                custom_fields=document.custom_fields,
            )
            batch.put(search.document_of(entry, texts.load(library_id, document.document_id)))

    search.commit(location, apply)


def publish_with_head(*documents):
    publish(*documents)
    head = present(publication.published(search.location_of(LIBRARY))[0]).head
    index_heads.advance(LIBRARY, "manifest", head, None)


def ready(*pages, library_id=LIBRARY, language=None, **values):
    document = make_document(State.READY, library_id, has_text=True, **values)
    texts.store(library_id, document.document_id, Text(pages, language))
    return document


def amend(document, **values):
    return changes.amend(
        document.library_id, document.document_id, lambda _: changes.Change("edited", values), actor="test"
    ).document


def found(reply):
    assert reply.status == 200, reply.text
    return [hit["document"]["id"] for hit in reply.json["hits"]]


def add_name(what, text, **values):
    name_id = new_id()
    Name(LIBRARY, Name.key(name_id), created_at=MOMENT, name_id=name_id, what=what, name=text, **values).save()
    return name_id
