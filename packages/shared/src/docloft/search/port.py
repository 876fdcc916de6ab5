"""What search does with an index, by the engine of this stage. `search_engines.Engine` describes each function."""

from collections.abc import Mapping, Sequence

from docloft.search.index.explaining import Explanation
from docloft.search.index.facets import Facet
from docloft.search.index.field_order import FieldOrder
from docloft.search.index.found import Found, Near
from docloft.search.index.groups import Groups
from docloft.search.index.location import Location
from docloft.search.index.manifest import Head
from docloft.search.index.months import Months
from docloft.search.index.neighbours import continued
from docloft.search.index.open_indexes import Heads
from docloft.search.index.ordering import RELEVANCE, Order
from docloft.search.index.totals import Totals
from docloft.search.query.nodes import Query
from docloft.search.search_engines import Apply, Draft, Published, chosen


def location_of(library_id: str) -> Location:
    return chosen().location_of(library_id)


def opened(library_id: str) -> Heads | None:
    return chosen().opened(library_id)


def prepare(library_id: str, heads: Heads) -> None:
    chosen().prepare(library_id, heads)


def find(
    library_id: str,
    query: Query,
    *,
    offset: int,
    limit: int,
    order: Order | FieldOrder = RELEVANCE,
    heads: Heads = {},  # noqa: B006 - read only
) -> Found:
    return chosen().find(library_id, query, offset=offset, limit=limit, order=order, heads=heads)


def count_each(library_id: str, queries: Sequence[Query], heads: Heads) -> list[int]:
    return chosen().count_each(library_id, queries, heads)


def near(library_id: str, query: Query, heads: Heads = {}) -> Near | None:  # noqa: B006 - read only
    return chosen().near(library_id, query, heads)


def explain(library_id: str, query: Query, document_ids: Sequence[str], heads: Heads) -> dict[str, Explanation]:
    return chosen().explain(library_id, query, document_ids, heads)


def count_facets(
    library_id: str,
    query: Query,
    facets: Sequence[str],
    heads: Heads = {},  # noqa: B006 - read only
) -> list[Facet]:
    return chosen().count_facets(library_id, query, facets, heads)


def count_months(
    library_id: str,
    query: Query,
    by: str,
    heads: Heads = {},  # noqa: B006 - read only
) -> Months:
    return chosen().count_months(library_id, query, by, heads)


def count_groups(library_id: str, query: Query, by: str, heads: Heads) -> Groups:
    return chosen().count_groups(library_id, query, by, heads)


def add_up(library_id: str, query: Query, heads: Heads) -> Totals:
    return chosen().add_up(library_id, query, heads)


def complete(library_id: str, beginning: str, limit: int, heads: Heads) -> list[str]:
    """The most frequent words of the library with this beginning, which is kept as it was typed."""
    found = chosen().complete(library_id, beginning, limit, heads)
    return list(dict.fromkeys(continued(beginning, word) for word in found))


def find_similar(library_id: str, document_id: str, text: str, limit: int, heads: Heads) -> list[str]:
    return chosen().find_similar(library_id, document_id, text, limit, heads)


def find_filed(
    library_id: str, document_id: str, texts: Mapping[str, str], limit: int, heads: Heads
) -> dict[str, list[tuple[float, str]]]:
    return chosen().find_filed(library_id, document_id, texts, limit, heads)


def commit(location: Location, apply: Apply, head: Head | None = None, *, about: str = "") -> Published:
    return chosen().commit(location, apply, head, about=about)


def draft_of(location: Location) -> Draft:
    return chosen().draft_of(location)


def forget() -> None:
    chosen().forget()
