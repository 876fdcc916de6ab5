import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query.parser import parse
from docloft.search.shown.matching import needles
from docloft.search.shown.snippets import LENGTH, MAX_SNIPPETS, show
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
    (snippet,) = shown(typed, page, language=language).snippets

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
    assert {snippet.page for snippet in result.snippets} == {318}


@pytest.mark.parametrize(
    ("typed", "written"), [("48913,27", "48.913,27"), ("co-working", "Coworking"), ("RE 2031-977", "RE2031/977")]
)
def test_number_in_other_groups_opens_at_its_page(typed, written):
    result = shown(typed, *["nothing of it"] * 40, f"the amount {written} is due")

    assert result.page == 41
    assert any(snippet.marks for snippet in result.snippets)


def test_page_with_the_rare_word_is_chosen_among_many_with_the_common_one():
    pages = ["the common word"] * 300 + ["the common word and the needle"] + ["the common word"] * 300

    assert shown("common needle", *pages).page == 301


def test_hit_by_title_shows_the_beginning_of_page_one():
    result = shown("elsewhere", "First  lines\tof it", "second page")

    assert (result.page, [snippet.text for snippet in result.snippets]) == (1, ["First lines of it"])
    assert result.snippets[0].marks == ()


def test_document_without_text_has_no_snippet():
    assert show(None, needles(parse("x"))) == show(stored(Text(("",))), needles(parse("x")))
    assert show(None, needles(parse("x"))).page == 1


def test_excluded_word_is_not_marked():
    (snippet,) = shown("red -green", "red green").snippets

    assert marked(snippet) == ["red"]


def test_snippets_are_few_short_and_do_not_overlap():
    text = " ".join(["filler"] * 100 + ["needle"] + ["filler"] * 100 + ["needle"] + ["filler"] * 100) * 5

    snippets = shown("needle", text, text).snippets

    assert len(snippets) == MAX_SNIPPETS
    assert all(len(snippet.text) < LENGTH + 60 for snippet in snippets)
    assert all("needle" in marked(snippet) for snippet in snippets)


def test_control_and_direction_characters_are_removed():
    (snippet,) = shown("word", "\u202eevil\x00 \x1b[31m word\ufffe \ufeffhere").snippets

    assert snippet.text == "evil [31m word here"
    assert marked(snippet) == ["word"]


_PAGE = st.text(st.sampled_from("abé 処記🎉\n-\u0301\u00ad\u202e\x00A"), max_size=120)


@given(st.lists(_PAGE, min_size=1, max_size=4), st.text(st.sampled_from('abé処記" -*🎉'), max_size=12))
def test_marks_are_within_their_text_and_pages_exist(pages, typed):
    result = shown(typed, *pages)

    assert 1 <= result.page <= len(pages)
    assert len(result.snippets) <= MAX_SNIPPETS
    for snippet in result.snippets:
        ends = [0]
        for start, end in snippet.marks:
            assert ends[-1] <= start < end <= len(snippet.text)
            ends.append(end)
        assert 1 <= snippet.page <= len(pages)
        assert snippet.text == snippet.text.strip(" ")
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in snippet.text)
