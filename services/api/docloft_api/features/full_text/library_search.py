"""Searches a library and returns the current documents."""

from collections.abc import Callable, Sequence

from aws_lambda_powertools import Logger

from docloft import commands, directory, faults, index_heads, metrics, tables
from docloft.documents import states
from docloft.ids import content_of
from docloft.search import api as search_api
from docloft.search.api import Candidate, Heads, Position, Results
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
    names = directory.Lookup(library_id)
    context = search_api.context_of(zone, names.find_ids, names.find_fields, names.keep_years)
    opened = search_api.opened(library_id)

    def run(reads: _Reads) -> Results[Document]:
        return search_api.run(
            library_id,
            text,
            heads=reads.heads,
            limit=limit,
            after=after,
            order=search_api.ORDERS[order] if order else None,
            facets=facets,
            find_documents=reads.find_documents,
            context=context,
            exact=exact,
            explains=explains,
        )

    found = _of_newest(library_id, opened, run)
    if found.is_damaged or found.is_outdated:
        request_rebuild(library_id, "index_damaged" if found.is_damaged else "index_outdated")
    return found


class _NewerIndexError(Exception):
    """A search has to be repeated with these heads."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads


class _Reads:
    """What a search reads from the tables. `is_current`: `heads` are known to be those of the published indexes."""

    def __init__(self, library_id: str, heads: Heads, *, is_current: bool) -> None:
        self.heads = heads
        self._library_id = library_id
        self._is_current = is_current

    def find_documents(self, document_ids: Sequence[str]) -> list[Candidate[Document]]:
        """Raises _NewerIndexError unless `heads` are current."""
        return [
            Candidate(
                document,
                document_id=document.document_id,
                content_id=content_of(document),
                version=int(document.version),
                title=document.title,
                file_name=document.file_name,
                has_text=bool(document.has_text),
                in_trash=bool(document.trashed_at),
            )
            for document in self._read(document_ids)
            if states.is_archived(document.state)
        ]

    def check(self) -> None:
        """Raises _NewerIndexError unless `heads` are current."""
        if not self._is_current:
            self._read(())

    def _read(self, document_ids: Sequence[str]) -> list[Document]:
        if self._is_current:
            return tables.together.find(self._library_id, document_ids, ()).documents
        heads, documents = index_heads.find_with_documents(self._library_id, document_ids)
        if heads != self.heads:
            raise _NewerIndexError(heads)
        self._is_current = True
        return documents


def _of_newest(library_id: str, opened: Heads | None, run: Callable[[_Reads], Results[Document]]) -> Results[Document]:
    """Searches what is published now. An instance that has the indexes open searches them at once, and reads together
    with the documents whether they are still the newest: most searches wait for the tables once instead of twice.
    """
    if opened is None:
        return run(_Reads(library_id, index_heads.find(library_id), is_current=True))
    reads = _Reads(library_id, opened, is_current=False)
    try:
        found = run(reads)
        reads.check()
    except _NewerIndexError as newer:
        return run(_Reads(library_id, newer.heads, is_current=True))
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
