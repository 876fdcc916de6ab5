"""Files are identified by their content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import formats
from docloft.errors import Refused
from docloft.formats.docx import FORMAT as DOCX
from docloft.formats.unknown_file import UnknownFile
from docloft_storage import identify
from services.storage.tests import files


def identified(tmp_path, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    return identify.identify(str(path))["media_type"]


KNOWN = [
    (files.pdf(), "application/pdf"),
    (b"<html><!-- a page, then -->\n" + files.pdf(), "application/pdf"),
    (files.picture(), "image/jpeg"),
    (files.picture(form="PNG"), "image/png"),
    (files.picture(form="WEBP"), "image/webp"),
    (files.picture(form="GIF"), "image/gif"),
    (files.picture(form="TIFF"), "image/tiff"),
    (files.word(), DOCX.media_type),
    (b"<!DOCTYPE html><p>Hello", "text/html"),
    ("<!-- x --><html lang='de'>".encode("utf-16-le"), "text/html"),
    (b"# Title\n\n- one\n- two\n", "text/markdown"),
    (b"Just a few words.", "text/plain"),
    (b"From: the desk of Ada\nSubject: nothing\n\nA letter, typed.", "text/plain"),
    ("Größe und Maß".encode("cp1252"), "text/plain"),
    ("Zwölf Boxkämpfer jagen Viktor".encode("utf-16"), "text/plain"),
    ("Zwölf Boxkämpfer jagen Viktor".encode("utf-16-be"), "text/plain"),
    ("日本語の文書".encode("shift-jis"), "text/plain"),
    ("Счёт за март".encode("utf-16-le"), "text/plain"),
    ("三月分の家賃です。\n".encode("utf-16-be"), "text/plain"),
    ("三月分の家賃です。".encode("iso2022_jp"), "text/plain"),
    ("삼월 임대료 청구서".encode("iso2022_kr"), "text/plain"),
    (b"<p>Hello <b>you</b>", "text/html"),
    (b"<table><tr><td>1</table>", "text/html"),
    (b'<div align="center">\n\n# Title\n\n- one\n', "text/markdown"),
    (b"<a@example.org> wrote:\n> hello", "text/plain"),
    (b"FAQ\n===\n\n* one\n* **two**\n\n> quoted", "text/plain"),
    (b'# run it\nimport os\nif __name__ == "__main__":\n    pass\n', "text/plain"),
    (b'<?xml version="1.0"?><invoice total="3"/>', "text/plain"),
    (b"[" * 5000, "text/plain"),
]


@pytest.mark.parametrize(("content", "media_type"), KNOWN)
def test_format_is_identified_by_its_content(tmp_path, content, media_type):
    assert identified(tmp_path, content) == media_type


@pytest.mark.parametrize("content", [content for content, _ in KNOWN])
def test_first_recognition_that_matches_is_the_only_one_of_its_precedence(tmp_path, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    file = UnknownFile(path)

    matching = [recognition.precedence for recognition, _ in identify.candidates() if recognition.matches(file)]

    assert matching.count(matching[0]) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MZ" + b"\x90\x00" * 400, "cannot read this kind of file"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 100, "cannot read this kind of file"),
        (bytes(range(256)) * 20, "cannot read this kind of file"),
        # A camera's raw TIFF, BigTIFF, JPEG 2000, and audio in WebP's container format
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(100), "cannot read this kind of file"),
        (b"II+\x00\x08\x00\x00\x00" + bytes(100), "cannot read this kind of file"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100), "cannot read this kind of file"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(100), "cannot read this kind of file"),
        (files.office("spreadsheetml.sheet"), "Excel workbook"),
        (files.office("presentationml.presentation"), "PowerPoint"),
        (files.package(**{"a.txt": "hello"}), "ZIP archive"),
        (files.word()[:2000], "damaged"),
        (files.encrypted_office(), "locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "older Office program"),
        (files.mail(), "e-mail message"),
        (b"{\\rtf1 hello}", "RTF document"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG drawing"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><s:svg onload="alert(1)">', "SVG drawing"),
        ("<!-- drawn --><svg>".encode("utf-16"), "SVG drawing"),
    ],
)
def test_refusal_names_the_kind_of_file(tmp_path, content, reason):
    with pytest.raises(Refused, match=reason) as refusal:
        identified(tmp_path, content)

    assert str(refusal.value).endswith(".")


@given(st.binary(min_size=1, max_size=4000))
def test_any_bytes_are_accepted_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    try:
        verdict = identify.identify(str(path))["media_type"]
    except Refused as refusal:
        verdict = str(refusal)
    assert formats.find(verdict) or verdict.endswith(".")
