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
    "text",
    [
        r"[paths]\nhome=C:\new\u0041",
        r"A note about \u00f6 and &#246;",
        r"{\rtf1 \u246}",
        r"[true-ish]\n\u0041",
        r"X{}\n",
    ],
)
def test_other_text_is_left_as_it_is(text):
    assert resolved(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'{"a": "\b\f\n\r\t\/\\\""}', '{"a": "  \n\n\t/\\""}'),
        ("{}\\n", "{}\n"),
        ("\ufeff \r\n\t[1]\\n", "\ufeff \r\n\t[1]\n"),
        ("[null]\\n", "[null]\n"),
        (
            "<a>&#x10FFFF;&#x110000;&#xD7FF;&#xD800;&#xDFFF;&#xE000;</a>",
            "<a>\U0010ffff&#x110000;\ud7ff&#xD800;&#xDFFF;\ue000</a>",
        ),
        ("<a>&quot;&apos;&gt;</a>", "<a>\"'></a>"),
        ("BEGIN:VCARD\nN:a\\Nb\\;c\\,d\\\\e\\f", "BEGIN:VCARD\nN:a\nb;c,d\\e\\f"),
        ("Begin:VCard\nN:a\\nb", "Begin:VCard\nN:a\nb"),
        ("BEGIN:VCARD\nN:a=\nM:b", "BEGIN:VCARD\nN:a=\nM:b"),
        (
            "BEGIN:VCARD\nN;encoding=quoted-printable:a=3D\nM:b=3D",
            "BEGIN:VCARD\nN;encoding=quoted-printable:a=\nM:b=3D",
        ),
        ("BEGIN:VCARD\nNOTE:ENCODING=QUOTED-PRINTABLE:a=3D", "BEGIN:VCARD\nNOTE:ENCODING=QUOTED-PRINTABLE:a=3D"),
        ("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a:b=3D", "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a:b="),
        ("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a=3D:b", "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a=:b"),
        ("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a\ud800=3D", "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:a?="),
        ("BEGIN:VCARD\r\nN:a\r\n\tb\r\nM:c", "BEGIN:VCARD\nN:ab\nM:c"),
    ],
)
def test_each_escape_is_read(text, expected):
    assert resolved(text) == expected


def test_kind_of_file_is_judged_by_its_beginning():
    assert resolved(" " * 998 + "{}\\n") == " " * 998 + "{}\n"
    assert resolved(" " * 999 + "{}\\n") == " " * 999 + "{}\\n"


def test_words_of_a_file_of_values_are_read(path_of):
    body = rb'{"name": "Pr\u00fcfger\u00e4t"}'

    assert text_reader.read(path_of(body))["pages"] == ['{"name": "Prüfgerät"}']
