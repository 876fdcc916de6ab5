import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.query.parser import parse
from docloft.search.shown import marks
from docloft.search.shown.marks import MAX_MARKS, MAX_TERMS, Term, mark
from docloft.search.shown.matching import Match, needles, split_line
from docloft.search.shown.snippets import list_pages, show
from docloft.search.text.folding import fold_shown
from docloft.texts import Text
from packages.shared.tests.search.stored import stored


def marked(typed, page, language=None):
    return [page[start:end] for start, end in mark(page, needles(parse(typed)), language).places]


def terms(typed, page, language=None):
    return [(term.text, term.whole) for term in mark(page, needles(parse(typed)), language).terms]


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("rent", "The rent was renewed; Renault rendered.", ["rent"]),
        ("4711", "Invoices 4711 and 4719", ["4711"]),
        ("5.3.2024", "05.03.2024 and 5.4.2024", ["05.03.2024"]),
        ("NOT draft", "not a draft", []),
        ("water -ice", "water and ice", ["water"]),
        ("type:pdf has:text water", "a pdf has text and water", ["water"]),
        ("title:water", "water", []),
        ("rechnung", "Alle Rechnungen", ["Rechnungen"]),
        ("grosse", "Die Größe", ["Größe"]),
        ("große", "Die Große, grosse", ["Große", "grosse"]),
        ("zidovs", "staré Židovské město", ["Židovské"]),
        ('"office desk"', "office, desk; desk office", ["office, desk"]),
        ("müller-könig", "Mueller-Koenig; Müller-König", ["Mueller-Koenig", "Müller-König"]),
        ("mueller", "Müller, Mueller, Muller", ["Müller", "Mueller", "Muller"]),
        ("комп\u02bcютер", "комп'ютер", ["комп'ютер"]),  # noqa: RUF001
        ("2037", "سنة ٢٠٣٧", ["٢٠٣٧"]),
        ("كارخانه", "کارخانه", ["کارخانه"]),
        ("wat*", "Water watt wet", ["Water", "watt"]),
        ("e-mail", "send E-Mail now", ["E-Mail"]),
        ("verfahren", "das Ver-\nfahren endet", ["Ver-\nfahren"]),
        ("処刑記録", "古い処刑\n記録です", ["処刑\n記録"]),
        ("ガイド", "ﾒﾝﾃﾅｰｶﾞｲﾄﾞ", ["ｶﾞｲﾄﾞ"]),
        ("party", "🎉🎉 party 🎉", ["party"]),
    ],
)
def test_places_that_match_are_marked_on_the_page(typed, page, places):
    language = "de" if typed == "rechnung" else None

    assert marked(typed, page, language) == places


def test_title_is_marked_like_a_page(monkeypatch):
    looked_for = needles(parse("water wine"))

    assert marks.places("Water, ice, wine", looked_for) == ((0, 5), (12, 16))
    assert marks.places("Water", needles(parse("type:pdf"))) == ()
    monkeypatch.setattr(marks, "MAX_MARKS", 1)
    assert marks.places("Water, ice, wine", looked_for) == ((0, 5),)


@pytest.mark.parametrize(
    ("title", "queries"),
    [
        (
            "Invoice 48.913,27 of the Müller-König Ver-\nfahren",
            ["48913,27", "mueller", "verfahren", '"of the"'],
        ),
        ("古い処刑\n記録です", ["処刑記録", "古い"]),
        ("+49 351 99887", ["0351 99887", "351"]),
        ("1 2 3 " * 80, ["123", "2 3 1"]),
        ("", ["a"]),
    ],
)
def test_title_that_was_searched_before_is_marked_like_a_page(title, queries):
    for typed in [*queries, *queries]:
        looked_for = needles(parse(typed))

        assert marks.places(title, looked_for) == mark(title, looked_for, None).places
        assert bool(marks.places(title, looked_for)) == bool(title)


def test_kept_titles_take_bounded_memory():
    """A title of 500 characters that are numbers has 14,000 ways to write some of them together."""
    assert split_line("1 " * 50).written
    assert split_line("1 " * 250).written is None


def test_places_that_touch_or_overlap_are_one():
    found = [Match(start, end, frozenset()) for start, end in ((0, 2), (2, 4), (3, 9), (5, 6), (10, 12))]

    assert marks.merge(found) == [(0, 9), (10, 12)]


@pytest.mark.parametrize(("room", "found"), [(5, [("ab", True), ("cde", True)]), (4, [("ab", True)])])
def test_terms_of_a_page_have_a_limit_of_characters(monkeypatch, room, found):
    monkeypatch.setattr(marks, "_MAX_TERM_CHARACTERS", room)

    assert terms("ab cde", "ab cde") == found


def test_terms_are_the_written_words_folded_for_the_site():
    page = "Rechnungen, RECHNUNG und Büro-\ntisch: der Preis. Der\nPreis"

    assert terms('rechnung bürotisch "der preis"', page, "de") == [
        ("rechnungen", True),
        ("rechnung", True),
        ("bu\u0308rotisch", True),
        ("der preis", True),
    ]


CASES = json.loads((Path(__file__).parents[4] / "frontend/tests/terms.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"])
def test_site_is_tested_with_terms_that_the_api_returns(case):
    """frontend/tests/terms.test.js finds these terms in the same page as a text layer."""
    page, language = case["page"], case["language"]

    assert marked(case["query"], page, language) == case["marked"]
    assert terms(case["query"], page, language) == [(term["text"], term["whole"]) for term in case["terms"]]


def test_word_is_marked_without_the_prefix_that_a_stemmer_removes():
    assert marked("\u0641\u0627\u062a\u0648\u0631\u0629", "\u0627\u0644\u0641\u0627\u062a\u0648\u0631\u0629", "ar") == [
        "\u0627\u0644\u0641\u0627\u062a\u0648\u0631\u0629"
    ]


def test_terms_of_dense_scripts_match_inside_a_run():
    assert terms("処刑記録", "古い処刑 記録です") == [("処刑記録", False)]


def test_no_query_marks_nothing():
    assert mark("any words", needles(parse("")), None) == marks.PageMarks((), ())


def test_marks_and_terms_of_one_page_are_bounded():
    page = " ".join(f"w{number}" for number in range(MAX_MARKS + 5))

    found = mark(page, needles(parse("w1* w2* w3* w4* w5* w6* w7* w8* w9* w0")), None)
    every = mark("x y " * (MAX_MARKS + 5), needles(parse("x")), None)

    assert len(found.terms) == MAX_TERMS
    assert len(every.places) == MAX_MARKS
    assert every.places[-1] == (4 * MAX_MARKS - 4, 4 * MAX_MARKS - 3)


def test_long_terms_are_left_out_before_they_fill_the_response():
    long = "x" * 60_000

    assert terms("xxx*", f"{long} {long}y") == [(long, True)]


_LATIN = ["rent", "renting", "Renault", "Häuser", "Haus", "strom-\nver", "E-Mail", "4711", "4719", "not", "desk,"]
_DENSE = ["古い", "処刑 記録", "ガイド"]
_PAGE = st.lists(st.sampled_from([*_LATIN, *_DENSE, "the", "office", "desk"]), max_size=60)
_TYPED = ["rent", "ren*", "haus", "stromver", "e-mail", "4711", "NOT", "-the", "処刑", '"office desk"', "desk"]
_QUERY = st.lists(st.sampled_from(_TYPED), max_size=4)


@given(_PAGE, _QUERY, st.sampled_from([None, "de", "en"]))
def test_every_mark_of_a_snippet_is_a_mark_of_the_page(words, typed, language):
    page, query = " ".join(words), needles(parse(" ".join(typed)))

    on_page = [page[start:end].replace("-\n", "") for start, end in mark(page, query, language).places]
    on_page = [place if place != "EMail" else "E-Mail" for place in on_page]
    text = stored(Text((page,), language))
    listed = [one.snippet for one in list_pages(text, query, 20).matches]

    for snippet in [*filter(None, [show(text, query).snippet]), *listed]:
        for start, end in snippet.marks:
            shown = snippet.text[start:end]
            # The last mark may be cut off at the end of a snippet.
            assert shown in on_page or (end == len(snippet.text) and any(one.startswith(shown) for one in on_page))


@given(st.text(max_size=20))
def test_folding_for_the_site_is_idempotent(text):
    assert fold_shown(fold_shown(text)) == fold_shown(text)


def test_folding_for_the_site_ignores_context():
    # Lower-casing a whole word would give a final sigma.
    assert fold_shown("ΟΔΟΣ") == "οδοσ"
    assert Term(fold_shown("so\u00adft ﬁn"), whole=True).text == "softfin"
