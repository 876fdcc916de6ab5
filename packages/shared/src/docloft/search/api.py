"""All of search that other packages may import. It loads the search engine, so only functions that search or index
import it.

    parse -> find (or near, correct, find) -> prefetch_texts, load_text, show    to find documents
    parse -> needles -> mark                                                         to mark a page
    commit(shard_for(...), apply)                                                    to change an index
    Draft(shard)                                                                     to rebuild an index
"""

from docloft.search.engine.schema import INDEXED_STATES, Entry, document_of
from docloft.search.index import reading, writing
from docloft.search.index.drafts import Draft
from docloft.search.index.manifest import DamagedIndexError
from docloft.search.index.reading import DEEPEST, Found, Near, find, near
from docloft.search.index.store import Shard, shard_for, shards_of
from docloft.search.index.writing import Apply, Batch, NoIndexError, commit
from docloft.search.query.corrections import correct
from docloft.search.query.nodes import Query
from docloft.search.query.parser import parse
from docloft.search.shown import cached_texts
from docloft.search.shown.cached_texts import load as load_text
from docloft.search.shown.cached_texts import prefetch as prefetch_texts
from docloft.search.shown.marks import PageMarks, mark
from docloft.search.shown.matching import needles
from docloft.search.shown.snippets import Shown, Snippet, show

__all__ = [
    "DEEPEST",
    "INDEXED_STATES",
    "Apply",
    "Batch",
    "DamagedIndexError",
    "Draft",
    "Entry",
    "Found",
    "Near",
    "NoIndexError",
    "PageMarks",
    "Query",
    "Shard",
    "Shown",
    "Snippet",
    "commit",
    "correct",
    "document_of",
    "find",
    "forget",
    "load_text",
    "mark",
    "near",
    "needles",
    "parse",
    "prefetch_texts",
    "shard_for",
    "shards_of",
    "show",
]


def forget() -> None:
    """Drops all local copies and cached texts of this process (for tests and measurements)."""
    reading.forget()
    writing.forget()
    cached_texts.forget()
