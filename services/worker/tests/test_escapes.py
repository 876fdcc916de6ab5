import pytest

from docloft_worker.readers import text_reader
from docloft_worker.readers.escapes import resolved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'{"a": "Gr\u00f6\u00DFe \ud83d\ude00 \ud83d"}', '{"a": "Größe 😀 \ufffd"}'),
        (r' [\n"one\ntwo\tC:\\new \"x\""]'.replace(r"[\n", "[\n"), ' [\n"one\ntwo\tC:\\new "x""]'),
        (
            "<a>Gr&#246;&#xDF;e &amp; &lt;b&gt; &nbsp; &#55555; &#9999999;</a>",
            "<a>Größe & <b> &nbsp; &#55555; &#9999999;</a>",
        ),
        (
            "BEGIN:VCALENDAR\r\nDESCRIPTION:zebra\r\n wood\\nand\\, so\r\n",
            "BEGIN:VCALENDAR\nDESCRIPTION:zebrawood\nand, so",
        ),
        (
            "begin:vcard\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=\nler=\nin;A=3D\nFN:B=3D=\nend",
            "begin:vcard\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Müllerin;A=\nFN:B=3D=\nend",
        ),
        ("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a=", "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a="),
    ],
    ids=["JSON", "JSON array", "XML", "calendar", "card", "open line"],
)
def test_characters_are_as_they_are_meant(text, expected):
    assert resolved(text) == expected


@pytest.mark.parametrize(
    "text", [r"[paths]\nhome=C:\new\u0041", r"A note about \u00f6 and &#246;", r"{\rtf1 \u246}", r"[true-ish]\n\u0041"]
)
def test_other_text_is_left_as_it_is(text):
    assert resolved(text) == text


def test_words_of_a_file_of_values_are_read(path_of):
    body = rb'{"name": "Pr\u00fcfger\u00e4t"}'

    assert text_reader.read(path_of(body))["pages"] == ['{"name": "Prüfgerät"}']
