"""Office documents that are one XML file. Words that programs split into several runs stay whole."""

import time
from base64 import b64encode

import pytest
from PIL import Image

from docloft_worker.readers import office_xml_reader
from services.worker.tests.originals import WORD
from services.worker.tests.scans import saved

ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "meta")
)
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
RUNS = (
    "<w:p><w:r><w:t>Rech</w:t></w:r><w:proofErr/><w:r><w:t>nung</w:t></w:r></w:p><w:p><w:r><w:t>Next</w:t></w:r></w:p>"
)


def word(inner, before=""):
    return (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="{WORD_2003}" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office">{before}<w:body>{inner}</w:body></w:wordDocument>'
    )


def flat(kind, inner):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return f'<office:document {ODF} office:mimetype="{mimetype}"><office:body>{inner}</office:body></office:document>'


FLAT_PACKAGE = (
    '<?mso-application progid="Word.Document"?><pkg:package '
    'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml">'
    f'<pkg:xmlData><w:document xmlns:w="{WORD}"><w:body>{RUNS}</w:body></w:document></pkg:xmlData></pkg:part>'
    "</pkg:package>"
)
WORKBOOK = (
    f'<Workbook xmlns="{EXCEL}" xmlns:ss="{EXCEL}"><Worksheet ss:Name="One"><Table><Row><Cell><ss:Data '
    'ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Rech</B>nung</ss:Data></Cell><Cell><Data>12'
    "</Data><Comment><Data>Note</Data></Comment></Cell></Row><Row><Cell><Data>b</Data></Cell></Row></Table>"
    '</Worksheet><Worksheet ss:Name="Two"/></Workbook>'
)


@pytest.mark.parametrize(
    ("document", "pages"),
    [
        (word(RUNS), ["Rechnung\nNext"]),
        (
            FLAT_PACKAGE,
            ["Rechnung\nNext"],
        ),
        (flat("text", "<text:p>Rech<text:span>nung</text:span></text:p><text:p>Next</text:p>"), ["Rechnung\nNext"]),
        (
            flat(
                "spreadsheet",
                "<table:table table:name='One'><table:table-row><table:table-cell><text:p>a</text:p>"
                "</table:table-cell></table:table-row></table:table><table:table table:name='Two'/>",
            ),
            ["One\na", "Two"],
        ),
        (
            WORKBOOK,
            ["One\nRechnung \t12 Note\nb", "Two"],
        ),
    ],
    ids=["word 2003", "flat package", "flat text", "flat sheets", "excel 2003"],
)
def test_words_of_documents_in_one_file_are_read(path_of, document, pages):
    found = office_xml_reader.read(path_of(document.encode()))

    assert found["pages"] == pages
    assert "partial" not in found


def test_properties_are_read(path_of):
    about = "<o:DocumentProperties><o:Title>Rent</o:Title><o:Author>Ada</o:Author></o:DocumentProperties>"
    meta = (
        '<office:meta xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Rent</dc:title>'
        "<meta:initial-creator>Ada</meta:initial-creator></office:meta>"
    )

    for document in (word(RUNS, about), flat("text", f"{meta}<text:p>Next</text:p>")):
        assert office_xml_reader.read(path_of(document.encode()))["properties"] == {"title": "Rent", "author": "Ada"}


@pytest.mark.parametrize(
    "document",
    [
        '<?mso-application progid="Word.Document"?> is what Word writes first',
        word("<!-- no words -->"),
        '<!DOCTYPE a [<!ENTITY x "y">]><office:document>&x;</office:document>',
    ],
    ids=["note", "empty", "entities"],
)
def test_text_that_is_not_a_document_is_read_as_it_is(path_of, document):
    assert office_xml_reader.read(path_of(document.encode()))["pages"] == [document]


def test_damaged_document_keeps_what_was_read(path_of):
    found = office_xml_reader.read(path_of(word(RUNS).encode()[:-40]))

    assert (found["pages"], found["partial"]) == (["Rechnung\nNext"], ["pages_damaged"])


@pytest.mark.parametrize(
    "document",
    [
        flat("text", "<text:p>Text<office:binary-data>{}</office:binary-data></text:p>"),
        word("<w:p><w:r><w:t>Text</w:t><w:binData w:name='a.png' xml:space='preserve'>{}</w:binData></w:r></w:p>"),
    ],
    ids=["opendocument", "word"],
)
def test_pictures_are_recognised_and_are_not_text(path_of, document):
    picture = b64encode(saved(Image.new("L", (400, 300), 255))).decode()

    found = office_xml_reader.read(path_of(document.format(picture).encode()))

    assert (found["pages"], found["unread"]) == (["Text", ""], [1])


def test_elements_nested_deeply_end_the_text(path_of):
    started = time.process_time()
    document = f'<Workbook xmlns="{EXCEL}"><Worksheet>' + "<a>" * 200_000

    office_xml_reader.read(path_of(document.encode()))

    assert time.process_time() - started < 4
