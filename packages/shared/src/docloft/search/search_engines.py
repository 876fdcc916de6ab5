"""The search engines, by the names of the stage parameter `search`, and what each of them can do. A new one is a module
with what Engine declares, and a line in ENGINES.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from docloft.search.index import built_in
from docloft.search.index.explaining import Explanation
from docloft.search.index.facets import Facet
from docloft.search.index.field_order import FieldOrder
from docloft.search.index.found import Found, Near
from docloft.search.index.groups import Groups
from docloft.search.index.location import Location
from docloft.search.index.manifest import Head
from docloft.search.index.months import Months
from docloft.search.index.open_indexes import Heads
from docloft.search.index.ordering import Order
from docloft.search.index.totals import Totals
from docloft.search.index.writing import IndexedDocument
from docloft.search.opensearch import opensearch_engine
from docloft.search.query.nodes import Query
from docloft.settings import settings

BUILT_IN = "tantivy"


class Batch(Protocol):
    """Changes to an index that are committed together. `touched`: the documents changed so far, each with the version
    that is now in the index (None: deleted). `covers`: whether a document belongs to what is changed.
    """

    touched: dict[str, int | None]
    covers: Callable[[str], bool]

    def versions(self, document_ids: Iterable[str]) -> dict[str, int]:
        """The versions of these documents in the index before this batch; documents that were not in it are left
        out.
        """

    def put(self, document: IndexedDocument) -> None:
        """Adds a document (see `schema.document_of`), replacing the one with the same id."""

    def delete(self, document_id: str, version: int | None = None, /) -> None:
        """Idempotent. `version`: of the document's record, which is not indexed; None when there is no record."""


Apply = Callable[[Batch], None]
"""The function that makes the changes of one commit. Called again if the commit has to be repeated."""


class Published(Protocol):
    """`head`: of the index, None while it does not contain the whole library."""

    @property
    def head(self) -> Head | None: ...


class Draft(Protocol):
    """An index that is built, and then used. One part of it is open at a time. `versions`: the documents in that part
    and their versions.
    """

    location: Location
    versions: dict[str, int]

    @property
    def ranges(self) -> list[tuple[str, str | None]]:
        """For each part, in order, the ids between which its documents are: greater than the first one, and not greater
        than the second one (None: there is no limit).
        """

    def enter(self, after: str) -> None:
        """Opens a part."""

    def divide(self, following: str) -> None:
        """Begins a new part if this document needs one."""

    def apply(self, change: Apply) -> None:
        """Commits a change to the open part."""

    def save(self) -> None:
        """Saves the unfinished draft."""

    def publish(self, head: Head | None = None, others: Heads = ..., /) -> Head | None:
        """The draft is used from now on. `head` is the index's head in the library table; the caller replaces it with
        the one returned. `others`: the heads of the library with other NAMES. Returns None when other changes were
        published meanwhile: update the documents that `missed` returns, then try again.
        """

    def missed(self) -> set[str] | None:
        """Ids of the documents changed in the published index since it was last compared; None when unknown."""

    def close(self) -> None:
        """Deletes the local files."""


class Engine(Protocol):
    """`NAMES`: the names of the index heads that its functions need. No query makes them raise. If a library's index is
    damaged or does not exist yet, they return what can be found.
    """

    NAMES: tuple[str, ...]

    def location_of(self, library_id: str) -> Location: ...

    def opened(self, library_id: str) -> Heads | None:
        """The heads of the indexes that this process has open of the library: searches need nothing newer to begin.
        None when it has none open.
        """

    def prepare(self, library_id: str, heads: Heads) -> None:
        """Opens the library's indexes, so that the next search need not."""

    def find(
        self,
        library_id: str,
        query: Query,
        *,
        offset: int,
        limit: int,
        order: Order | FieldOrder = ...,
        heads: Heads = ...,
    ) -> Found:
        """Hits `offset` to `offset + limit` in this order, at most the first LAST_PLACE."""

    def count_each(self, library_id: str, queries: Sequence[Query], heads: Heads, /) -> list[int]:
        """The number of hits of each query."""

    def near(self, library_id: str, query: Query, heads: Heads = ..., /) -> Near | None:
        """For a query with few hits: its words that occur nowhere in the library, or else those of a few documents
        while many have a similar word; and documents with the similar words. None when there is no such word.
        """

    def explain(
        self, library_id: str, query: Query, document_ids: Sequence[str], heads: Heads, /
    ) -> dict[str, Explanation]:
        """How the scores of these documents were computed, by id; without those that the query does not find."""

    def count_facets(self, library_id: str, query: Query, names: Sequence[str], heads: Heads = ..., /) -> list[Facet]:
        """Counts these facets (`selections.FACETS`) over all hits."""

    def count_months(self, library_id: str, query: Query, by: str, heads: Heads = ..., /) -> Months:
        """Counts the hits by month of a field (`months.FIELDS`), in the time zone of the query."""

    def count_groups(self, library_id: str, query: Query, by: str, heads: Heads, /) -> Groups:
        """Counts the hits by a field of which a document has one value at most (`groups.FIELDS`)."""

    def add_up(self, library_id: str, query: Query, heads: Heads, /) -> Totals:
        """Sums over the hits."""

    def complete(self, library_id: str, beginning: str, limit: int, heads: Heads, /) -> list[str]:
        """The most frequent words of the library with this beginning, folded."""

    def find_similar(self, library_id: str, document_id: str, text: str, limit: int, heads: Heads, /) -> list[str]:
        """Ids of the documents in the archive that share the most distinctive words with this text of a document, best
        first.
        """

    def find_filed(
        self, library_id: str, document_id: str, texts: Mapping[str, str], limit: int, heads: Heads, /
    ) -> dict[str, list[tuple[float, str]]]:
        """By keyword field, the documents with a value of it that are most like this one in the given part of its text:
        how like (1 is like the document itself), and the id, best first.
        """

    def commit(self, location: Location, apply: Apply, head: Head | None = None, *, about: str = "") -> Published:
        """Makes one commit to the part of the index that the document `about` belongs to; then the caller advances the
        head of the index. Raises NoIndexError and DamagedIndexError when the index must be rebuilt. Commits to
        different indexes may run in several threads.
        """

    def draft_of(self, location: Location) -> Draft:
        """Begins a rebuild, or continues an unfinished one."""

    def forget(self) -> None:
        """Drops everything that this process has open."""


ENGINES: Mapping[str, Engine] = {BUILT_IN: built_in, "opensearch": opensearch_engine}

HEAD_NAMES = {name: engine.NAMES for name, engine in ENGINES.items()}


def chosen() -> Engine:
    """The engine of this stage. Tools and measurements, which have no stage, use the one that is built in."""
    return ENGINES[settings().search_engine or BUILT_IN]
