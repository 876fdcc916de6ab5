"""What a search of the documents finds."""

from dataclasses import dataclass

from docloft.search.query.nodes import Word

LONGEST_KEPT = 120
"""The most ids of a result that a process keeps for the next time: 2 MB of memory in all."""


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of documents in order, and the number of all hits. `is_damaged`: hits may be missing, because an index
    is damaged. `is_outdated`: an index is still the one of the previous release, and has to be rebuilt.
    """

    document_ids: list[str]
    total: int
    is_damaged: bool = False
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Words that were probably mistyped, and documents with similar words (best first). `are_unknown`: no document
    contains the words; otherwise a few do.
    """

    words: list[Word]
    document_ids: list[str]
    are_unknown: bool
