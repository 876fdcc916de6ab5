"""Words that begin alike, and documents with the same words, in OpenSearch (see docloft.search.search_engines)."""

from collections.abc import Mapping, Sequence

from docloft.search.engine.building import escaped
from docloft.search.index.neighbours import MOST_TERMS, beginnings, distinctive_words, folded_words
from docloft.search.index.open_indexes import Heads
from docloft.search.opensearch import reads
from docloft.search.opensearch.dsl import Clause
from docloft.search.query.flags import Flag

_EVERYTHING: Clause = {"match_all": {}}
_IN_TRASH: Clause = {"term": {"flags": {"value": Flag.TRASHED}}}


def complete(library_id: str, beginning: str, limit: int, _heads: Heads) -> list[str]:
    """Only words of titles and file names: the words of texts have no counts by library."""
    starts = beginnings(beginning)
    if not starts:
        return []
    include = "|".join(f"{escaped(start)}.*" for start in starts)
    words = {"terms": {"field": "title_words", "include": include, "size": limit}}
    found = reads.search(library_id, _EVERYTHING, size=0, aggs={"words": words})
    return [] if found is None else [str(one["key"]) for one in found["aggregations"]["words"]["buckets"]]


def find_similar(library_id: str, document_id: str, text: str, limit: int, _heads: Heads) -> list[str]:
    words = distinctive_words(text)
    if not words:
        return []
    return [found_id for _, found_id in _best(library_id, _but(document_id, [_alike(words)]), limit)]


def find_filed(
    library_id: str, document_id: str, texts: Mapping[str, str], limit: int, _heads: Heads
) -> dict[str, list[tuple[float, str]]]:
    return {field: _filed(library_id, document_id, text, field, limit) for field, text in texts.items()}


def _filed(library_id: str, document_id: str, text: str, field: str, limit: int) -> list[tuple[float, str]]:
    words = folded_words(text)
    if not words:
        return []
    alike = _alike(words)
    own = _best(library_id, {"bool": {"must": [alike], "filter": [_itself(document_id)]}}, 1)
    if not own:
        return []
    found = _best(library_id, _but(document_id, [alike], [{"exists": {"field": field}}]), limit)
    return [(score / own[0][0], found_id) for score, found_id in found]


def _alike(words: Sequence[str]) -> Clause:
    """Finds documents with the most distinctive of these words: those that the fewest documents have, of all libraries
    together.
    """
    return {
        "more_like_this": {
            "fields": ["words"],
            "like": [" ".join(words)],
            "min_term_freq": 1,
            "min_doc_freq": 1,
            "max_query_terms": MOST_TERMS,
            "minimum_should_match": "1",
        }
    }


def _itself(document_id: str) -> Clause:
    return {"term": {"id": {"value": document_id}}}


def _but(document_id: str, must: Sequence[Clause], conditions: Sequence[Clause] = ()) -> Clause:
    """Other documents in the archive."""
    return {"bool": {"must": list(must), "filter": list(conditions), "must_not": [_itself(document_id), _IN_TRASH]}}


def _best(library_id: str, query: Clause, limit: int) -> list[tuple[float, str]]:
    """Scores and ids, best first."""
    sort = [{"_score": {"order": "desc"}}, {"id": {"order": "asc"}}]
    found = reads.search(library_id, query, size=limit, sort=sort)
    if found is None:
        return []
    scores = [float(hit["_score"]) for hit in found["hits"]["hits"]]
    return list(zip(scores, reads.ids(library_id, found), strict=True))
