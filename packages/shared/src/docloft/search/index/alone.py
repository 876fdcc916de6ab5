"""Which of several queries find one document: by the engine itself, over an index in memory that has no other document.
So the words are cut, folded, stemmed and compared as in a search.
"""

from collections.abc import Sequence

import tantivy

from docloft.search.engine.plan import EXPANSIONS, Given, plan
from docloft.search.engine.schema import Entry, document_of, schema
from docloft.search.index.opening import engine_errors
from docloft.search.query.nodes import Query
from docloft.texts import Text

_HEAP_BYTES = 15_000_000
"""The engine's minimum for one thread."""


def matching(entry: Entry, text: Text | None, queries: Sequence[Query]) -> list[bool]:
    """For each query, whether a search for it finds the document, without the correction of typing errors. Raises
    ValueError for a document that cannot be indexed, and ShortageError.
    """
    try:
        document = document_of(entry, text)
    except (TypeError, OverflowError) as error:
        raise ValueError("This document cannot be indexed.") from error
    with engine_errors():
        index = tantivy.Index(schema())
        writer = index.writer(_HEAP_BYTES, 1)
        writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()

        def longer(field: str, beginning: str) -> list[str]:
            return [word for word, _ in searcher.terms_with_prefix(field, beginning, limit=EXPANSIONS)]

        return [bool(searcher.search(plan(query, Given(longer)), 1, count=False).hits) for query in queries]
