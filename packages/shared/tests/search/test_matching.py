import pytest

from docloft.search.query.parser import parse
from docloft.search.shown import matching
from docloft.search.shown.matching import matches, needles


def found(typed, page, language=None):
    """What matches, with the numbers of the parts of the query."""
    return [
        (page[match.start : match.end], *sorted(match.parts))
        for match in matches(page, needles(parse(typed)), language)
    ]


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ('water "red house" ice', "Ice, red house, water", [("Ice", 2), ("red house", 1), ("water", 0)]),
        ("water water", "Water", [("Water", 0, 1)]),
        ('"a b" a b', "a b", [("a", 1), ("a b", 0), ("b", 2)]),
        ("title:water ice", "water ice", [("ice", 0)]),
        ("処 処刑", "処刑", [("処", 0), ("処刑", 1)]),
        ("ああ", "あああああああ", [("ああ", 0), ("ああ", 0), ("ああ", 0)]),
        ("処刑abc", "処刑 abcd", [("処刑", 0), ("abcd", 0)]),
        ("abc処刑", "abcd abc 処刑", [("abc", 0), ("処刑", 0)]),
        ('"ice water" x', "ice water ice water", [("ice water", 0), ("ice water", 0)]),
        ('"a b" x', "a b, a b, a b", [("a b", 0), ("a b", 0), ("a b", 0)]),
        ('"a b" "c d"', "a b c d", [("a b", 0), ("c d", 1)]),
        ("犬 猫", "猫", [("猫", 1)]),
        ("処刑", "ゟ処刑", [("処刑", 0)]),
        ('"das ver"', "das Ver-\nfahren", []),
        ('"das fahren"', "das Ver-\nfahren", []),
        ('"verfahren endet"', "das Ver-\nfahren endet", [("Ver-\nfahren endet", 0)]),
    ],
)
def test_place_has_the_parts_of_the_query_that_match_there(typed, page, places):
    assert found(typed, page) == places


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("ice wat", "Icecream water", ["water"]),
        ("w", "water w", ["w"]),
        ("wa", "water wa", ["water", "wa"]),
        ("wat* x", "water wat", ["water", "wat"]),
        ('"wat"', "water wat", ["wat"]),
        ('"wat ice"', "wat icecream, wat ice", ["wat ice"]),
        ("water/ice", "water, icecream", ["water, icecream"]),
        ("water/ice x", "water icecream; water/ice", ["water/ice"]),
        ("water/ice* x", "water icecream; water/ice", ["water icecream", "water/ice"]),
        ("cowo", "Co-Working, Co-Wo", ["Co-Wo"]),
        ("cowor", "Co-Working, Co-Wor", ["Co-Working", "Co-Wor"]),
        ("cowor x", "Co-Working, Co-Wor", ["Co-Wor"]),
        ("cowor* x", "Co-Working", ["Co-Working"]),
    ],
)
def test_only_the_last_word_or_one_with_a_star_matches_as_a_beginning(typed, page, places):
    assert [place for place, *_ in found(typed, page)] == places


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("renting x", "rents, rental, rented", ["rents", "rented"]),
        ("renting* x", "rents, renting", ["renting"]),
        ("x-renting y", "rents, renting", []),
        ('"renting"', "rents, renting", ["renting"]),
        ("ing x", "ing, ings, in", ["ing", "ings"]),
        ("haeuser x", "das Haus", ["Haus"]),
        ("häuser x", "das Haus, Haeusern", ["Haus", "Haeusern"]),
    ],
)
def test_single_word_matches_other_forms(typed, page, places):
    language = "de" if "user" in typed else "en"

    assert [place for place, *_ in found(typed, page, language)] == places


def test_stem_of_another_language_does_not_match():
    assert found("häusern x", "Haus") == []
    assert found("häusern x", "Haus", "de") == [("Haus", 0)]
    assert found("haestar x", "en häst", "sv") == [("häst", 0)]


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("co-working x", "Coworking, coworkings", [("Coworking", 0)]),
        ("coworking x", "Co-Working", [("Co-Working", 0)]),
        ("co-working cowor*", "Co-Working", [("Co-Working", 0), ("Co-Working", 0, 1)]),
        ("bauer x", "Herr Baur", []),
        ('"co-working"', "Coworking", [("Coworking", 0)]),
        ('"coworking"', "Co-Working", []),
        ('"co-working-space"', "Co-Workingspace", [("Co-Workingspace", 0)]),
        ('"co-workingspace"', "Co-Working-Space", [("Co-Working-Space", 0)]),
        ("müller-könig x", "Muellerkonig", [("Muellerkonig", 0)]),
        ("müller-könig x", "Muellerkoenig, Mullerkonig", [("Muellerkoenig", 0), ("Mullerkonig", 0)]),
        ("muellerkoenig x", "Müller-König", [("Müller-König", 0)]),
        (
            "48 913,27",
            "48913,27; 48.913,27",
            [("48913,27", 0, 1), ("48", 0), ("48.913,27", 0, 1), ("913,27", 1), ("913,27", 1)],
        ),
        ("48913,27", "48.913,27", [("48.913,27", 0)]),
        ("wort DE02 1203 0000", "DE0212030000", [("DE0212030000", 1, 2, 3)]),
        ("DE02 1203 0000", "12030000; DE021203", [("12030000", 1, 2)]),
        ("konto DE02 1203 0000", "12030000", [("12030000", 2, 3)]),
        ("DE021 2030 00", "DE02 1203 0000", [("DE02 1203 0000", 0, 1, 2), ("0000", 2)]),
        ("DE021 2030 00* wort", "DE02 1203 0000", [("DE02 1203 0000", 0, 1, 2), ("0000", 2)]),
        ("48 913* wort", "48.9134", [("48", 0), ("48.9134", 0, 1), ("9134", 1)]),
        ("48 9134 wort", "48.91345", [("48", 0)]),
    ],
)
def test_words_written_together_or_apart_match(typed, page, places):
    assert found(typed, page) == places


@pytest.mark.parametrize(
    ("typed", "page", "places"),
    [
        ("x EUR200", "2000, € 2000", [("2000", 1), ("2000", 1)]),
        ("EUR200 x", "2000, € 2000, EUR2000", []),
        ("x 200EUR", "2000, 200", [("200", 1)]),
        ("x €200", "EUR2000, EUR200", [("EUR2000", 1), ("EUR200", 1)]),
        ("€200 x", "EUR2000, EUR200", [("EUR200", 0)]),
        ("x EUR12.50", "12.505", [("12.505", 1)]),
        ("x 12.50EUR", "12.505, 12.50", [("12.50", 1)]),
        ("x EUR12345", "12 3456", [("12 3456", 1)]),
        ("euro 1200", "EUR12005", [("EUR12005", 0, 1)]),
        ("euro 1200 x", "EUR12005", []),
        ("x 4500kWh", "4 500 kWhx", [("4 500 kWhx", 1)]),
        ("4500kWh x", "4 500 kWhx, 4 500 kWh", [("4 500 kWh", 0)]),
    ],
)
def test_amount_matches_without_its_currency_and_grows_at_the_end_that_is_still_written(typed, page, places):
    assert sorted(set(found(typed, page))) == sorted(set(places))


def test_line_that_is_searched_again_keeps_what_is_written_together():
    assert matching.split_line("Co-Working").written == [(0, 10, "coworking")]

    longest = "a-b " * (matching._LONGEST_LINE // 4)
    assert matching.split_line(longest).written is not None
    assert matching.split_line(f"{longest}x").written is None


def test_places_of_one_phrase_are_bounded(monkeypatch):
    monkeypatch.setattr(matching, "_MAX_PLACES", 2)

    assert found('"a b"', "a b a b a b") == [("a b", 0), ("a b", 0)]


@pytest.mark.parametrize(
    ("typed", "parts", "phrases"), [("water ice", 2, set()), ('a "b c" "d"', 3, {1, 2}), ("type:pdf -x", 0, set())]
)
def test_parts_of_a_query_are_numbered(typed, parts, phrases):
    looked_for = needles(parse(typed))

    assert (looked_for.parts, looked_for.phrases, bool(looked_for)) == (parts, phrases, parts > 0)
