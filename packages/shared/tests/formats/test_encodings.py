import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.formats.encodings import SAMPLE_BYTES, byte_order_mark, unmarked_wide

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


@pytest.mark.parametrize("body", [b"", b"a\x00", b"plain words", bytes(400), bytes(range(256)) * 4])
def test_other_bytes_are_not_recognised_as_utf16(body):
    assert unmarked_wide(body) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", TEXTS)
def test_byte_order_mark_gives_the_encoding_and_its_length(text, encoding):
    body = text.encode(encoding)

    mark = byte_order_mark(body)

    assert mark is not None
    assert body[mark[1] :].decode(mark[0]) == text


@given(st.binary(max_size=200))
def test_no_bytes_have_two_byte_orders(body):
    assert unmarked_wide(body) in {None, LITTLE, BIG, "utf-32-le", "utf-32-be"}
