import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers import rtf_reader
from docloft_worker.readers.rich_text import text_of_rtf


def text(inner, header=r"\rtf1\ansi\ansicpg1252"):
    return text_of_rtf(
        b"{" + header.encode() + b" " + (inner if isinstance(inner, bytes) else inner.encode()) + b"}"
    ).text


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (r"one\par two\tab three\line four", "one\ntwo\tthree\nfour"),
        (r"\'fcber {\b bold} \{braces\} \\", "über bold {braces} \\"),
        (r"{\fonttbl{\f0\fcharset238 Arial CE;}}\f0 P\'f8\'edli\'9a", "Příliš"),
        (r"{\fonttbl{\f0\fcharset128 Mincho;}}\f0 \'93\'fa\'96\'7b \'83Q", "日本 ゲ"),
        (r"{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Arial;}}\f0\'d1{\f1\'fc}\'f7", "Сüч"),
        (r"\uc1\u8364? and \uc2\u26085\'93\'fa\u26412 ??!", "€ and 日本!"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a{\*\unknown hidden}{\pict\bin4 }}{{b}\pard c", "ac"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
        (r"{\upr{ansi}{\*\ud{\u8364?}}}", "€"),
        (r"{\*\shpinst{\sp{\sn name}{\sv 1}}{\shptxt boxed}}", "boxed"),
        (r"before{\shp{\*\shpinst{\shptxt boxed\par}}}after", "before\nboxed\nafter"),
        (r"kept{\deleted gone}", "kept"),
        (r"body{\footnote note}{\header top}{\*\annotation remark}", "body\n\nnote\n\ntop\n\nremark"),
        (r"wo\-rd \emdash  a\~b", "word \u2014 a b"),
    ],
)
def test_text_is_shown_as_by_a_word_processor(inner, shown):
    assert text(inner) == shown


def test_code_page_of_the_document_is_used_without_a_font():
    assert text(r"\'c6\'e8\'e2", r"\rtf1\ansi\ansicpg1251") == "Жив"
    assert text(b"\\'93\\'fa", r"\rtf1\ansi\ansicpg932") == "日"
    assert text(r"x\'fc", r"\rtf1\ansi\ansicpg99999") == "xü"


def test_title_author_and_date_are_returned(path_of):
    info = rb"{\info{\title Rent}{\author Ada}{\creatim\yr2012\mo1\dy31\hr9}{\doccomm no}}"

    found = rtf_reader.read(path_of(rb"{\rtf1 " + info + rb"Words}"))

    assert found["pages"] == ["Words"]
    assert found["properties"] == {"title": "Rent", "author": "Ada", "created": "2012-01-31"}


@pytest.mark.parametrize(
    "body",
    [
        b"{" * 300_000,
        b"{\\rtf1" + b"{\\*\\a" * 90_000,
        b"{\\rtf1 " + b'\\field HYPERLINK "' * 100_000,
        b"{\\rtf1 " + b"\\'" * 500_000,
        b"{\\rtf1 \\bin99999999999999",
        b"{\\rtf1 \\u99999999999999 \\uc999999999 \\u1",
    ],
)
def test_hostile_file_is_read_in_time(body):
    before = time.process_time()

    text_of_rtf(body)

    assert time.process_time() - before < 5


@given(
    st.lists(
        st.sampled_from(
            [
                rb"\f1",
                rb"\u-5",
                rb"\'fc",
                b"{",
                b"}",
                rb"\*",
                rb"\upr",
                rb"\ud",
                rb"\uc3",
                rb"\bin2",
                b" x",
                rb"\info",
                rb"\title",
                rb"\footnote",
                rb"\fonttbl",
                rb"\yr",
            ]
        )
    )
)
def test_any_sequence_of_tokens_is_read(tokens):
    assert isinstance(text_of_rtf(b"{\\rtf1" + b"".join(tokens)).text, str)
