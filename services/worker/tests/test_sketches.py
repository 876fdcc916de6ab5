"""Sketches of texts: what is counted, how bands are made, and how alike two texts are."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.lookalikes import sketches
from docloft_worker.lookalikes.sketches import BANDS, FEWEST_WORDS, ROWS, Words


def words(text, numbers=""):
    return Words(Counter(text.split()), Counter(numbers.split()))


def many(count, word="word"):
    return Words(Counter(f"{word}{number}" for number in range(count)), Counter())


def test_words_of_two_characters_and_numbers_of_three_digits_are_counted():
    assert sketches.words_of(["A bc BC 12 1.234,5", "99 100"]) == words("bc bc 12 234 99 100", "12345 100")


def test_pages_end_between_words():
    assert sketches.words_of(["ab", "cd"]).words == Counter(["ab", "cd"])


def test_beginning_of_a_long_text_is_counted():
    assert sketches.words_of(["a" * 199_998 + " bcd"]).words == Counter(["a" * 199_998])
    assert sketches.words_of(["a" * 199_997 + " bcd"]).words == Counter(["a" * 199_997, "bc"])


def test_short_text_has_no_bands():
    assert sketches.bands(many(FEWEST_WORDS - 1)) == []
    assert sketches.bands(words("word " * FEWEST_WORDS)) != []


def test_each_band_has_its_number():
    bands = sketches.bands(many(500))

    assert [band.split("-")[0] for band in bands] == [str(number) for number in range(BANDS)]
    assert all(len(band.split("-")[1]) == 16 for band in bands)
    assert len({band.split("-")[1] for band in bands}) == BANDS


def test_bands_do_not_change_between_releases():
    """They are stored, so documents that were read by an earlier release would no longer be found."""
    assert sketches.bands(words("zebra " * FEWEST_WORDS))[:2] == ["0-604bd25c4e927191", "1-604bd25c4e927191"]
    assert sketches.bands(many(60))[:2] == ["0-a70e021c2037c188", "1-f2b334a822d6a287"]


@given(st.integers(30, 200), st.integers(0, 10**6))
def test_bands_are_those_of_the_least_hashes(count, seed):
    """The definition, without the loop: the least hash of each bin, or that of the next bin that is not empty."""
    text = many(count, f"w{seed}x")
    hashes = [divmod(sketches._hash(word), BANDS * ROWS) for word in text.words]
    least = {number: min(value for value, bin_number in hashes if bin_number == number) for _, number in hashes}
    bins = [
        next(least[at % (BANDS * ROWS)] for at in range(number, number + BANDS * ROWS) if at % (BANDS * ROWS) in least)
        for number in range(BANDS * ROWS)
    ]

    rows = [bins[first : first + ROWS] for first in range(0, BANDS * ROWS, ROWS)]
    assert sketches.bands(text) == [f"{band}-{sketches._hash(str(row)):016x}" for band, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        (words("a b c d e"), words("a b c d e"), 100),
        (words("a b c d e"), words("a b c d f"), 80),
        (words("a b c d"), words("a b c e"), None),
        (words("a b c d e f g"), words("a b c d e f x"), 85),
        (words("a a a a a"), words("a a a a"), 80),
        (words("a", "1 2 3 4"), words("a", "1 2 3 5"), 100),
        (words("a", "1 2 3"), words("a", "1 2 5"), None),
        (words("a"), words("a", "1"), None),
        (words(""), words(""), 100),
    ],
)
def test_texts_are_alike_by_their_words_and_numbers(one, other, percent):
    assert sketches.likeness(one, other) == sketches.likeness(other, one) == percent


def test_text_with_halves_of_characters_has_bands():
    assert len(sketches.bands(words("\ud800 " * FEWEST_WORDS))) == BANDS
