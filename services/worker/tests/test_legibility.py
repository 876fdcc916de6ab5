import pytest

from docloft_worker.legibility import is_legible

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
        "7KH ZRUOG RI OHWWHUV ZDV ZULWWHQ EB KDQG " * 9,
    ],
)
def test_text_of_a_font_without_meaning_is_illegible(text):
    assert not is_legible(text)
