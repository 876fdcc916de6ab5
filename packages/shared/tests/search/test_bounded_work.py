"""The work that a search does for one document is bounded, whatever its text and the query are: counted in sections
read and characters split into words, not in seconds.
"""

from typing import Any

import pytest

from docloft import texts
from docloft.search.query.parser import parse
from docloft.search.shown import cached_texts, places, searchable_text, snippets
from docloft.search.shown.matching import needles
from docloft.search.shown.searchable_text import Allowance
from docloft.search.shown.snippets import list_pages, show
from docloft.texts import Text
from packages.shared.tests.search.stored import stored
from tests.recording import recording

READINGS = "".join(f"{number},meter {number % 97},readings,{number * 7 % 99_991}\n" for number in range(60_000))
TEXTS = {
    "meter readings": (READINGS,),
    "one word": ("word " * 200_000,),
    "every number": (" ".join(map(str, range(150_000))),),
    "one line": ("x" * 1_000_000,),
    "pages": tuple(f"page {number} a meter" for number in range(10_000)),
    "broken words": ("ab-\n" * 200_000,),
    "dense": ("処刑記録です。" * 100_000,),
    "one character": ("処" * 400_000,),
    "marks": ("a\u0301" * 300_000,),
    "letters and characters in turn": ("a処" * 200_000,),
    "words of one letter": ((" ".join("abcdefgh") + " ") * 60_000,),
    "long words": (" ".join(f"{number:x}" * 12 for number in range(40_000)),),
    "amounts": (" ".join(f"{number}.{number % 1000:03},{number % 100:02}" for number in range(60_000)),),
}
QUERIES = (
    "meter readings 0 1 15",
    "a OR b",
    "a* b* c* 1* 2* 3*",
    '"a a a a a a a b"',
    '"' + "word " * 190 + '"',
    "word page x* ab abab",
    "処刑記録 処 刑 です",
    '"処処処処処処処処処処刑"',
    "48913,27 48.913,27 48 913 27",
    " ".join(f"€{number} {number}EUR {number},5kg {number}000kg" for number in range(10)),
    " OR ".join(f"{letter}{number}" for letter in "abcdefgh" for number in range(12)),
    "-a (a OR b) (c OR -d) á",
)


@pytest.fixture(scope="module", params=TEXTS)
def text(request):
    return stored(Text(TEXTS[request.param], "en"))


@pytest.mark.parametrize("typed", QUERIES)
def test_no_text_and_no_query_makes_a_hit_expensive(text, typed, monkeypatch):
    read, split, placed = set(), [], []
    section, real = text.section, places.matches

    def count_section(number):
        read.add(number)
        return section(number)

    def count_split(page, *rest):
        split.append(len(page))
        found = real(page, *rest)
        placed.append(len(found))
        return found

    monkeypatch.setattr(text, "section", count_section)
    monkeypatch.setattr(places, "matches", count_split)
    monkeypatch.setattr(snippets, "matches", count_split)

    shown = show(text, needles(parse(typed)), Allowance())

    assert 1 <= shown.page <= text.pages[-1]
    assert len(read) <= places.MAX_SECTIONS + 1
    assert sum(split) < 60_000
    assert len(split) <= 40

    read.clear()
    split.clear()
    list_pages(text, needles(parse(typed)), 20)

    assert len(read) <= 60
    assert sum(split) < 120_000
    assert len(split) <= 140


def test_texts_without_a_vocabulary_share_an_allowance(monkeypatch):
    made: list[Any] = []
    real = searchable_text.vocabulary.make
    monkeypatch.setattr(
        searchable_text.vocabulary, "make", recording(made, real, lambda sections: sum(map(len, sections)))
    )
    allowance = Allowance()
    every = [searchable_text.whole(Text((READINGS,) * 2)) for _ in range(5)]

    for one in every:
        show(one, needles(parse("meter")), allowance)

    assert sum(made) < 1_300_000
    for one in every:
        show(one, needles(parse("meter")), Allowance())
    assert sum(made) < 4_000_000


def test_text_of_the_format_before_shows_the_same_snippet():
    pages = ("nothing", "the Needle is here " * 40, "needles")

    old, new = searchable_text.whole(Text(pages, "en")), stored(Text(pages, "en"))

    assert show(old, needles(parse("needle"))) == show(new, needles(parse("needle")))


def test_text_that_cannot_be_read_costs_its_snippet_not_the_search(monkeypatch):
    body = texts.encode(Text(("needle " * 2000,) * 40))
    monkeypatch.setattr(cached_texts.objects, "read_range", lambda *_, **__: (body[:300] + b"x" * 9000, "e", 9300))

    [result] = cached_texts.use_each("L", [("D", 1)], lambda text: show(text, needles(parse("needle"))))

    assert (result.page, result.snippet) == (1, None)
