"""How long it takes to find all matches in a page. Separate, because `make mutate` runs the other tests of matching."""

import time

import pytest

from docloft.search.query.parser import MAX_CHARACTERS, parse
from docloft.search.shown.marks import mark
from docloft.search.shown.matching import needles


@pytest.mark.parametrize("page", ["a " * 100_000, "処刑記録です。" * 28_000, "ab-\n" * 50_000, "ｶﾞｲﾄﾞ" * 40_000])
@pytest.mark.parametrize(
    "typed",
    [
        '"' + "a " * (MAX_CHARACTERS // 2 - 1) + '"',
        " ".join(f'"{"a " * length}"' for length in range(2, 40)),
        " ".join(["renting", "houses", "a*", "ab*"] * 10),
        "処 刑 記 録 処刑 記録 です ガイド イ",
        "-a " * 300,
    ],
)
def test_no_page_and_no_query_takes_long(page, typed):
    started = time.process_time()

    mark(page, needles(parse(typed)), "en")

    # The slowest takes 1 s; without bounds each of these takes minutes.
    assert time.process_time() - started < 5
