"""Words that begin alike, and documents with the same words, as the engine's dictionary has them."""

from collections import Counter
from collections.abc import Iterable

import tantivy
from tantivy import Occur

from docloft.search.engine.schema import schema
from docloft.search.query.flags import Flag
from docloft.search.text.folding import fold
from docloft.search.text.pieces import pieces

SHORTEST_COMPLETED = 2
"""The engine counts every word with the beginning."""

_MOST_CHARACTERS = 20_000
"""Of the text that similar documents are searched for with."""
_MOST_TERMS = 25
_SHORTEST_TERM = 3
_IN_TRASH = tantivy.Query.term_query(schema(), "flags", Flag.TRASHED)


def words(searchers: Iterable[tantivy.Searcher], beginning: str, limit: int) -> list[str]:
    """The most frequent words with this beginning, folded as in the index; none for less than SHORTEST_COMPLETED
    letters, and for more than one word.
    """
    cut = list(pieces(beginning))
    start = fold(cut[0].text) if len(cut) == 1 and not cut[0].dense else ""
    if len(start) < SHORTEST_COMPLETED:
        return []
    counts: Counter[str] = Counter()
    for searcher in searchers:
        counts.update(dict(searcher.terms_with_prefix("words", start, limit=limit)))
    return sorted(counts, key=lambda word: (-counts[word], word))[:limit]


def similar(searchers: Iterable[tantivy.Searcher], document_id: str, text: str, limit: int) -> list[str]:
    """Ids of the documents in the archive that share the most distinctive words with this text of a document, best
    first. A word counts more the fewer documents have it.
    """
    cut = (piece for piece in pieces(text[:_MOST_CHARACTERS]) if not piece.dense and not piece.loose)
    folded = " ".join(word for piece in cut if len(word := fold(piece.text)) >= _SHORTEST_TERM and not word.isdecimal())
    if not folded:
        return []
    alike = tantivy.Query.more_like_this_document_fields_query(
        schema(),
        {"words": [folded]},
        min_doc_frequency=1,
        min_term_frequency=1,
        max_query_terms=_MOST_TERMS,
    )
    itself = tantivy.Query.term_query(schema(), "id", document_id)
    query = tantivy.Query.boolean_query([(Occur.Must, alike), (Occur.MustNot, itself), (Occur.MustNot, _IN_TRASH)])
    found = [
        (score, str(searcher.doc(address)["id"][0]))
        for searcher in searchers
        for score, address in searcher.search(query, limit, count=False).hits
    ]
    return [found_id for _, found_id in sorted(found, key=lambda hit: (-hit[0], hit[1]))[:limit]]
