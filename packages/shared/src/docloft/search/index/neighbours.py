"""Words that begin alike, and documents with the same words, as the engine's dictionary has them."""

from collections import Counter
from collections.abc import Iterable, Sequence

import tantivy
from tantivy import Occur

from docloft.search.engine.schema import schema
from docloft.search.query.flags import Flag
from docloft.search.text.folding import fold, spellings
from docloft.search.text.pieces import pieces

SHORTEST_COMPLETED = 2
"""The engine counts every word with the beginning."""

_MOST_CHARACTERS = 20_000
"""How much of a document's text is used to find similar documents."""
MOST_TERMS = 25
_SHORTEST_TERM = 3
_IN_TRASH = tantivy.Query.term_query(schema(), "flags", Flag.TRASHED)


def words(searchers: Iterable[tantivy.Searcher], beginning: str, limit: int) -> list[str]:
    """The most frequent words with this beginning, folded as in the index; see `beginnings`."""
    counts: Counter[str] = Counter()
    starts = beginnings(beginning)
    for searcher in searchers:
        for start in starts:
            counts.update(dict(searcher.terms_with_prefix("words", start, limit=limit)))
    return sorted(counts, key=lambda word: (-counts[word], word))[:limit]


def similar(searchers: Iterable[tantivy.Searcher], document_id: str, text: str, limit: int) -> list[str]:
    """Ids of the documents in the archive that share the most distinctive words with this text of a document, best
    first. A word counts more the fewer documents have it.
    """
    folded = distinctive_words(text)
    if not folded:
        return []
    others = [(Occur.MustNot, _itself(document_id)), (Occur.MustNot, _IN_TRASH)]
    query = tantivy.Query.boolean_query([(Occur.Must, _alike(folded)), *others])
    return [found_id for _, found_id in _best(searchers, query, limit)]


def filed(
    searchers: Sequence[tantivy.Searcher], document_id: str, text: str, field: str, limit: int
) -> list[tuple[float, str]]:
    """The documents in the archive that have a value of a keyword field, such as a sender, and are most like the
    indexed document with this id in the words of a part of its text: how like (1 is like the document itself), and the
    id, best first. Empty if the document is not in the index, or no other document has any of the words.
    """
    folded = folded_words(text)
    if not folded:
        return []
    alike, itself = _alike(folded), _itself(document_id)
    own = _best(searchers, tantivy.Query.boolean_query([(Occur.Must, alike), (Occur.Must, _unscored(itself))]), 1)
    if not own:
        return []
    has_value = _unscored(tantivy.Query.exists_query(field))
    others = [(Occur.Must, has_value), (Occur.MustNot, itself), (Occur.MustNot, _IN_TRASH)]
    found = _best(searchers, tantivy.Query.boolean_query([(Occur.Must, alike), *others]), limit)
    return [(score / own[0][0], found_id) for score, found_id in found]


def beginnings(typed: str) -> list[str]:
    """The beginning of a word, folded, in all spellings of its umlauts; none for less than SHORTEST_COMPLETED letters,
    and for more than one word.
    """
    cut = list(pieces(typed))
    if len(cut) != 1 or cut[0].dense or len(fold(cut[0].text)) < SHORTEST_COMPLETED:
        return []
    return [start for (start,) in spellings([cut[0].text]) if len(start) >= SHORTEST_COMPLETED]


def continued(typed: str, word: str) -> str:
    """A word that begins as in `beginnings`, with its beginning as it was typed: `üb` and `uberweisung` make
    `überweisung`.
    """
    written = "".join(piece.text for piece in pieces(typed)).lower()
    return next((written + word[len(start) :] for start in beginnings(typed) if word.startswith(start)), word)


def distinctive_words(text: str) -> list[str]:
    """The words of a text by which similar documents are found: short words and numbers are not."""
    return [word for word in folded_words(text) if len(word) >= _SHORTEST_TERM and not word.isdecimal()]


def folded_words(text: str) -> list[str]:
    """The words in the beginning of a text."""
    cut = (piece for piece in pieces(text[:_MOST_CHARACTERS]) if not piece.dense and not piece.loose)
    return [fold(piece.text) for piece in cut]


def _alike(words: Iterable[str]) -> tantivy.Query:
    """Finds documents with the most distinctive of these words: those that the fewest documents have."""
    return tantivy.Query.more_like_this_document_fields_query(
        schema(),
        {"words": [" ".join(words)]},
        min_doc_frequency=1,
        min_term_frequency=1,
        max_query_terms=MOST_TERMS,
    )


def _itself(document_id: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema(), "id", document_id)


def _unscored(query: tantivy.Query) -> tantivy.Query:
    """A condition: the engine adds the score of every part of a query otherwise."""
    return tantivy.Query.const_score_query(query, 0.0)


def _best(searchers: Iterable[tantivy.Searcher], query: tantivy.Query, limit: int) -> list[tuple[float, str]]:
    """Scores and ids, best first."""
    found = [
        (score, str(searcher.doc(address)["id"][0]))
        for searcher in searchers
        for score, address in searcher.search(query, limit, count=False).hits
    ]
    return sorted(found, key=lambda hit: (-hit[0], hit[1]))[:limit]
