"""The engine `opensearch` (see docloft.search.search_engines)."""

from docloft.search.index.location import Location
from docloft.search.index.open_indexes import Heads
from docloft.search.opensearch import client, reads
from docloft.search.opensearch.bulk_writes import commit
from docloft.search.opensearch.completeness import NAME, NAMES
from docloft.search.opensearch.counting import add_up, count_facets, count_groups, count_months
from docloft.search.opensearch.hits import count_each, find, near
from docloft.search.opensearch.likeness import complete, find_filed, find_similar
from docloft.search.opensearch.refilling import draft_of
from docloft.search.opensearch.score_trees import explain

__all__ = [
    "NAMES",
    "add_up",
    "commit",
    "complete",
    "count_each",
    "count_facets",
    "count_groups",
    "count_months",
    "draft_of",
    "explain",
    "find",
    "find_filed",
    "find_similar",
    "forget",
    "location_of",
    "near",
    "opened",
    "prepare",
]


def location_of(library_id: str) -> Location:
    return Location(library_id, NAME)


def opened(library_id: str) -> Heads | None:
    """None: a search reads the heads first, because nothing of the index is in this process."""
    del library_id
    return None


def prepare(library_id: str, heads: Heads) -> None:
    """Connects, and wakes a collection that was scaled to zero."""
    del heads
    reads.search(library_id, {"match_none": {}}, size=0)


def forget() -> None:
    client.forget()
