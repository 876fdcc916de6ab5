"""Sketches of texts, by which near-duplicates are found: the same letter scanned twice, or a PDF that was saved again.

The words of a text are hashed into BANDS * ROWS bins, and the least hash of each bin is kept (MinHash with one
permutation: Li, Owen, Zhang, One Permutation Hashing, 2012). Two texts with a share s of equal words have a bin in
common with a probability of s, and one band of ROWS bins with 1 - (1 - s^ROWS)^BANDS: 99.7 % for s = 0.8.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

BANDS, ROWS = 8, 3

FEWEST_WORDS = 20
"""The fewest words of a text: a shorter one looks like too many others."""

_EXAMINED = 200_000
"""Characters."""

# Recognising a scan misreads some words. A monthly invoice differs from the previous one in dates, amounts and numbers,
# and otherwise has the same words.
_LEAST_WORDS, _LEAST_NUMBERS = 0.8, 0.75

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d(?:[.,]?\d)*")
_SHORTEST_NUMBER = 3


@dataclass(frozen=True)
class Words:
    """How often a text has each word, and each number of at least three digits, without its separators."""

    words: Counter[str]
    numbers: Counter[str]


def words_of(pages: Sequence[str]) -> Words:
    """Counts the words and numbers in the first 200,000 characters."""
    text = "\n".join(pages)[:_EXAMINED].casefold()
    numbers = ("".join(filter(str.isdigit, number)) for number in _NUMBER.findall(text))
    return Words(
        Counter(word for word in _WORD.findall(text) if len(word) > 1),
        Counter(number for number in numbers if len(number) >= _SHORTEST_NUMBER),
    )


def bands(words: Words) -> list[str]:
    """None for a text with fewer than FEWEST_WORDS."""
    if words.words.total() < FEWEST_WORDS:
        return []
    bins: list[int | None] = [None] * (BANDS * ROWS)
    for word in words.words:
        value, number = divmod(_hash(word), len(bins))
        least = bins[number]
        bins[number] = value if least is None else min(value, least)
    # An empty bin takes the value of the next one that is not empty.
    filled = [next(one for one in bins[number:] + bins[:number] if one is not None) for number in range(len(bins))]
    return [f"{band}-{_hash(str(filled[band * ROWS : (band + 1) * ROWS])):016x}" for band in range(BANDS)]


def likeness(one: Words, other: Words) -> int | None:
    """The share of equal words in percent; None for texts that are not near-duplicates."""
    share = _share(one.words, other.words)
    if share < _LEAST_WORDS or _share(one.numbers, other.numbers) < _LEAST_NUMBERS:
        return None
    # Not rounded up, because 100 means that all words are the same.
    return int(share * 100)


def _share(one: Counter[str], other: Counter[str]) -> float:
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 1.0


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
