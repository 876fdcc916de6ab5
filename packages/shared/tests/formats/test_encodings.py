import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.formats.encodings import SAMPLE_BYTES, byte_order_mark, strange_share, unmarked_wide

LITTLE, BIG = "utf-16-le", "utf-16-be"
TEXTS = ["Zwölf Boxkämpfer jagen Viktor", "Счёт за март", "三月分の家賃です。\n", "🎉 and 🎉"]


@pytest.mark.parametrize("encoding", [LITTLE, BIG])
@pytest.mark.parametrize("text", TEXTS)
def test_utf16_without_a_mark_is_recognised(text, encoding):
    assert unmarked_wide(text.encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", [LITTLE, BIG])
def test_utf16_is_recognised_when_the_sample_ends_inside_a_character(encoding):
    text = "x" + "🎉" * (SAMPLE_BYTES // 4) + " and more"

    assert unmarked_wide(("\n" * (SAMPLE_BYTES // 8) + text).encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", [LITTLE, BIG])
@pytest.mark.parametrize(
    "text",
    [
        "ab",
        "Ā" + "a" * 10,
        "a•" * 20,
        "三月分の家賃です。三月分の家賃で",
        "本合同自二〇二六年一月一日起生效。有效期为一年",
        "「주식회사」の社名は株式会社です。本社は東京にあります。",
        "안녕하세요 오늘 날씨가 좋습니다. 회의는 내일 열립니다.\n",
        "नमस्ते दुनिया। आज मौसम अच्छा है।\n",
        "• one\r\n• two\r\n…………………… 5\r\n",
        # Two scripts of high bytes that are controls.
        "Счёт Հայ Счёт Հայ",
        # Fewer than a tenth of the characters consist of two letters.
        "a" * 92 + "敤" * 8,
    ],
)
def test_few_or_unusual_characters_are_enough(text, encoding):
    assert unmarked_wide(text.encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Zwölf Boxkämpfer", "Счёт за март", "三月分の家賃です。"])
def test_utf32_without_a_mark_is_recognised(text, encoding):
    assert unmarked_wide(text.encode(encoding)) == encoding
    # The sample may end inside a character.
    assert unmarked_wide(text.encode(encoding) + b"a") == encoding


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"a\x00",
        b"plain words",
        bytes(400),
        bytes(range(256)) * 4,
        # Numbers of four bytes, most of them small.
        struct.pack("<100I", *range(1, 95), *[70_000] * 6),
        struct.pack(">100I", *range(1, 95), *[70_000] * 6),
        # Zero bytes always in the same place of records.
        b"record 1\x00x" * 10,
        "Bäder und Säfte sowie Tee und Tee mit Tee und Tee mit Tees\x00x".encode("cp1252") * 5,
        "Счёт за мартам\x00 ".encode() * 5,
        "Счёт за мартам\x00 ".encode() * 5 + "м".encode()[:1],
        # As many zero bytes in one place as in the other, or nearly as many.
        ("Ā" + "a" * 9).encode(LITTLE),
        "aĀ".encode(LITTLE),
        # Chinese and Japanese in other encodings, and too short to be sure.
        "株式会社の請求書です。合計は2000円です。毎月末日までにお振り込みください。".encode("shift-jis"),
        "本合同自二〇二六年一月一日起生效。有效期为一年。".encode("gb18030"),
        "三月分の家賃です。三月分の家賃".encode(LITTLE),
        # Zero bytes between or behind words, always in the same place.
        b"EUR\x00USD\x00GBP\x00" * 30,
        "Größe\x00Müßig\x00Räder\x00".encode("cp1252") * 20,
        "".join(word.ljust(7) + "\x00" for word in ("été", "hôtel", "élève", "reçus", "déjà")).encode("cp1252") * 9,
        b"a\tb\tc\t" * 30,
        b"a\tb\tc\x00dede" * 12,
        b"a\x00" * 85 + b"de" * 15,
    ],
)
def test_other_bytes_are_not_recognised(body):
    assert unmarked_wide(body) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", TEXTS)
def test_byte_order_mark_gives_the_encoding_and_its_length(text, encoding):
    body = text.encode(encoding)

    mark = byte_order_mark(body)

    assert mark is not None
    assert body[mark[1] :].decode(mark[0]) == text


def test_bytes_without_a_mark_have_none():
    assert byte_order_mark(b"plain words") is None


@pytest.mark.parametrize(("text", "share"), [("", 0), ("a\x00\ufffdb", 0.5), ("a\n\ue000b", 0.25), ("words", 0)])
def test_share_of_strange_characters_is_counted(text, share):
    assert strange_share(text) == share


@given(st.binary(max_size=200))
def test_no_bytes_have_two_byte_orders(body):
    assert unmarked_wide(body) in {None, LITTLE, BIG, "utf-32-le", "utf-32-be"}
