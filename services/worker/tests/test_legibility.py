import pytest

from docloft_worker.legibility import has_few_letters, is_legible

SHIFTED = "".join(chr(ord(one) - 29) if one.isalpha() else one for one in "the world of letters " * 20)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We have received your payment.",
        "BC547 BC557 XTRF GRMBL",
        "Věra šla domů a zpívala si. " * 30,
        "Привет мир " * 40,
        "メンテナーガイド" * 40,
        "1 . . . . . . . . . . . . . Table . . . . . . . . . . . . . . 2",
        "- 3 -",
        "48.913,27\n1.250,00 %",
        "हिन्दी में एक वाक्य",
        "\ue001 is one private glyph in a sentence of many words",
        "\ue001\ue002\ue003 abcd efg",
        "1.2.3.....",
        "bcdfghkklm " * 9 + "bcdfghklm",
        "aebcdfghkl " * 9 + "aaeebcdfgh",
    ],
)
def test_text_is_legible(text):
    assert is_legible(text)


@pytest.mark.parametrize(
    "text",
    [
        '"7+%-',
        "! # $ % & \n + a / ;",
        "\ue001\ue002 \ue003\ue004",
        "\ufffd" * 9,
        "\x01\x02\x03\x04 a",
        "\ue001\ue002 ab cd" + " " * 9,
        "\ue001\ue002\nab\ncd" + "\n" * 9,
        "1.2.......",
        "bcdfghkklm " * 10,
        "aebcdfghkl " * 9 + "aebbcdfghk",
        "7KH ZRUOG RI OHWWHUV ZDV ZULWWHQ EB KDQG " * 9,
    ],
)
def test_text_of_a_font_without_meaning_is_illegible(text):
    assert not is_legible(text)


@pytest.mark.parametrize("text", ["", "12.03.2024", "a" * 199, "a1" * 99 + " . " * 500])
def test_page_with_a_stamp_has_few_letters(text):
    assert has_few_letters(text)


@pytest.mark.parametrize("text", ["a" * 200, "." * 400 + "a" * 200, "a " * 200])
def test_page_of_text_has_enough_letters(text):
    assert not has_few_letters(text)
