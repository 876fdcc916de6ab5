"""Files that are embedded in office documents: whole, as OLE objects, and as the folders of OpenDocument."""

import io
import struct
import time
import zipfile

import pytest

from docloft import formats
from docloft.errors import Refused
from docloft_worker.readers import embedded_files, odf_reader, rtf_objects
from services.worker.tests.originals import RELATIONSHIPS, pdf, word, zipped
from services.worker.tests.taken_parts import parts_of
from tests.narrowing import present
from tests.ole_files import ole_file

ODF = "application/vnd.oasis.opendocument"
PDF = pdf("Embedded.").ljust(5000, b"\n")


def native(name, content, unicode_name="", link=0):
    """The stream of a packaged file, as Windows writes it."""
    path = f"C:\\Users\\Ada\\{name}".encode("cp1252") + b"\x00"
    body = struct.pack("<H", 2) + name.encode("cp1252") + b"\x00" + path
    body += struct.pack("<HHI", link, 3, len(path)) + path + struct.pack("<I", len(content)) + content
    if unicode_name:
        for one in (f"C:\\Temp\\{unicode_name}", unicode_name):
            body += struct.pack("<I", len(one)) + one.encode("utf-16-le")
    return struct.pack("<I", len(body)) + body


def added(document, **files):
    body = io.BytesIO(document)
    with zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


def odf(*entries, **files):
    listed = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media_type}"/>' for path, media_type in entries
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<m:manifest xmlns:m="{namespace}">{listed}</m:manifest>'
    return zipped(**{"mimetype": f"{ODF}.text", "content.xml": "<a/>", "META-INF/manifest.xml": manifest, **files})


def taken(path, reader=embedded_files, most=1 << 22):
    return parts_of(reader, path, most)


@pytest.mark.parametrize("folder", ["word", "xl", "ppt", "/word", "WORD\\Slides"])
def test_whole_files_are_parts_of_an_office_document(path_of, folder):
    inner = word("Inside")
    path = path_of(zipped(**{f"{folder}/embeddings/Microsoft_Word_Document1.docx": inner, "word/document.xml": "<a/>"}))

    assert taken(path) == {"Microsoft_Word_Document1.docx": inner}
    assert taken(path, most=100) == {"Microsoft_Word_Document1.docx": inner}


@pytest.mark.parametrize(
    ("stream", "content", "expected"),
    [
        ("\x01Ole10Native", native("Plan.pdf", PDF), ("Plan.pdf", PDF)),
        ("\x01Ole10Native", native("Plan?.pdf", PDF, "Pläne 図.pdf"), ("Pläne 図.pdf", PDF)),
        ("\x01Ole10Native", struct.pack("<I", 5000) + b"BM" + bytes(4998), ("oleObject1", b"BM" + bytes(4998))),
        ("CONTENTS", PDF, ("oleObject1.pdf", PDF)),
        ("Package", added(word("Inside"), pad=bytes(5000)), ("oleObject1.docx", None)),
        ("WordDocument", bytes(4096), ("oleObject1.doc", "whole")),
        ("Workbook", bytes(4096), ("oleObject1.xls", "whole")),
        ("Drawing", bytes(4096), ("oleObject1", "whole")),
    ],
    ids=["package", "unicode", "picture", "pdf", "docx", "doc", "xls", "other"],
)
def test_file_in_an_ole_object_is_a_part_under_its_name(path_of, stream, content, expected):
    object_ = ole_file("\x01CompObj", **{stream: content})
    path = path_of(added(word("Outside"), **{"word/embeddings/oleObject1.bin": object_}))

    name, wanted = expected
    assert taken(path) == {name: {"whole": object_, None: content}.get(wanted, wanted)}


@pytest.mark.parametrize(
    "object_",
    [
        ole_file("\x01CompObj", **{"Equation Native": bytes(4096)}),
        ole_file("\x01Ole", "\x03ObjInfo", "\x02OlePres000"),
        ole_file("\x01CompObj", **{"\x01Ole10Native": native("Linked.pdf", bytes(5000), link=1)}),
        b"",
    ],
    ids=["equation", "link", "linked package", "empty"],
)
def test_object_without_a_file_is_not_a_part(path_of, object_):
    path = path_of(added(word("Outside"), **{"word/embeddings/oleObject1.bin": object_}))

    assert embedded_files.listing(path) == {"parts": [], "left_out": False}


@pytest.mark.parametrize(
    "object_",
    [
        ole_file("\x01CompObj", **{"\x01Ole10Native": native("Cut.pdf", PDF)[:4500]}),
        ole_file("\x01CompObj", **{"\x01Ole10Native": native("Cut.pdf", PDF)})[:1500],
    ],
    ids=["cut package", "cut object"],
)
def test_damaged_object_is_left_out_and_others_are_taken_out(path_of, object_):
    path = path_of(added(word("Outside"), **{"word/embeddings/oleObject1.bin": object_, "word/embeddings/a.pdf": PDF}))

    assert embedded_files.listing(path)["left_out"]
    assert taken(path) == {"a.pdf": PDF}


def test_locked_file_is_left_out_and_others_are_taken_out(path_of):
    document = bytearray(added(word("Outside"), **{"word/embeddings/b.txt": b"Locked.", "word/embeddings/a.pdf": PDF}))
    document[document.rfind(b"PK\x01\x02", 0, document.rfind(b"word/embeddings/b.txt")) + 8] = 1
    path = path_of(bytes(document))

    assert embedded_files.listing(path)["left_out"]
    assert taken(path) == {"a.pdf": PDF}


def test_object_beyond_the_limit_is_left_out(path_of, monkeypatch):
    monkeypatch.setattr(embedded_files, "MAX_OBJECT_BYTES", 4000)
    object_ = ole_file(**{"\x01Ole10Native": native("Plan.pdf", PDF)})
    path = path_of(added(word("Outside"), **{"word/embeddings/oleObject1.bin": object_}))

    assert embedded_files.listing(path) == {"parts": [], "left_out": True}


def test_workbook_behind_a_chart_is_not_a_part(path_of):
    relation = (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" Target="../embeddings/Sheet1.xlsx" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"/></Relationships>'
    )
    files = {
        "ppt/charts/chart1.xml": "<a/>",
        "ppt/charts/_rels/chart1.xml.rels": relation,
        "ppt/embeddings/Sheet1.xlsx": b"behind",
        "ppt/embeddings/Sheet2.xlsx": b"embedded",
    }

    assert taken(path_of(zipped(**files))) == {"Sheet2.xlsx": b"embedded"}


def test_object_of_an_opendocument_file_is_a_part(path_of):
    object_ = ole_file("\x01CompObj", **{"\x01Ole10Native": native("Plan.pdf", PDF)})
    path = path_of(
        odf(("Object 1", "application/vnd.sun.star.oleobject"), **{"Object 1": object_, "styles.xml": "<a/>"})
    )

    assert taken(path) == {"Plan.pdf": PDF}


def test_folder_of_an_opendocument_file_is_a_document_that_is_always_the_same(path_of):
    content = (
        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><t:p>Inside</t:p></o:body>'
        "</o:document-content>"
    )
    body = odf(
        ("Object 1/", f"{ODF}.text"),
        ("Object 2/", f"{ODF}.formula"),
        ("Object 3/", f"{ODF}.chart"),
        **{
            "Object 1/content.xml": content,
            "Object 1/Pictures/a.png": b"picture",
            "Object 2/content.xml": "<a/>",
            "Object 3/content.xml": "<a/>",
            "Object 10/content.xml": "<a/>",
        },
    )

    found = taken(path_of(body))

    assert list(found) == ["Object 1.odt"]
    assert taken(path_of(body)) == found
    assert taken(path_of(body), most=200) == found
    assert odf_reader.read(path_of(found["Object 1.odt"]))["pages"] == ["Inside"]
    with zipfile.ZipFile(io.BytesIO(found["Object 1.odt"])) as archive:
        assert archive.namelist() == ["mimetype", "META-INF/manifest.xml", "content.xml", "Pictures/a.png"]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_many_objects_are_bounded(path_of):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"word/embeddings/{number}.txt", b"x")
    started = time.process_time()

    found = embedded_files.listing(path_of(body.getvalue()))

    assert (len(found["parts"]), found["left_out"]) == (1_000, True)
    assert time.process_time() - started < 3


def test_file_that_is_not_a_package_is_refused(path_of):
    with pytest.raises(Refused):
        embedded_files.listing(path_of(b"PK\x03\x04 no package"))


@pytest.mark.parametrize("name", ["docx", "xlsx", "pptx", "odt", "ods", "odp", "odg", "xlsb", "rtf"])
def test_every_format_with_embedded_files_has_parts(name):
    (media_type,) = formats.named(name)

    assert present(formats.find(media_type)).parts


def ole1(kind, class_name, content):
    names = b"".join(struct.pack("<I", len(one)) + one for one in (class_name + b"\x00", b"", b""))
    return struct.pack("<II", 0x501, kind) + names + struct.pack("<I", len(content)) + content


@pytest.mark.parametrize(
    ("object_", "expected"),
    [
        (ole1(2, b"Package", native("Plan.pdf", PDF)[4:]), {"Plan.pdf": PDF}),
        (ole1(2, b"AcroExch", ole_file(CONTENTS=PDF)), {"Object 1.pdf": PDF}),
        (ole1(1, b"Package", b"linked"), {}),
    ],
    ids=["package", "ole", "link"],
)
def test_object_of_an_rtf_document_is_a_part(path_of, object_, expected):
    digits = b"\r\n".join(object_.hex().encode()[at : at + 64] for at in range(0, 2 * len(object_), 64))
    path = path_of(b"{\\rtf1 before {\\object\\objemb{\\*\\objclass X}{\\*\\objdata " + digits + b"}} after}")

    assert taken(path, rtf_objects) == expected
    assert not rtf_objects.listing(path)["left_out"]


def test_object_behind_large_pictures_of_an_rtf_document_is_a_part(path_of):
    digits = ole1(2, b"Package", native("Note.txt", b"Note")[4:]).hex().encode()
    path = path_of(b"{\\rtf1 {\\pict " + b"00" * (9 << 20) + b"}{\\object{\\*\\objdata " + digits + b"}}}")

    assert taken(path, rtf_objects) == {"Note.txt": b"Note"}


def test_damaged_object_of_an_rtf_document_is_left_out(path_of):
    path = path_of(b"{\\rtf1 {\\object{\\*\\objdata 01050000020000000800}} {\\*\\objdata zz}}")

    assert rtf_objects.listing(path) == {"parts": [], "left_out": True}
