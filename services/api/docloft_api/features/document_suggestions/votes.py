"""Which values of similar documents are suggested: those whose documents have words in common that no other similar
document has but the new one does. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from docloft.search.api import folded_words
from docloft.suggestions import Fact

Marks = frozenset[tuple[str, ...]]
"""The words of a part of a text, each two that follow each other in a line, and whole lines. Between senders that share
all their words, such as "North Energy" and "West Print" with "North Print", only the pairs and lines differ.
"""

_LEAST_VOTERS = 2
"""More than one, because a single document could have been filed wrongly."""
_MOST_VOTERS = 3
"""Only the most similar ones vote: a sender may have several forms of letters, and more of them would have too little
in common. A tag needs all three, because a document has many tags.
"""
_LEAST_ALIKE = {Fact.SENDER: 0.3, Fact.KIND: 0.3, Fact.TAG: 0.5}
_CLOSE = 0.6
"""Letters of different senders from the same town are less alike than this. Below it, marks count only if there are
similar documents with another value or none to compare with, and a sender needs more of them.
"""
_LEAST_MARKS = {Fact.SENDER: 3, Fact.KIND: 1, Fact.TAG: 1}
"""How many marks only the documents of a value must have, unless they are close. A word on a line of its own, which two
letters may have in common by chance, has two; a name that differs from others in one word has three: the word, the
pair, and the line. A kind is often one word.
"""
_LEAST_SHARED = 0.75
"""The share of the marks of a value that a document needs. Less than all: a word may be misread, and documents of a
value may have something in common by chance. Both measured by bench.learning.
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`alike`: how similar; 1 is as similar as the document to itself. `values`: ids of current names."""

    alike: float
    document_id: str
    values: tuple[str, ...]
    marks: Marks


def marks_of(part: str) -> Marks:
    found: set[tuple[str, ...]] = set()
    for line in part.splitlines():
        words = folded_words(line)
        found.update((word,) for word in words)
        found.update(pairwise(words))
        if words:
            # A line of one word is more than this word somewhere.
            found.add(("", *words))
    return frozenset(found)


def agreed(
    fact: Fact, marks: Marks, neighbours: Sequence[Neighbour], others: Collection[Neighbour] = ()
) -> list[tuple[str, float]]:
    """The values of these neighbours, the most similar first, that are suggested for a document with these marks; each
    with a confidence from 0 to 1. `others`: further documents that were filed, perhaps without a value.
    """
    values = dict.fromkeys(value for one in neighbours for value in one.values)
    supported = [
        (value, share) for value in values if (share := _share(fact, value, marks, neighbours, others)) >= _LEAST_SHARED
    ]
    return supported if fact == Fact.TAG or len(supported) == 1 else []


def _share(
    fact: Fact, value: str, marks: Marks, neighbours: Sequence[Neighbour], others: Collection[Neighbour]
) -> float:
    """How many of the marks that all voters for a value have, and no other neighbour, are among these marks, as a
    share.
    """
    voters = [one for one in neighbours if value in one.values][:_MOST_VOTERS]
    least = _MOST_VOTERS if fact == Fact.TAG else _LEAST_VOTERS
    opponents = [one for one in (*neighbours, *others) if value not in one.values]
    if len(voters) < least or voters[0].alike < _LEAST_ALIKE[fact]:
        return 0.0
    is_close = voters[0].alike >= _CLOSE
    if not (is_close or opponents):
        return 0.0
    common = frozenset.intersection(*(one.marks for one in voters))
    distinctive = common.difference(*(one.marks for one in opponents))
    return (
        len(distinctive & marks) / len(distinctive)
        if len(distinctive) >= (1 if is_close else _LEAST_MARKS[fact])
        else 0.0
    )
