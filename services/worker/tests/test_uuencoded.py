"""Files between the lines of a text, as programs wrote them before MIME."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers import uuencoded

LINE = b"#86)C\n"
"""b"abc", encoded."""
FILE = b"begin 644 a.txt\n" + LINE + b"`\nend\n"


def found(source, start=0, end=None):
    return list(uuencoded.places(source, start, len(source) if end is None else end))


def test_file_is_found_with_its_name_and_its_place():
    assert found(FILE) == [(b"a.txt", 0, len(FILE))]
    assert found(b"Hello\n" + FILE + b"Bye\n") == [(b"a.txt", 6, 6 + len(FILE))]


def test_files_are_found_in_order():
    assert found(FILE + b"and\n" + FILE.replace(b"a.txt", b"b.txt")) == [
        (b"a.txt", 0, len(FILE)),
        (b"b.txt", len(FILE) + 4, 2 * len(FILE) + 4),
    ]
    assert [name for name, _, _ in found(FILE + FILE)] == [b"a.txt", b"a.txt"]


def test_only_the_given_part_of_the_text_is_searched():
    source = b"x" + FILE

    assert found(source) == []
    assert found(source, start=1) == [(b"a.txt", 1, len(source))]
    assert found(source, start=1, end=len(source) - 1) == [(b"a.txt", 1, len(source) - 1)]
    assert found(source, start=1, end=len(source) - 2) == []
    assert found(b"x\n" + FILE + FILE, start=2 + len(FILE)) == [(b"a.txt", 2 + len(FILE), 2 + 2 * len(FILE))]
    assert found(FILE + FILE, start=1) == [(b"a.txt", len(FILE), 2 * len(FILE))]


@pytest.mark.parametrize(
    "begin",
    [b"begin 0644 a b.txt\n", b"begin 600 a\r\n", b"begin 644 " + b"a" * 255 + b"\n"],
)
def test_beginning_may_be_written_in_several_ways(begin):
    assert [name for name, _, _ in found(begin + LINE + b"end\n")] == [begin.split(b" ", 2)[2].strip()]


@pytest.mark.parametrize(
    "begin", [b"begin 844 a\n", b"begin 64 a\n", b"begin 644 \n", b"begin 644 " + b"a" * 256 + b"\n", b"Begin 644 a\n"]
)
def test_other_line_is_not_a_beginning(begin):
    assert found(begin + LINE + b"end\n") == []


def test_line_that_only_looks_like_a_beginning_does_not_hide_a_file():
    assert [at for _, at, _ in found(b"begin 1\n" + FILE)] == [8]
    assert [at for _, at, _ in found(b"begin 644 x\nno\n" + FILE)] == [15]
    assert [at for _, at, _ in found(b"begin begin \n" + FILE)] == [13]


@pytest.mark.parametrize(
    "lines",
    [
        LINE,
        LINE + b"\n \n" + LINE,
        b"#86)C \n",
        b"#86)C\r\n",
        b"#86)Cx!\n".replace(b"x", b"X"),
        b"#\n",
        b"M" + b"!" * 60 + b"\n",
        b"`\n" + LINE,
        b" X\n" + LINE,
        LINE + LINE,
    ],
)
def test_encoded_lines_may_be_written_in_several_ways(lines):
    assert len(found(b"begin 644 a\n" + lines + b"end\n")) == 1
    assert len(found(b"begin 644 a\n" + lines + b"end  \n")) == 1
    assert len(found(b"begin 644 a\n" + lines + b"end")) == 1


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"\n",
        b" \n \n",
        b"#86)C!!!\n",
        b"#86)a\n",
        b"a86)C\n",
        b"\x1f86)C\n",
        b"M" + b"!" * 130 + b"\n",
        b"Dear Anna,\n",
    ],
)
def test_text_after_the_beginning_is_not_a_file(lines):
    assert found(b"begin 644 a\n" + lines + b"end\n") == []


def test_file_without_its_end_does_not_count():
    assert found(b"begin 644 a\n" + LINE) == []
    assert found(b"begin 644 a\n" + LINE + b"ending\n") == []
    assert found(b"begin 644 a\n" + LINE + b"M" * 200) == []


def test_line_is_not_read_beyond_its_limit():
    line = b"M" + b"!" * 60

    assert found(b"begin 644 a\n" + line + b" " * (127 - 61) + b"\nend") != []
    assert found(b"begin 644 a\n" + line + b" " * (128 - 61) + b"\nend") == []
    assert found(b"begin 644 a\n" + line + b"\nend" + b" " * 124) != []
    assert found(b"begin 644 a\n" + line + b"\nend" + b" " * 125) == []


@given(st.lists(st.binary(min_size=1, max_size=45), min_size=1, max_size=4), st.booleans())
def test_every_encoded_file_is_found(parts, backtick):
    lines = b"".join(binascii.b2a_uu(part, backtick=backtick) for part in parts)
    source = b"begin 644 a\n" + lines + b"end\n"

    assert found(source) == [(b"a", 0, len(source))]
