"""Rebuilds a library in OpenSearch: in place, because each document has a version, so it is never replaced by an older
one. What is in the index already is not written again, so a rebuild that was cut off continues where it stopped.
"""

from collections.abc import Callable

from docloft import objects
from docloft.search.index.location import NAMES, Location
from docloft.search.index.manifest import Head
from docloft.search.index.open_indexes import Heads
from docloft.search.opensearch import client, completeness, reads
from docloft.search.opensearch.bulk_writes import Batch
from docloft.search.opensearch.dsl import Clause

_MOST_DOCUMENTS = 100_000_000
_EVERYTHING: Clause = {"match_all": {}}
_BY_ID = ({"id": {"order": "asc"}},)


class Draft:
    """See docloft.search.search_engines.Draft. There is one part, which has all documents."""

    def __init__(self, location: Location) -> None:
        client.create()
        self.location = location
        self.versions = _all_versions(location.library_id)

    @property
    def ranges(self) -> list[tuple[str, str | None]]:
        return [("", None)]

    def enter(self, after: str) -> None:
        pass

    def divide(self, following: str) -> None:
        pass

    def apply(self, change: Callable[[Batch], None]) -> None:
        batch = Batch(self.location.library_id)
        change(batch)
        batch.send()
        for document_id, version in batch.touched.items():
            if version is None:
                self.versions.pop(document_id, None)
            else:
                self.versions[document_id] = version

    def save(self) -> None:
        pass

    def publish(self, head: Head | None = None, others: Heads = {}) -> Head | None:  # noqa: B006 - read only
        """From now on, the library counts as complete. The manifest of the built-in index is deleted: it is not updated
        any more, and a stage that returns to that engine recognises by this that it has to be rebuilt.
        """
        heads = {**others, **({completeness.NAME: head} if head else {})}
        advanced = completeness.advanced(head, heads, len(self.versions))
        if advanced is not None:
            built_in = Location(self.location.library_id, NAMES[0])
            for one in (built_in, built_in.previous):
                objects.remove(one.manifest_key)
        return advanced

    def missed(self) -> set[str] | None:
        return None

    def close(self) -> None:
        pass


def draft_of(location: Location) -> Draft:
    return Draft(location)


def _all_versions(library_id: str) -> dict[str, int]:
    """The version of each document that searches find. One that was written a moment ago is written again."""
    found: dict[str, int] = {}
    for page in reads.pages(library_id, _EVERYTHING, _BY_ID, _MOST_DOCUMENTS, version=True):
        versions = [int(hit["_version"]) for hit in page["hits"]["hits"]]
        found.update(zip(reads.ids(library_id, page), versions, strict=True))
    return found
