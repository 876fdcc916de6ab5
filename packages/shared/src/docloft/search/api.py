"""Everything in search that other packages may import. It loads the search engine, so only functions that search or
index import it.

    run                                          to find documents
    mark_page                                    to mark a page
    count                                        to count hits only
    find_pages                                   to list the pages of a document that match
    matching                                     to know which queries find one document
    commit(location_of(library_id), apply, head) to change an index
    draft_of(location_of(library_id))            to rebuild an index
    make_vocabulary                              to store with a text, which searches then need not split into words

Tests and measurements also use the single steps of a search: parse, plan, find, filed, near, needles, divided, show.
"""

from docloft.search import port
from docloft.search.engine.plan import EXPANSIONS, Given, plan
from docloft.search.engine.schema import INDEXED_STATES, Entry, document_of, schema
from docloft.search.index.alone import matching
from docloft.search.index.explaining import MOST_EXPLAINED, MOST_PARTS
from docloft.search.index.facets import Facet
from docloft.search.index.found import LONGEST_KEPT, Found
from docloft.search.index.groups import FIELDS as GROUPED
from docloft.search.index.groups import Groups
from docloft.search.index.location import Location
from docloft.search.index.manifest import DamagedIndexError, Head
from docloft.search.index.months import Months
from docloft.search.index.neighbours import filed, folded_words
from docloft.search.index.open_indexes import Heads
from docloft.search.index.ordering import DEEPEST, LAST_PLACE, ORDERS, Order
from docloft.search.index.totals import Totals
from docloft.search.index.writing import NoIndexError
from docloft.search.orders import order_named
from docloft.search.port import (
    add_up,
    commit,
    complete,
    count_facets,
    count_groups,
    count_months,
    draft_of,
    find,
    find_filed,
    find_similar,
    location_of,
    near,
    opened,
)
from docloft.search.positions import Position, decode
from docloft.search.query.context import Context, FindIds, context_of
from docloft.search.query.field_facets import FIELD as FIELD_FACET
from docloft.search.query.field_facets import facet_of, field_of
from docloft.search.query.nodes import Query
from docloft.search.query.notices import SENTENCES, Notice
from docloft.search.query.parser import parse
from docloft.search.query.selections import FACETS, written, written_value
from docloft.search.results import Candidate, Count, Hit, Results, count, find_pages, mark_page, run
from docloft.search.search_engines import BUILT_IN, HEAD_NAMES, Apply, Batch, Draft
from docloft.search.shown import cached_texts
from docloft.search.shown.marks import PageMarks
from docloft.search.shown.matching import needles
from docloft.search.shown.searchable_text import divided
from docloft.search.shown.snippets import MAX_MORE_PAGES, PageMatches, Shown, Snippet, list_pages, show
from docloft.search.text.title_order import sort_title
from docloft.search.vocabulary import make as make_vocabulary

__all__ = [
    "BUILT_IN",
    "DEEPEST",
    "EXPANSIONS",
    "FACETS",
    "FIELD_FACET",
    "GROUPED",
    "HEAD_NAMES",
    "INDEXED_STATES",
    "LAST_PLACE",
    "LONGEST_KEPT",
    "MAX_MORE_PAGES",
    "MOST_EXPLAINED",
    "MOST_PARTS",
    "ORDERS",
    "SENTENCES",
    "Apply",
    "Batch",
    "Candidate",
    "Context",
    "Count",
    "DamagedIndexError",
    "Draft",
    "Entry",
    "Facet",
    "FindIds",
    "Found",
    "Given",
    "Groups",
    "Head",
    "Heads",
    "Hit",
    "Location",
    "Months",
    "NoIndexError",
    "Notice",
    "Order",
    "PageMarks",
    "PageMatches",
    "Position",
    "Query",
    "Results",
    "Shown",
    "Snippet",
    "Totals",
    "add_up",
    "commit",
    "complete",
    "context_of",
    "count",
    "count_facets",
    "count_groups",
    "count_months",
    "decode",
    "divided",
    "document_of",
    "draft_of",
    "facet_of",
    "field_of",
    "filed",
    "find",
    "find_filed",
    "find_pages",
    "find_similar",
    "folded_words",
    "forget",
    "list_pages",
    "location_of",
    "make_vocabulary",
    "mark_page",
    "matching",
    "near",
    "needles",
    "opened",
    "order_named",
    "parse",
    "plan",
    "run",
    "schema",
    "show",
    "sort_title",
    "written",
    "written_value",
]


def forget() -> None:
    """Drops all local copies and cached texts of this process (for tests and measurements)."""
    port.forget()
    cached_texts.forget()
