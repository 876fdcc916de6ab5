"""Searches a library and returns the current documents."""

from collections.abc import Sequence

from aws_lambda_powertools import Logger

from docloft import commands, faults, index_heads, metrics
from docloft.directory import Lookup
from docloft.search import api as search_api
from docloft.search.api import Position, Results
from docloft.tables.documents import Document

logger = Logger()


def search(
    library_id: str,
    text: str,
    limit: int,
    after: Position | None,
    *,
    names: Lookup,
    order: str | None = None,
    facets: Sequence[str] = (),
    zone: str | None = None,
    exact: bool = False,
    explains: bool = False,
) -> Results[Document]:
    """One page of hits, the first or the one `after` another (see docloft.search.results.run). `names`: of the library.
    `order`: see docloft.search.orders. `facets`: of FACETS. `zone`: the IANA name of the reader's time zone. Any text
    is a valid query. When the index is damaged, returns what can be found and requests a rebuild; also when it is still
    the one of the previous release, which remains in use until then.
    """
    context = search_api.context_of(zone, names)
    reads = index_heads.Reads(library_id, search_api.opened(library_id))
    while True:
        try:
            found = search_api.run(
                library_id,
                text,
                heads=reads.heads,
                limit=limit,
                after=after,
                order=search_api.order_named(order, names.definitions) if order else None,
                facets=facets,
                find_documents=reads.find_documents,
                context=context,
                exact=exact,
                explains=explains,
            )
            # A search without hits may have read nothing yet.
            reads.find_documents(())
            break
        except index_heads.NewerIndexError:
            continue
    if found.is_damaged or found.is_outdated:
        request_rebuild(library_id, "index_damaged" if found.is_damaged else "index_outdated")
    return found


def request_rebuild(library_id: str, event: str) -> None:
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
