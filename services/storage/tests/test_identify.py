"""Files are identified by their content."""

import gzip
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import formats
from docloft.errors import Refused
from docloft.formats.docx import FORMAT as DOCX
from docloft.formats.pptx import FORMAT as PPTX
from docloft.formats.unknown_file import UnknownFile
from docloft.formats.xlsx import FORMAT as XLSX
from docloft_storage import identify
from services.storage.tests import files
from tests.ole_files import ole_file


def identified(tmp_path, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    return identify.identify(str(path))["media_type"]


OPC = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'
ODF = "application/vnd.oasis.opendocument."

SIGNED = bytes.fromhex("3082059a06092a864886f70d0107")
"""The beginning of a CMS file, without the last number of its type."""

KNOWN = [
    (files.pdf(), "application/pdf"),
    (b"<html><!-- a page, then -->\n" + files.pdf(), "application/pdf"),
    (files.picture(), "image/jpeg"),
    (files.picture(form="PNG"), "image/png"),
    (files.picture(form="WEBP"), "image/webp"),
    (files.picture(form="GIF"), "image/gif"),
    (files.picture(form="TIFF"), "image/tiff"),
    (files.picture(form="TIFF", big_tiff=True), "image/tiff"),
    (files.picture(form="BMP"), "image/bmp"),
    (files.picture(form="AVIF"), "image/avif"),
    (b"\x78\x9f\x3e\x22\x01\x00" + bytes(40), "application/vnd.ms-tnef"),
    (SIGNED + b"\x02\xa0\x82\x05\x80", "application/pkcs7-mime"),
    (SIGNED + b"\x03\xa0\x82\x05\x80", "application/pkcs7-mime"),
    (b64encode(SIGNED + b"\x02\xa0\x82\x05\x80" + bytes(9)), "application/pkcs7-mime"),
    (b"-----BEGIN CMS-----\n" + b64encode(SIGNED + b"\x02\xa0" + bytes(9)), "application/pkcs7-mime"),
    (b"BMW and other cars, a list\n1. an old one", "text/plain"),
    (files.word(), DOCX.media_type),
    (files.package(**{"a.pdf": files.pdf()}), "application/zip"),
    (files.archive(a=files.pdf()), "application/x-tar"),
    (gzip.compress(files.pdf()), "application/gzip"),
    (ole_file("__nameid_version1.0", "__properties_version1.0", "Workbook"), "application/vnd.ms-outlook"),
    (ole_file("__nameid_version1.0", "__properties_version1.0", "WordDocument", "ObjectPool"), "application/msword"),
    (files.mail() + files.pdf(), "message/rfc822"),
    (files.mail().replace(b"Hello", b"%PDF-1.4"), "message/rfc822"),
    (b"Received: from a.example by b.example; 1 May 2026\n\nHello", "message/rfc822"),
    (b"From - Fri May 01 10:00:00 2026\n" + files.mail(), "message/rfc822"),
    (b"\xef\xbb\xbf\r\n" + files.mail(), "message/rfc822"),
    (b"92      \n" + files.mail(), "message/rfc822"),
    (files.mail().replace(b"\n", b""), "message/rfc822"),
    (b"From: a@example.org\nSubject: x\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n", "message/rfc822"),
    (2 * (b"From a@example.org Fri May 01 10:00:00 2026\n" + files.mail() + b"\n"), "application/mbox"),
    (files.package(mimetype="something else", **{"a.txt": "hello"}), "application/zip"),
    (files.office("ms-word.document.macroEnabled.main+xml"), DOCX.media_type),
    (files.office("openxmlformats-officedocument.wordprocessingml.template.main+xml"), DOCX.media_type),
    (files.package(**{"[Content_Types].xml": OPC.format("spreadsheetml.sheet").encode("utf-16")}), XLSX.media_type),
    (files.office("ms-excel.sheet.macroEnabled.main+xml"), XLSX.media_type),
    (files.office("openxmlformats-officedocument.presentationml.slideshow.main+xml"), PPTX.media_type),
    (files.office("ms-excel.sheet.binary.macroEnabled.main"), "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    (files.office("ms-visio.drawing.main+xml"), "application/x-ole-storage"),
    (files.package(mimetype=f"{ODF}text"), f"{ODF}text"),
    (files.package(mimetype=f"{ODF}spreadsheet-template"), f"{ODF}spreadsheet"),
    (files.package(mimetype=f"{ODF}presentation"), f"{ODF}presentation"),
    (files.package(mimetype=f"{ODF}graphics"), f"{ODF}graphics"),
    (files.package(mimetype=f"{ODF}formula"), "application/x-ole-storage"),
    (files.package(mimetype="application/epub+zip"), "application/epub+zip"),
    (b"{\\rtf1 hello}", "application/rtf"),
    (b"%!PS is how a PostScript file begins.", "text/plain"),
    (b"%!PS-Adobe is how a PostScript file begins.", "text/plain"),
    (b"From: a@example.org\nSubject: x\nDate: Fri, 1 May 2026 10:00:00 +0200\n\nHello", "message/rfc822"),
    (b"From: a@example.org\nSubject: x\nDate: Fri, 1 May 2026, 10:00\n\nTyped.", "text/plain"),
    (b"1234ftypheic is what a photo begins with.", "text/plain"),
    (ole_file("WordDocument", "1Table"), "application/msword"),
    (ole_file("Workbook"), "application/vnd.ms-excel"),
    (ole_file("Book"), "application/vnd.ms-excel"),
    (ole_file("PowerPoint Document", "Current User"), "application/vnd.ms-powerpoint"),
    (ole_file("VisioDocument"), "application/x-ole-storage"),
    (files.package(**{"Index/Document.iwa": "x"}), "application/x-ole-storage"),
    (b"<!DOCTYPE html><p>Hello", "text/html"),
    ("<!-- x --><html lang='de'>".encode("utf-16-le"), "text/html"),
    (b"# Title\n\n- one\n- two\n", "text/markdown"),
    (b"Just a few words.", "text/plain"),
    (b"# Title\n\nA letter, typed.", "text/plain"),
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
    # The first bytes are not what they seem to be.
    (b"GIF89a is how these files begin, said the note.", "text/plain"),
    (b"RIFF or WEBP? Ask.", "text/plain"),
    (b"PK\x03\x04 is how ZIP files begin, said the note.", "text/plain"),
    (b"AC1012 is a plane, and P5 a place.\nMThd?", "text/plain"),
    (b"BM is short for bitmap. OTTO is a name, and 8BPS a speed.", "text/plain"),
    (b"%PDF-1.7 is the first line of such a file.\nIts last is %%EOF.\n", "text/plain"),
    (b"Notes: such a file begins with %PDF-1.7, then comes 1 0 obj and, later, endobj.", "text/plain"),
    (b"<!doctype html><p>A file starts with <code>%PDF-1.4</code>, then 1 0 obj, endobj.", "text/html"),
    (files.picture(comment=b"%PDF-1.4\n1 0 obj endobj"), "image/jpeg"),
    (b"Delivered by the scanner.\r\n" + files.pdf(), "application/pdf"),
    (b"\n\n" + files.pdf(), "application/pdf"),
    (b"\xef\xbb\xbf" + files.pdf(), "application/pdf"),
    (b"%QDF" + files.pdf()[4:], "application/pdf"),
    (bytes(8) + files.pdf()[8:], "application/pdf"),
    (files.pdf()[:400], "application/pdf"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
    # Text that no mail program writes.
    (b"Received: 12 chairs, 3 tables\nFrom: The Furniture House\nDate: 4 March\n\nSigned.", "text/plain"),
    (b"From: a@example.org\nTo: b@example.org\nSubject: a draft\n\nTyped.", "text/plain"),
    (b"1200\nNote: pay by Friday, a@example.org\n", "text/plain"),
    # Zero bytes, and markup after a lot of other text.
    (b"A record" + bytes(4000), "text/plain"),
    (bytes(70_000) + b"The log goes on.", "text/plain"),
    (b"2026-01-01 started\n2026-01-02 \x00 again\n" * 9, "text/plain"),
    (b"<!-- a licence -->\n" * 24 + b"<html><p>Hello", "text/html"),
    (b"<!-- a licence -->" + b"<!-- -- >" * 24 + b"x", "text/plain"),
    (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument', "application/x-office-xml"),
    (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "application/x-office-xml"),
    (b'<?xml version="1.0"?>\n<office:document xmlns:office="x">', "application/x-office-xml"),
    (b'<?xml version="1.0"?>\n<office:document-content xmlns:office="x">', "text/plain"),
    (b'<?xml version="1.0"?>\n<package xmlns="x">', "text/plain"),
    (b"<!--" + b" x" * 9000 + b"-->" + b" " * 9000 + b"<!doctype html>", "text/html"),
]


@pytest.mark.parametrize(("content", "media_type"), KNOWN)
def test_format_is_identified_by_its_content(tmp_path, content, media_type):
    assert identified(tmp_path, content) == media_type


def test_pdf_with_a_long_first_object_is_a_pdf(tmp_path):
    first = b"1 0 obj\n<</Type/Catalog/X " + b"[" * 50_000 + b"]" * 50_000 + b">>\nendobj\n"

    content = b"%PDF-1.7\n" + first + b"trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"

    assert identified(tmp_path, content) == "application/pdf"


def test_text_between_controls_of_a_terminal_is_text(tmp_path):
    assert identified(tmp_path, bytes(range(32)) * 100 + b"zebrawood \x1b]0;x\x07") == "text/plain"


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
        (b"MZ" + b"\x90\x00" * 400, "a program"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 100, "a program"),
        (bytes(range(256)) * 20, "cannot read this kind of file"),
        # A camera's raw TIFF, BigTIFF, JPEG 2000, and audio in WebP's container format
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(100), "a camera RAW photo"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100), "a JPEG 2000 image"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(100), "a sound recording"),
        (b"RIFF\x24\x00\x00\x00ACONanih" + bytes(100), "a media file"),
        (b"\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01" + bytes(100), "an icon"),
        (b"P6\n64 64\n255\n" + b"\xff\xfe\x00" * 100, "a Netpbm image"),
        (b"\xd7\xcd\xc6\x9a" + bytes(100), "a Windows metafile"),
        (b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(100), "a Windows metafile"),
        (bytes(128) + b"DICM" + bytes(100), "a medical image"),
        (bytes(32_769) + b"CD001\x01" + bytes(100), "a disk image"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(100), "an Access database"),
        (b"!BDN\x8a\x01\x00\x00" + bytes(100), "an Outlook data file"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100), "a Windows shortcut"),
        (b"AC1027\x00\x00" + bytes(100), "an AutoCAD drawing"),
        (b"MSCF\x00\x00\x00\x00" + bytes(100), "a Cabinet archive"),
        (b"\xed\xab\xee\xdb\x03" + bytes(100), "a Linux package"),
        (b"!<arch>\ndebian-binary   0\n\x1f\x8b\x00" + bytes(100), "a Linux package"),
        (b"gimp xcf file\x00" + bytes(100), "a GIMP image"),
        (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae" + bytes(100), "a OneNote notebook"),
        (b"\xff\xfb\x90\x64" + bytes(100), "a sound recording"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6" + bytes(100), "a media file"),
        (files.word()[:2000], "damaged"),
        (ole_file("Workbook")[:700], "a damaged office file"),
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
