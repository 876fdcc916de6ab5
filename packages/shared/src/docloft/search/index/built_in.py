"""The built-in engine: one Tantivy index for each library, stored in S3 (see docloft.search.search_engines)."""

from docloft.search.index import open_indexes, writing
from docloft.search.index.drafts import draft_of
from docloft.search.index.finding import (
    add_up,
    complete,
    count_each,
    count_facets,
    count_groups,
    count_months,
    explain,
    find,
    find_filed,
    find_similar,
    near,
)
from docloft.search.index.location import NAMES, location_of
from docloft.search.index.open_indexes import opened, prepare
from docloft.search.index.writing import commit

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


def forget() -> None:
    """Drops all local copies of this process (for tests and measurements)."""
    open_indexes.forget()
    writing.forget()
