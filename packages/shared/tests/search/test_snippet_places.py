"""Which place of which page a snippet shows, and how much around it."""

import pytest

from docloft.search.query.parser import parse
from docloft.search.shown import snippets
from docloft.search.shown.display_text import clean
from docloft.search.shown.edges import SLACK
from docloft.search.shown.matching import needles
from docloft.search.shown.searchable_text import Allowance, whole
from docloft.search.shown.snippets import LENGTH, PageMatches, list_pages, show
from docloft.search.vocabulary import MAX_SECTIONS
from docloft.texts import Text
from packages.shared.tests.search.stored import stored


def words(first, last):
    """Words of four letters with a space between them: word 50 begins at character 250."""
    return [f"w{number:03}" for number in range(first, last)]


def shown(typed, *pages, language=None):
    return show(stored(Text(pages, language)), needles(parse(typed)))


def marked(snippet):
    return [snippet.text[start:end] for start, end in snippet.marks]


def listed(typed, *pages, limit=20, after=0):
    return list_pages(stored(Text(pages)), needles(parse(typed)), limit, after)


def pages_of(found):
    return [one.snippet.page for one in found.matches], found.next


@pytest.mark.parametrize(("at", "first", "last"), [(50, "w031", "w071"), (3, "w000", "w040"), (98, "w079", "w099")])
def test_snippet_shows_as_much_before_the_place_as_after_it(at, first, last):
    page = [*words(0, at), "need", *words(at + 1, 100)]

    snippet = shown("need", " ".join(page)).snippet

    assert snippet.text == " ".join(page[int(first[1:]) : int(last[1:]) + 1])
    assert marked(snippet) == ["need"]


def test_first_of_many_places_is_shown_when_none_is_better():
    page = " ".join([*["red", "green", *words(0, 150)] * 4, "blue"])

    assert shown("red green blue", page).snippet.text.startswith("red green w000")


def test_snippet_ends_inside_a_very_long_word():
    page = " ".join([*words(0, 40), "need", "x" * 400])

    assert shown("need", page).snippet.text == page[105 : 105 + LENGTH]


def test_snippet_that_ends_in_a_broken_word_shows_its_hyphen():
    page = " ".join(["need", *words(1, 40), "Ver-\nfahren", *words(0, 10)])

    assert shown("need", page).snippet.text.endswith("w039 Ver-")


@pytest.mark.parametrize(
    ("typed", "page", "written", "language"),
    [
        (
            "\u0643\u062a\u0627\u0628",
            "\u0641\u064a \u0627\u0644\u0643\u062a\u0627\u0628",
            "\u0627\u0644\u0643\u062a\u0627\u0628",
            "ar",
        ),
        ('"abendzeit"', "die Abend\u200bzeit war", "Abend\u200bzeit", None),
        ('"die abendzeit war"', "die Abend\u200bzeit war", "die Abend\u200bzeit war", None),
        ("DE02 1203", "Konto DE02120300000000202051 bitte", "DE02120300000000202051", None),
        ("+49 351 99887", "Tel. 035199887 bitte", "035199887", None),
        ("rechnung", "die Rech\u200enung war", "Rech\u200enung", None),
    ],
)
def test_place_is_found_however_the_word_is_written_there(typed, page, written, language):
    snippet = shown(typed, "nothing", page, language=language).snippet

    assert snippet.page == 2
    assert marked(snippet) == [clean(written, 99).text]


def test_other_forms_of_a_word_are_those_of_the_language():
    assert marked(shown("häuser x", "das Haus", language="de").snippet) == ["Haus"]


def test_work_for_the_best_page_is_bounded():
    result = shown('"red house"', *["house red x " * 1500] * 12, "red house")

    assert (result.page, result.snippet.marks) == (1, ())


def test_text_without_a_vocabulary_takes_from_the_allowance_of_the_search():
    pages, red = ("red one", "red two"), needles(parse("red"))
    allowance = Allowance(characters=1000)

    assert show(whole(Text(pages)), red) == shown("red", *pages)
    assert list_pages(whole(Text(pages)), red, 20) == listed("red", *pages)
    show(whole(Text(pages)), red, allowance)
    assert allowance.characters == 1000 - len("".join(pages))
    list_pages(whole(Text(pages)), red, 20, allowance=allowance)
    assert allowance.characters == 1000 - 2 * len("".join(pages))


def test_very_long_match_is_cut_off():
    page = " ".join([*words(0, 20), "red", *["."] * 220, "house", *words(0, 20)])

    snippet = shown('"red house"', page).snippet

    assert snippet.text.startswith("red .")
    assert 2 * LENGTH - 2 <= len(snippet.text) <= 2 * LENGTH + SLACK
    assert snippet.marks == ((0, len(snippet.text)),)


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("red green", ["red", *words(0, 150), "red", "green", *words(0, 150), "red"], ["red", "green"]),
        ('"red house" green', ["red", "green", *words(0, 150), "red", "house"], ["red house"]),
        ("red green", ["red", *words(0, 150), "red", *words(0, 27), "xx", "in", "green"], ["red", "green"]),
        ("red green", ["red", *words(0, 150), "red", *words(0, 27), "xxx", "in", "green"], ["red"]),
        ("red green", ["red", *words(0, 28), "red", "green"], ["red", "green"]),
        ("red green", ["red", *words(0, 21), "red", *words(0, 9), "green"], ["red", "green"]),
        ("red green", ["green", *words(0, 150), "green", "red"], ["green", "red"]),
    ],
)
def test_snippet_shows_the_place_where_most_matches_within_150_characters(typed, page, places):
    assert marked(shown(typed, " ".join(page)).snippet) == places


@pytest.mark.parametrize(("others", "is_shown"), [(1, True), (2, True), (3, False)])
def test_next_place_is_shown_when_a_close_look_finds_no_match(others, is_shown):
    """With a combining accent after it, what looks like a match is a different word."""
    other = ["cafe\u0301s", *words(0, 100)]

    snippet = shown('"cafe"', " ".join([*other * others, "cafe", "here"])).snippet

    assert marked(snippet) == (["cafe"] if is_shown else [])


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("e-mail mail", "an e-mail", ["e-mail"]),
        ("処刑 記録", "処刑記録", ["処刑記録"]),
        ("red green", "red green", ["red", "green"]),
        ('"red green" "green blue"', "red green blue", ["red green blue"]),
        ('"red green blue" green', "red green blue", ["red green blue"]),
    ],
)
def test_places_that_touch_or_overlap_are_marked_as_one(typed, page, places):
    assert marked(shown(typed, page).snippet) == places


@pytest.mark.parametrize(("limit", "more", "is_exact"), [(1, (2,), False), (2, (2, 3), True), (3, (2, 3), True)])
def test_further_pages_are_exact_up_to_their_limit(monkeypatch, limit, more, is_exact):
    monkeypatch.setattr(snippets, "MAX_MORE_PAGES", limit)

    result = shown("red", "red", "a red", "red one")

    assert (result.page, result.more_pages, result.is_exact) == (1, more, is_exact)


def test_page_that_turned_out_to_be_worse_is_not_listed():
    result = shown('"red house" blue', "house red blue", "red house blue", "house blue red", "blue red house")

    assert (result.page, result.more_pages, result.is_exact) == (2, (3, 4), False)


def test_page_that_turned_out_to_be_as_good_is_listed():
    result = shown('"red house" blue', "house red blue", "house red blue", "blue")

    assert (result.page, result.more_pages) == (1, (2, 3))


def test_last_page_is_shown_if_it_is_the_best():
    assert shown('"red house" blue', "house red blue", "red house blue").page == 2


def test_document_that_matches_by_its_title_shows_its_beginning():
    beginning = " ".join(words(0, 100))

    assert shown("title:x y", beginning).snippet.text == " ".join(words(0, 40))
    assert shown("y", "").snippet is None


@pytest.mark.parametrize(
    ("limit", "after", "found"),
    [(3, 0, ([1, 2, 3], None)), (2, 0, ([1, 2], 2)), (1, 1, ([2], 2)), (2, 1, ([2, 3], None)), (3, 3, ([], None))],
)
def test_pages_are_listed_in_parts(limit, after, found):
    assert pages_of(listed("red", "red one", "red two", "red three", limit=limit, after=after)) == found


def test_part_of_the_list_ends_where_too_many_sections_were_read(monkeypatch):
    monkeypatch.setattr(snippets, "_LISTED_SECTIONS", 2)
    pages = ("red one", "red two", "red three")

    assert pages_of(listed("red", *pages)) == ([1, 2], 2)
    assert pages_of(listed("red", *pages, after=2)) == ([3], None)


def test_pages_are_listed_that_the_vocabulary_does_not_list():
    pages = [f"red {number}" for number in range(1, MAX_SECTIONS + 4)]

    assert pages_of(listed("red", *pages, after=MAX_SECTIONS)) == (
        [MAX_SECTIONS + number for number in (1, 2, 3)],
        None,
    )


def test_only_pages_as_good_as_the_best_are_listed():
    assert pages_of(listed("red house", "red", "red house", "house", "house in red")) == ([2, 4], None)
    assert pages_of(listed("red house", "red", "green")) == ([1], None)
    assert list_pages(stored(Text(())), needles(parse("red")), 20) == PageMatches((), None)


def test_page_is_listed_that_is_not_among_the_first_ones_that_may_match():
    pages = [*["house red"] * 15, "red house"]

    assert shown("red/house", *pages).snippet.marks == ()
    assert pages_of(listed("red/house", *pages)) == ([16], None)
    assert pages_of(listed('"red house"', *pages)) == ([16], None)


@pytest.mark.parametrize("typed", ["サービス", "さーびす"])
def test_katakana_are_found_with_a_vocabulary_that_distinguishes_them(typed):
    text = stored(Text(("東京", "京都", "サービス")), made=lambda _: "1;サ 2;ス 2;ビ 2;ー 2;京 0,1;東 0;都 1")

    assert show(text, needles(parse(typed))).page == 3
