import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query.parser import parse
from docloft.search.shown.matching import needles
from docloft.search.shown.searchable_text import Allowance, whole
from docloft.search.shown.snippets import LENGTH, list_pages, show
from docloft.texts import Text
from packages.shared.tests.search.stored import stored


def shown(typed, *pages, language=None):
    return show(stored(Text(pages, language)), needles(parse(typed)))


def marked(snippet):
    """Slices by code points, as the site does."""
    characters = list(snippet.text)
    return ["".join(characters[start:end]) for start, end in snippet.marks]


@pytest.mark.parametrize(
    ("typed", "page", "marks"),
    [
        ("water", "Cold Water, warm water.", ["Water", "water"]),
        ("zidovs", "staré Židovské město", ["Židovské"]),
        ("židovské", "stare zidovske mesto", ["zidovske"]),
        ("rechnung", "Alle Rechnungen sind bezahlt", ["Rechnungen"]),
        ("haus", "die Häuser", ["Häuser"]),
        ('"page two"', "two page two", ["page two"]),
        ("e-mail", "send E-Mail now", ["E-Mail"]),
        ("verfahren", "das Ver-\nfahren endet", ["Verfahren"]),
        ("処刑記録", "古い処刑\n記録です", ["処刑 記録"]),
        ("ガイド", "ﾒﾝﾃﾅｰｶﾞｲﾄﾞ", ["ｶﾞｲﾄﾞ"]),
        ("記", "記録", ["記"]),
        ("wat*", "Water watt wet", ["Water", "watt"]),
        ("party", "🎉🎉 party 🎉", ["party"]),
        ("title:water water", "water", ["water"]),
    ],
)
def test_matching_words_are_marked_in_the_snippet(typed, page, marks):
    language = "de" if typed in {"rechnung", "haus"} else None
    snippet = shown(typed, page, language=language).snippet

    assert marked(snippet) == marks


def test_best_page_is_chosen_by_phrase_then_words_then_order():
    pages = ("red", "red green", "green house and red", "red house green", "red house")

    assert shown("red green", *pages).page == 2
    assert shown('"red house" green', *pages).page == 4
    assert shown("house", *pages).page == 3


def test_hit_far_into_a_long_document_opens_at_its_page():
    pages = [f"page {number} with words" for number in range(1, 401)]
    pages[317] += " and the needle"

    result = shown("needle", *pages)

    assert result.page == 318
    assert (result.snippet.page, result.more_pages, result.is_exact) == (318, (), True)


@pytest.mark.parametrize(
    ("typed", "written"), [("48913,27", "48.913,27"), ("co-working", "Coworking"), ("RE 2031-977", "RE2031/977")]
)
def test_number_in_other_groups_opens_at_its_page(typed, written):
    result = shown(typed, *["nothing of it"] * 40, f"the amount {written} is due")

    assert result.page == 41
    assert result.snippet.marks


def test_page_with_the_rare_word_is_chosen_among_many_with_the_common_one():
    pages = ["the common word"] * 300 + ["the common word and the needle"] + ["the common word"] * 300

    assert shown("common needle", *pages).page == 301


def test_hit_by_title_shows_the_beginning_of_page_one():
    result = shown("elsewhere", "First  lines\tof it", "second page")

    assert (result.page, result.snippet.text) == (1, "First lines of it")
    assert result.snippet.marks == ()


def test_document_without_text_has_no_snippet():
    assert show(None, needles(parse("x"))) == show(stored(Text(("",))), needles(parse("x")))
    assert show(None, needles(parse("x"))).page == 1


def test_excluded_word_is_not_marked():
    snippet = shown("red -green", "red green").snippet

    assert marked(snippet) == ["red"]


def test_snippet_is_short():
    text = " ".join(["filler"] * 100 + ["needle"] + ["filler"] * 100 + ["needle"] + ["filler"] * 100) * 5

    snippet = shown("needle", text, text).snippet

    assert len(snippet.text) < LENGTH + 60
    assert marked(snippet) == ["needle"]


def test_other_pages_that_match_as_well_are_listed():
    pages = ("red", "red house", "the house is red", "house", "red green house", "red house")

    result = shown("red house", *pages)

    assert (result.page, result.more_pages, result.is_exact) == (2, (3, 5, 6), True)


def test_other_pages_of_a_phrase_are_an_estimate():
    result = shown('"red house"', "house red", "red house", "red or house")

    assert (result.page, result.more_pages, result.is_exact) == (2, (3,), False)


def test_more_pages_than_are_listed_are_an_estimate():
    result = shown("red", *["red"] * 300)

    assert (result.page, len(result.more_pages), result.is_exact) == (1, 63, False)


def every_part(typed, pages, limit):
    looked_for, text = needles(parse(typed)), stored(Text(tuple(pages)))
    parts = [list_pages(text, looked_for, limit)]
    while parts[-1].next is not None:
        parts.append(list_pages(text, looked_for, limit, parts[-1].next))
    return parts


def test_all_pages_of_a_phrase_are_found_part_by_part():
    pages = [f"page {number}: red {'house' if number % 7 else 'or house'}" for number in range(1, 201)]

    parts = every_part('"red house"', pages, 10)

    assert [one.snippet.page for part in parts for one in part.matches] == [n for n in range(1, 201) if n % 7]
    assert all(
        len(part.matches) <= 10 and marked(one.snippet) == ["red house"] for part in parts for one in part.matches
    )


def test_pages_that_would_show_the_same_are_folded():
    [part] = every_part("red", ["Red Ltd, Main Road"] * 3 + ["white", "another red", "Red Ltd, Main Road"], 20)

    assert [(one.snippet.page, one.same_on) for one in part.matches] == [(1, (2, 3, 6)), (5, ())]


def test_pages_of_a_title_match_and_of_no_text_are_none():
    assert every_part("elsewhere", ["some text"], 20) == [list_pages(None, needles(parse("x")), 20)]
    assert every_part("", ["some text"], 20)[0].matches == ()


def test_word_beside_a_hash_is_shown():
    snippet = shown("invoice", f"{'a1' * 32}  invoice.pdf").snippet

    assert marked(snippet) == ["invoice"]


def test_control_and_direction_characters_are_removed():
    snippet = shown("word", "\u202eevil\x00 \x1b[31m word\ufffe \ufeffhere").snippet

    assert snippet.text == "evil [31m word here"
    assert marked(snippet) == ["word"]


_LETTERS = st.text(st.sampled_from("abé 処記🎉\n-\u0301\u00ad\u202e\x00A"), max_size=120)
# Longer than any word of a random text, such as a hash, an address of a page, or a row of figures.
_UNUSUAL = st.sampled_from(["a1" * 40, "12.345,67 ", "1" * 50, "/", "ab-" * 30, "+49 (0)351", " " * 40, "=_" * 30])
_PAGE = _LETTERS | st.lists(_LETTERS | _UNUSUAL, max_size=5).map("".join)


@given(st.lists(_PAGE, min_size=1, max_size=4), st.text(st.sampled_from('abé処記" -*🎉1.'), max_size=12))
def test_marks_are_within_their_text_and_pages_exist(pages, typed):
    result = shown(typed, *pages)
    listed = list_pages(stored(Text(tuple(pages))), needles(parse(typed)), 20)

    assert 1 <= result.page <= len(pages)
    assert listed.next is None
    for snippet in [*filter(None, [result.snippet]), *(one.snippet for one in listed.matches)]:
        ends = [0]
        for start, end in snippet.marks:
            assert ends[-1] <= start < end <= len(snippet.text)
            ends.append(end)
        assert 1 <= snippet.page <= len(pages)
        assert snippet.text == snippet.text.strip(" ")
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in snippet.text)


def test_result_is_kept_for_the_last_searches_in_a_text():
    text = stored(Text(("water",)))
    made: list[str] = []
    text.vocabulary(Allowance())

    def search(key):
        def count():
            made.append(key)
            return len(made)

        return text.once(key, count)

    assert [search(key) for key in ("a", "b", "a")] == [1, 2, 1]
    assert text.characters() > 2_000
    for key in "cdefghi":
        search(key)
    assert search("a") == 1
    assert search("b") == 10


def test_result_from_a_part_of_the_vocabulary_is_not_kept():
    text, made = whole(Text(("water", "wine"))), []
    text.vocabulary(Allowance(characters=1))

    for _ in range(2):
        text.once("key", lambda: made.append(1))

    assert len(made) == 2
