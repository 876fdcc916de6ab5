import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.text.folding import MAX_WORD, fold, plain, spellings
from docloft.search.text.pieces import broken_ends, pairs, pieces, with_whole_words


def words(text):
    return [fold(piece.text) for piece in pieces(text) if not piece.dense and not piece.loose]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Invoice No. 4711-0815", ["invoice", "no", "4711", "0815"]),
        ("Příliš žluťoučký kůň", ["prilis", "zlutoucky", "kun"]),
        ("Straße STRASSE ÆØÅ Łódź", ["strasse", "strasse", "aeoa", "lodz"]),
        ("ﬁne ＡＢＣ", ["fine", "abc"]),  # noqa: RUF001
        ("scan_2024_05.pdf", ["scan", "2024", "05", "pdf"]),
        ("всё ещё", ["все", "еще"]),
        ("l'opération", ["l", "operation"]),
        ("Ver\u00adfahren join\u2060er zero\u200bwidth", ["verfahren", "joiner", "zero", "width"]),
        (
            "lr\u200em \u202apar\u061cam\u202c hea\ufe0frt in\u2063vis is\u2066o\u2069late",
            ["lrm", "param", "heart", "invis", "isolate"],
        ),
        ("हिन्दी", ["हिंदी"]),
        ("комп\u02bcютер комп'ютер комп’ютер", ["комп", "ютер"] * 3),  # noqa: RUF001
        ("O\u02bcBrien L\u02bbviv", ["o", "brien", "l", "viv"]),
        ("کارخانه‌یی كارخانهيي", ["كارخانهيي"] * 2),
        ("فاتورة فاتوره گەورە گهوره", ["فاتوره", "فاتوره", "گهوره", "گهوره"]),
        ("٢٠٣٧ ۲۰۳۷ २०३७", ["2037"] * 3),
        ("😀 👩\u200d👩 §", []),
    ],
)
def test_text_is_split_into_folded_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad", "\ufffe", "\x02"])
def test_word_broken_at_a_line_end_is_one_word_and_its_halves(hyphen):
    found = list(pieces(f"der Stromver{hyphen}\r\nbrauch im"))

    assert [fold(piece.text) for piece in found if not piece.loose] == ["der", "stromverbrauch", "im"]
    assert [fold(piece.text) for piece in found if piece.loose] == ["stromver", "brauch"]


def test_hyphen_before_a_capital_or_a_number_separates_two_words():
    assert words("E-Mail-\nAdresse 2024-\n05") == ["e", "mail", "adresse", "2024", "05"]


def test_run_without_spaces_continues_across_line_ends():
    (run,) = pieces("処刑\n記録")

    assert run.dense
    assert pairs(run.text) == ["処刑", "刑記", "記録", "録"]


def test_words_with_a_zero_width_space_are_also_one():
    found = list(pieces("im Null\u200bbreit\u200ben Feld"))

    assert [(fold(piece.text), piece.loose) for piece in found] == [
        ("im", False),
        ("nullbreiten", True),
        ("null", False),
        ("breit", False),
        ("en", False),
        ("feld", False),
    ]
    assert [(piece.start, piece.end) for piece in found[1:5]] == [(3, 16), (3, 7), (8, 13), (14, 16)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("im Null\u200bbreit\u200ben Feld", ["im", "Null\u200bbreit\u200ben", "Feld"]),
        ("Null\u200bbreit Feld", ["Null\u200bbreit", "Feld"]),
        ("a\u200bb c\u200bd", ["a\u200bb", "c\u200bd"]),
        ("Null\u200bbreit漢字", ["Null\u200bbreit", "漢字"]),
        ("Strom-\nkosten Null\u200bbreit", ["Stromkosten", "Null\u200bbreit"]),
        ("im Feld", []),
        ("Strom-\nkosten", []),
        ("漢\u200b字", []),
    ],
)
def test_neighbours_of_words_with_zero_width_spaces_are_whole_words(text, expected):
    assert [piece.text for piece in with_whole_words(pieces(text))] == expected


@pytest.mark.parametrize("unseen", ["\ufe00", "\U000e0100", "\u200d", "\u200e"])
def test_run_continues_after_what_is_invisible(unseen):
    (run,) = pieces(f"葛{unseen}城市")

    assert pairs(run.text) == ["葛城", "城市", "市"]


def test_half_width_katakana_is_composed():
    (run,) = pieces("ｶﾞｲﾄﾞ")

    assert pairs(run.text) == ["がい", "いど", "ど"]


def test_digits_of_every_script_are_compared_as_numbers():
    digits = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Nd"]

    assert [fold(digit) for digit in digits] == [str(unicodedata.decimal(digit)) for digit in digits]


def test_two_vowels_are_an_umlaut_only_where_german_writes_one():
    assert spellings(["Goethe"]) == [("goethe",), ("gothe",)]
    assert spellings(["Bär"]) == [("bar",), ("baer",)]
    assert spellings(["neue", "Steuer", "quer", "value"]) == [("neue", "steuer", "quer", "value")]


def test_long_word_is_truncated_to_the_same_length_in_index_and_query():
    assert fold("x" * 5000) == "x" * MAX_WORD


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("A4e-\nfoo", ["a4efoo"]),
        ("ab2-\nfoo", []),
        ("ab-\nFoo", []),
        ("ab-\n2foo", []),
        ("ab-\nfOO", ["abfoo"]),
    ],
)
def test_broken_word_is_joined_by_its_letters_at_the_hyphen(text, joined):
    found = [piece for piece in pieces(text) if not piece.loose]

    assert [fold(piece.text) for piece in found if len(found) == 1] == joined
    assert [text[start:end] for start, end in broken_ends(text)] == ["-\n"] * len(joined)


@pytest.mark.parametrize("text", ["a-\nb", "1a-\nbC"])
def test_one_letter_on_each_side_is_a_broken_word(text):
    assert len([*broken_ends(text)]) == 1


@pytest.mark.parametrize("text", ["-\nb", "a-\n"])
def test_hyphen_at_the_beginning_or_end_of_a_text_is_not_inside_a_word(text):
    assert [*broken_ends(text)] == []


def test_broken_ends_are_only_those_inside_a_word():
    text = "Stromver-\nbrauch, E-Mail-\nAdresse"

    assert [text[start:end] for start, end in broken_ends(text)] == ["-\n"]


@given(st.text())
def test_every_piece_is_at_its_offsets(text):
    for piece in pieces(text):
        assert 0 <= piece.start < piece.end <= len(text)
        written = text[piece.start : piece.end]
        assert (written[0], written[-1]) == (piece.text[0], piece.text[-1])
        assert not any(character.isspace() for character in fold(piece.text) + plain(piece.text))


@given(st.text(max_size=40))
def test_folding_is_idempotent(word):
    assert fold(fold(word)) == fold(word)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_composed_and_decomposed_characters_match_each_other(text):
    composed = [fold(piece.text) for piece in pieces(unicodedata.normalize("NFC", text)) if not piece.dense]
    decomposed = [fold(piece.text) for piece in pieces(unicodedata.normalize("NFD", text)) if not piece.dense]

    assert composed == decomposed
