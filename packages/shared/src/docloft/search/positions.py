"""Where the next page of a search begins, in a cursor. A cursor contains which documents were shown, so the next page
is the first hits that were not: whatever was added, edited or deleted meanwhile, and in whichever order the index now
has the hits, no document is shown twice, and none is left out (docs/decisions/0032-cursors.md).
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, pairwise
from math import ceil

MOST_LISTED = 300
"""Documents that a cursor lists; more are in filters. With either, a cursor has at most 6,000 characters: API Gateway
accepts 10,240 bytes of request line and headers (AWS, "Amazon API Gateway quotas")."""

_HASH_BYTES = 6
_BITS = 1.44
"""Bits of a filter for each document in it: it then accepts half of all other documents, the best for a chain."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The documents shown on earlier pages. `count`: how many. `listed`: the hashes of some of them, `filters`: the
    others.

    Each filter is a Bloom filter: the first accepts all documents shown and some that were not; the second accepts
    those and some that were shown; and so on, until the last accepts no document wrongly. For all hits that were known
    when the filters were made, the result is exact (the method of CRLite, Larisch et al. 2017).
    """

    count: int = 0
    listed: frozenset[bytes] = frozenset()
    filters: tuple[bytes, ...] = ()

    def __contains__(self, document_id: str) -> bool:
        digest = _hash(document_id)
        if digest in self.listed:
            return True
        passed = 0
        for number, one in enumerate(self.filters):
            if not _accepts(one, digest, number):
                break
            passed += 1
        return passed % 2 == 1

    def is_long(self, more: int) -> bool:
        """Whether it must be shortened when `more` documents are added."""
        return bool(self.filters) or len(self.listed) + more > MOST_LISTED

    def with_also(self, document_ids: Collection[str]) -> "Seen":
        return Seen(self.count + len(document_ids), self.listed | {_hash(one) for one in document_ids}, self.filters)

    def shortened(self, hits: Iterable[str]) -> "Seen":
        """The same, reduced to `hits`: all current hits of the search."""
        hashes = {document_id: _hash(document_id) for document_id in hits}
        shown = [digest for document_id, digest in hashes.items() if document_id in self]
        rest = [digest for document_id, digest in hashes.items() if document_id not in self]
        return Seen(self.count, filters=tuple(_chain(shown, rest)))


@dataclass(frozen=True, slots=True)
class Position:
    """After the first pages of a search. `total`: the number of hits, as on the first page. `corrected`: the query that
    was searched for instead of the one typed.
    """

    seen: Seen
    total: int
    corrected: str | None = None

    def encode(self) -> bytes:
        seen = self.seen
        header = [seen.count, self.total, self.corrected, [len(one) for one in seen.filters]]
        written = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return b"".join((written, b"\n", *seen.filters, *sorted(seen.listed)))


def decode(encoded: bytes) -> Position:
    """Raises ValueError for anything that is not a position."""
    header, _, rest = encoded.partition(b"\n")
    try:
        count, total, corrected, written = json.loads(header)
        sizes = [int(size) for size in written]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError("Not a position.") from error
    ends = list(accumulate(sizes, initial=0))
    is_valid = type(count) is int and type(total) is int and isinstance(corrected, str | None)
    listed_bytes = len(rest) - ends[-1]
    if not is_valid or count <= 0 or total < 0 or min(sizes, default=1) <= 0 or listed_bytes < 0:
        raise ValueError("Not a position.")
    if listed_bytes % _HASH_BYTES:
        raise ValueError("Not a position.")
    filters = tuple(rest[start:end] for start, end in pairwise(ends))
    listed = frozenset(rest[at : at + _HASH_BYTES] for at in range(ends[-1], len(rest), _HASH_BYTES))
    return Position(Seen(count, listed, filters), total, corrected)


def _hash(document_id: str) -> bytes:
    return blake2b(document_id.encode(), digest_size=_HASH_BYTES).digest()


def _chain(included: Sequence[bytes], excluded: Sequence[bytes]) -> Iterable[bytes]:
    number = 0
    while included:
        one = bytearray(ceil((len(included) * _BITS + 1) / 8))
        for digest in included:
            place = _place(one, digest, number)
            one[place // 8] |= 1 << place % 8
        made = bytes(one)
        yield made
        wrong = [digest for digest in excluded if _accepts(made, digest, number)]
        included, excluded = wrong, included
        number += 1


def _accepts(one: bytes, digest: bytes, number: int) -> bool:
    place = _place(one, digest, number)
    return bool(one[place // 8] >> place % 8 & 1)


def _place(one: bytes | bytearray, digest: bytes, number: int) -> int:
    """One bit for each document: of a filter with half of its bits set, that accepts half of the others."""
    mixed = blake2b(digest, digest_size=8, salt=number.to_bytes(2)).digest()
    return int.from_bytes(mixed) % (len(one) * 8)
