"""Which documents earlier pages of a search have shown, as a cursor contains it. Its pages: test_positions."""

import json
import random
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.positions import MOST_LISTED, Position, Seen, decode

IDS = [f"{number:026}" for number in range(400)]


def digest(document_id):
    return blake2b(document_id.encode(), digest_size=6).digest()


def shortened(shown, hits):
    return Seen().with_also(shown).shortened(hits)


def test_documents_are_listed():
    seen = Seen().with_also(IDS[:2]).with_also([IDS[2]])

    assert (seen.count, seen.filters) == (3, ())
    assert seen.listed == {digest(one) for one in IDS[:3]}
    assert [one in seen for one in IDS[:4]] == [True, True, True, False]


def test_list_is_shortened_when_it_becomes_long():
    seen = Seen().with_also(IDS[:200])

    assert not seen.is_long(MOST_LISTED - 200)
    assert seen.is_long(MOST_LISTED - 199)
    assert seen.shortened(IDS).is_long(0)


def test_shortened_list_is_in_filters():
    seen = shortened(IDS[:100], IDS)

    assert (seen.count, seen.listed) == (100, frozenset())
    assert [one in seen for one in IDS] == [True] * 100 + [False] * 300
    # 1.44 bits for each document, one more, and a whole number of bytes.
    assert len(seen.filters[0]) == 19
    assert len(seen.filters) > 2


def test_filter_of_few_documents_is_a_byte():
    assert [len(one) for one in shortened(IDS[:1], IDS[:1]).filters] == [1]
    assert [len(one) for one in shortened(IDS[:4], IDS[:4]).filters] == [1]
    assert [len(one) for one in shortened(IDS[:5], IDS[:5]).filters] == [2]
    assert [len(one) for one in shortened(IDS[:10], IDS[:10]).filters] == [2]


def test_documents_are_added_to_filters():
    seen = shortened(IDS[:100], IDS[:200]).with_also(IDS[100:120])

    assert [one in seen for one in IDS[:200]] == [True] * 120 + [False] * 80
    assert [one in seen.shortened(IDS[:200]) for one in IDS[:200]] == [True] * 120 + [False] * 80
    assert seen.shortened(IDS[:200]).count == 120


def test_hits_of_which_none_or_all_were_shown_need_few_filters():
    assert shortened([], IDS).filters == ()
    assert len(shortened(IDS, IDS).filters) == 1


def test_filters_are_those_of_earlier_releases():
    """People have cursors while a new release is deployed."""
    assert shortened(IDS[:4], IDS[:8]).filters == (b"\xa1", b"\xb0", b"(", b"\x04")


@given(st.integers(0, 99), st.integers(0, 400), st.integers(0, 400))
def test_every_hit_is_known(seed, shown, hits):
    order = random.Random(seed).sample(IDS, len(IDS))  # noqa: S311 - no secret
    seen = shortened(order[:shown], order[:hits])

    assert [one in seen for one in order[:hits]] == [number < shown for number in range(hits)]


@pytest.mark.parametrize("corrected", [None, "house", "処 ä"])
def test_position_is_read_as_it_was_written(corrected):
    listed = Position(Seen().with_also(IDS[:3]), 7, corrected)
    filtered = Position(shortened(IDS[:100], IDS).with_also(IDS[100:102]), 400, corrected)

    assert decode(listed.encode()) == listed
    assert decode(filtered.encode()) == filtered


def test_position_is_written_briefly():
    position = Position(Seen().with_also(IDS[:2]), 7, "ä\ud800")

    header, _, rest = position.encode().partition(b"\n")
    assert header == '[2,7,"ä?",[]]'.encode()
    assert rest == b"".join(sorted(digest(one) for one in IDS[:2]))


def test_position_counts_from_one_document_and_from_no_hit():
    def encoded(*header):
        return json.dumps(header).encode() + b"\n"

    assert decode(encoded(1, 0, None, [])) == Position(Seen(1), 0)
    others: list[tuple[Any, ...]] = [
        (0, 0, None, []),
        (1, -1, None, []),
        (1.0, 0, None, []),
        (1, 0.0, None, []),
        (1, 0, 3, []),
    ]
    for header in others:
        with pytest.raises(ValueError, match="Not a position"):
            decode(encoded(*header))


def test_filters_and_list_share_the_rest():
    one = decode(b"[1,2,null,[1,2]]\nabbcccccc")

    assert (one.seen.filters, one.seen.listed) == ((b"a", b"bb"), frozenset({b"cccccc"}))
    for rest in (b"ab", b"abbccccc", b"abbccccccc"):
        with pytest.raises(ValueError, match="Not a position"):
            decode(b"[1,2,null,[1,2]]\n" + rest)
    # The first is six bytes short, as many as a document of the list has.
    for encoded in (b"[1,2,null,[7]]\na", b"[1,2,null,[1,0]]\na"):
        with pytest.raises(ValueError, match="Not a position"):
            decode(encoded)
