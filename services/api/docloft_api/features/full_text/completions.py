"""Completions of the last word of a query: words, titles and names of the library."""

from enum import StrEnum
from typing import NamedTuple

from docloft import directory, index_heads, name_spellings
from docloft.search import api as search_api
from docloft.search.api import ORDERS
from docloft_api import found_documents

MOST_OF_A_KIND = 5
SHORTEST = 2
"""The fewest letters that are completed."""

_FACETS = {directory.What.SENDER: "sender", directory.What.KIND: "kind", directory.What.TAG: "tag"}


class Kind(StrEnum):
    """What a completion is."""

    WORD = "word"
    TITLE = "title"
    SENDER = "sender"
    KIND = "kind"
    TAG = "tag"


class Completion(NamedTuple):
    """`query`: the text that replaces the typed beginning. `document_id`: for a title."""

    kind: Kind
    text: str
    query: str
    document_id: str | None = None


def find(library_id: str, beginning: str) -> list[Completion]:
    """At most MOST_OF_A_KIND of each kind: names, then titles, then words."""
    beginning = beginning.strip()
    if len(beginning) < SHORTEST:
        return []
    heads = index_heads.find(library_id)
    words = search_api.complete(library_id, beginning, MOST_OF_A_KIND, heads)
    return [
        *_names(library_id, beginning),
        *_titles(library_id, beginning, heads),
        *(Completion(Kind.WORD, word, word) for word in words),
    ]


def _names(library_id: str, beginning: str) -> list[Completion]:
    names = directory.read(library_id)
    found = []
    for what, facet in _FACETS.items():
        matching = [one for one in names.shown() if one.what == what and name_spellings.matches(beginning, one.name)]
        found += [
            Completion(Kind(what.value), one.name, search_api.written(facet, one.name, one.name_id))
            for one in matching[:MOST_OF_A_KIND]
        ]
    return found


def _titles(library_id: str, beginning: str, heads: search_api.Heads) -> list[Completion]:
    query = search_api.parse(" ".join(f"title:{word}*" for word in beginning.split()))
    newest = search_api.find(library_id, query, offset=0, limit=MOST_OF_A_KIND, order=ORDERS["-added"], heads=heads)
    return [
        Completion(Kind.TITLE, one.title, f'title:"{one.title.replace(chr(34), " ")}"', one.document_id)
        for one in found_documents.current(library_id, newest.document_ids)
        # A document is found by its file name as well.
        if name_spellings.matches(beginning, one.title)
    ]
