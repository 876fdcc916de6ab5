"""Finds the known word that a mistyped one most likely stands for."""

from collections import Counter
from collections.abc import Iterable

from docloft.search.text.folding import fold, plain
from docloft.search.text.pieces import pieces


def tolerance(word: str) -> int:
    """Edits allowed in a folded word: none in short words, and none in numbers because each digit matters."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def closest(word: str, texts: Iterable[str]) -> str | None:
    """The word in the texts nearest to a folded word within its tolerance, in lower case as written there: fewest edits
    first, then the same first letter, then the most frequent. None when there is none.
    """
    allowed = tolerance(word)
    seen: Counter[str] = Counter()
    writings: dict[str, str] = {}
    for text in texts:
        for piece in pieces(text):
            if not piece.dense and abs(len(piece.text) - len(word)) <= allowed + 2:
                folded = fold(piece.text)
                seen[folded] += 1
                writings.setdefault(folded, plain(piece.text))
    near = []
    for folded, count in seen.items():
        if are_alike(word, folded, allowed) and 0 < (edits := distance(word, folded)) <= allowed:
            near.append((edits, folded[0] != word[0], -count, folded))
    return writings[min(near)[3]] if near else None


def are_alike(one: str, other: str, edits: int) -> bool:
    """Whether two words may be within this many edits: an edit changes the length by at most one, and replaces at most
    one letter. A cheap filter before `distance`.
    """
    return abs(len(one) - len(other)) <= edits and len(set(one).symmetric_difference(other)) <= 2 * edits


def distance(one: str, other: str) -> int:
    """Optimal string alignment: insert, delete, replace, or swap two neighbours, one edit each."""
    row = before = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        older, before = before, row
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
