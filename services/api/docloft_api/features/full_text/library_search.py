"""Searches a library and returns the current documents."""

from collections.abc import Sequence
from functools import cache, partial

from aws_lambda_powertools import Logger

from docloft import commands, directory, faults, index_heads, metrics, tables
from docloft.documents import states
from docloft.search import api as search_api
from docloft.search.api import Candidate, Position, Results
from docloft.tables.documents import Document

logger = Logger()


def search(
    library_id: str,
    text: str,
    limit: int,
    after: Position | None,
    *,
    order: str | None = None,
    facets: Sequence[str] = (),
    zone: str | None = None,
    exact: bool = False,
    explains: bool = False,
) -> Results[Document]:
    """One page of hits, the first or the one `after` another (see docloft.search.results.run). `order`: one of ORDERS.
    `facets`: of FACETS. `zone`: the IANA name of the reader's time zone. Any text is a valid query. When the index is
    damaged, returns what can be found and requests a rebuild; also when it is still the one of the previous release,
    which remains in use until then.
    """
    find_ids = _find_ids_in(library_id)
    heads = index_heads.find(library_id)

    def find_documents(document_ids: Sequence[str]) -> list[Candidate[Document]]:
        found = tables.documents.find_many(library_id, document_ids)
        return [
            Candidate(
                document,
                document_id=document.document_id,
                version=int(document.version),
                title=document.title,
                file_name=document.file_name,
                has_text=bool(document.has_text),
                in_trash=bool(document.trashed_at),
            )
            for document in found
            if states.is_archived(document.state)
        ]

    found = search_api.run(
        library_id,
        text,
        heads=heads,
        limit=limit,
        after=after,
        order=search_api.ORDERS[order] if order else None,
        facets=facets,
        find_documents=find_documents,
        context=search_api.context_of(zone, find_ids),
        exact=exact,
        explains=explains,
    )
    if found.is_damaged or found.is_outdated:
        _request_rebuild(library_id, "index_damaged" if found.is_damaged else "index_outdated")
    return found


def _find_ids_in(library_id: str) -> search_api.FindIds:
    """Reads the library's names when a query contains one, once."""
    names = cache(partial(directory.read, library_id))
    return lambda field, typed: names().find_ids(field, typed)


def _request_rebuild(library_id: str, event: str) -> None:
    """A failure is logged and counted, and the search returns its result. A later search requests it again."""
    try:
        requested = index_heads.request_rebuild(library_id)
    except Exception as error:  # noqa: BLE001 - see above
        # Not logger.exception: the message of an error may contain text of a document.
        logger.error(event, library_id=library_id, fault=faults.describe(error))  # noqa: TRY400
        with metrics.invocation():
            metrics.count_failed_command(commands.registry.REINDEX.name, faults.cause_of(error))
    else:
        logger.warning(event, library_id=library_id, rebuild_requested=requested)
