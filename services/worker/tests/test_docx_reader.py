"""Word documents: their words wherever they are, and packages that are damaged, hostile or not written by Word. The
file is long because it is one format, whose packages are written here part by part.
"""

import io
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.errors import Refused
from docloft_worker.readers import docx_reader, packages
from docloft_worker.readers.cleaning import clean
from services.worker.tests.originals import WORD, opc, package, paragraph, saved, word, wordprocessing
from tests.ole_files import ole_file

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.fixture
def words(path_of):
    def read(body):
        return docx_reader.read(path_of(body))["pages"][0]

    return read


_LINE = st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(_LINE, min_size=1, max_size=8))
def test_every_paragraph_is_found_in_order(tmp_path, lines):
    path = tmp_path / "generated"
    path.write_bytes(word(*lines))

    found = docx_reader.read(str(path))["pages"][0]

    assert found == clean("\n".join(lines))


def test_tables_headers_footers_and_comments_are_read(words):
    document = docx.Document()
    run = document.add_paragraph("The body").runs[0]
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.sections[0].header.paragraphs[0].text = "On every page"
    document.sections[0].footer.paragraphs[0].text = "Page end"
    document.add_comment(run, text="Please check", author="A", initials="A")

    found = words(saved(document))

    assert found.startswith("The body\nleft\tright")
    assert all(part in found for part in ("On every page", "Page end", "Please check"))


def test_footnotes_and_endnotes_are_read_once(words):
    found = words(
        package(
            wordprocessing(f"<w:body>{paragraph('Body')}</w:body>"),
            footnotes=wordprocessing(f"<w:footnote>{paragraph('A footnote')}</w:footnote>", "footnotes"),
            endnotes=wordprocessing(f"<w:endnote>{paragraph('An endnote')}</w:endnote>", "endnotes"),
        )
    )

    assert found.split("\n\n\n") == ["Body", "A footnote", "An endnote"]


def test_text_box_in_two_versions_is_read_once(words):
    box = f"<w:txbxContent>{paragraph('Boxed')}</w:txbxContent>"
    body = (
        f'<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body><w:p><w:r><w:t>Before</w:t>'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        f"</mc:AlternateContent><w:t>after</w:t></w:r></w:p></w:body></w:document>"
    )

    assert words(package(body)).split() == ["Before", "Boxed", "after"]


def test_deleted_and_moved_text_is_not_read(words):
    body = wordprocessing(
        "<w:body><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r>"
        "</w:moveFrom><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p></w:body>"
    )

    assert words(package(body)) == "new"


def test_tabs_and_breaks_separate_words_and_hyphens_join_them(words):
    body = wordprocessing(
        "<w:body><w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='100'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>"
        "<w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r></w:p></w:body>"
    )

    assert words(package(body)) == "a\tb\nc-de"


@pytest.mark.parametrize(
    ("size", "place", "text", "partial"),
    [
        (60_000, "word/media/image1.emf", "", ["no_ocr"]),
        (60_000, "word/media/image1.WMF", "A picture of a letter", ["no_ocr"]),
        (60_000, "word/media/image1.emf", "A letter of many words. " * 9, None),
        (4_000, "word/media/logo.png", "", None),
        (60_000, "docProps/preview.jpeg", "", None),
    ],
    ids=["scan", "described scan", "illustrated text", "logo", "preview"],
)
def test_scan_pasted_as_a_metafile_is_reported_as_unread(path_of, size, place, text, partial):
    body = io.BytesIO(word(text))
    with zipfile.ZipFile(body, "a") as archive:
        archive.writestr(place, bytes(size))

    assert docx_reader.read(path_of(body.getvalue())).get("partial") == partial


def test_page_saved_as_a_message_is_read_where_it_is_inserted(words):
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>In=\r\nserted Gr=C3=B6=C3=9Fe</p>\r\n"
        b"--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"
    )
    body = opc("word/document.xml", wordprocessing(f"<w:body>{paragraph('Body')}</w:body>"), aFChunk=("a.mht", page))

    assert words(body).split() == ["Body", "Inserted", "Größe"]


def test_choices_of_an_old_form_field_are_read(words):
    field = "<w:ffData><w:ddList><w:listEntry w:val='one'/><w:listEntry w:val='two'/></w:ddList></w:ffData>"

    assert words(package(wordprocessing(f"<w:body><w:p><w:r>{field}</w:r></w:p></w:body>"))).split() == ["one", "two"]


def test_reading_of_characters_follows_its_paragraph(words):
    first, base, reading, last = (f"<w:r><w:t>{text}</w:t></w:r>" for text in ("給", "与", "よ", "明細"))
    ruby = f"<w:r><w:ruby><w:rt>{reading}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
    body = wordprocessing(f"<w:body><w:p>{first}{ruby}{last}</w:p>{paragraph('end')}</w:body>")

    assert words(package(body)) == "給与明細 よ\nend"


def test_strict_documents_and_other_part_names_are_read(words):
    body = wordprocessing(f"<w:body>{paragraph('Strict')}</w:body>").replace(
        WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )

    assert words(package(body, main="word/document2.xml")) == "Strict"


def test_xml_entities_are_refused_without_fetching_them(words):
    body = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + wordprocessing("<w:body>&x;</w:body>")

    with pytest.raises(Refused, match="no office program writes"):
        words(package(body))


def test_part_that_expands_beyond_the_limit_is_refused(words, monkeypatch):
    monkeypatch.setattr(packages, "MAX_EXPANDED", 100_000)

    with pytest.raises(Refused, match="too large"):
        words(package(wordprocessing("<w:body>" + " " * 200_000 + "</w:body>")))


def test_directory_with_too_many_entries_is_refused(words, monkeypatch):
    monkeypatch.setattr(packages, "MAX_MEMBERS", 2)

    with pytest.raises(Refused, match="too large"):
        words(word("text"))


def test_elements_nested_too_deep_are_refused(words):
    with pytest.raises(Refused, match="damaged"):
        words(package(wordprocessing("<w:p>" * 2_000 + "</w:p>" * 2_000)))


def test_encrypted_document_is_refused_with_a_remedy(words):
    with pytest.raises(Refused, match="password"):
        words(ole_file("EncryptionInfo", "EncryptedPackage"))


def test_encrypted_member_is_refused_with_a_remedy(words):
    body = bytearray(word("secret"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        offset = archive.getinfo("_rels/.rels").header_offset
    body[offset + 6] |= 1
    central = body.index(b"PK\x01\x02", body.rindex(b"[Content_Types].xml") - 60)
    while central >= 0:
        body[central + 8] |= 1
        central = body.find(b"PK\x01\x02", central + 4)

    with pytest.raises(Refused, match="password"):
        words(bytes(body))


@given(st.integers(0, 2**32), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_document_with_a_flipped_byte_is_read_or_refused(tmp_path, place, flip):
    body = bytearray(package(wordprocessing(f"<w:body>{paragraph('words')}</w:body>")))
    body[place % len(body)] ^= flip
    path = tmp_path / "flipped"
    path.write_bytes(body)

    try:
        found = docx_reader.read(str(path))
    except Refused:
        return
    assert isinstance(found["pages"][0], str)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.99])
def test_truncated_document_is_refused(words, share):
    whole = word("text")

    with pytest.raises(Refused, match="damaged"):
        words(whole[: int(len(whole) * share)])


def test_text_beyond_the_limit_is_left_out_and_marked_as_truncated(path_of, monkeypatch):
    monkeypatch.setattr("docloft_worker.readers.wordprocessing.MAX_CHARACTERS", 20)
    monkeypatch.setattr(packages, "MAX_CHARACTERS", 20)

    found = docx_reader.read(path_of(word(*["ten letters"] * 100)))

    assert found["truncated"]
    assert len(found["pages"][0]) <= 20


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("chunk.html", "<p>Zebrawood</p>"),
        ("chunk.rtf", "{\\rtf1 Zebrawood}"),
        ("chunk.txt", "Zebrawood"),
        ("chunk.docx", word("Zebrawood")),
    ],
)
def test_embedded_document_is_read(words, name, body):
    found = words(
        opc("word/document.xml", wordprocessing(f"<w:body>{paragraph('Body')}</w:body>"), aFChunk=(name, body))
    )

    assert found.split() == ["Body", "Zebrawood"]


def test_smart_art_and_charts_are_read(words):
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    found = words(
        opc(
            "word/document.xml",
            wordprocessing(f"<w:body>{paragraph('Body')}</w:body>"),
            diagramData=(
                "data.xml",
                f'<d xmlns:a="{drawing}/main"><a:p><a:t>Boss</a:t></a:p><a:p><a:t>Staff</a:t></a:p></d>',
            ),
            chart=("chart.xml", f'<c:c xmlns:c="{drawing}/chart"><c:f>A1:B2</c:f><c:v>Spring</c:v><c:v>12</c:v></c:c>'),
        )
    )

    assert found.split() == ["Body", "Boss", "Staff", "Spring", "12"]


def test_descriptions_of_pictures_and_watermarks_are_read_once(words):
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    described = (
        f'<p:docPr xmlns:p="{drawing}/wordprocessingDrawing" id="1" name="no" title="Title" descr="A red rose"/>'
        f'<p:cNvPr xmlns:p="{drawing}/picture" id="2" name="no" descr="A red rose"/>'
        '<v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="DRAFT"/>'
    )
    body = f"<w:body><w:p><w:r><w:t>Before</w:t>{described}<w:t>after</w:t></w:r></w:p></w:body>"

    assert words(package(wordprocessing(body))).split() == ["Before", "Title", "A", "red", "rose", "DRAFT", "after"]


@pytest.mark.parametrize("character", ["\x0b", "&#x1F;", "&#11;", "&#x0000b;", "&#xD83D;&#xDE00;", "&#xFFFE;"])
@pytest.mark.parametrize("chunk", [64 * 1024, 3, 16])
def test_characters_that_xml_does_not_permit_cost_nothing_else(words, monkeypatch, character, chunk):
    monkeypatch.setattr(packages, "_CHUNK", chunk)

    found = words(
        package(wordprocessing(f"<w:body>{paragraph(f'before{character}after &amp; &#228; &#x1F600;')}</w:body>"))
    )

    assert found.split() == ["before", "after", "&", "ä", "😀"]


def test_names_of_parts_with_backslashes_are_read(words):
    body = package(wordprocessing(f"<w:body>{paragraph('Written on Windows')}</w:body>"))

    assert words(body.replace(b"word/document.xml", b"word\\document.xml").replace(b'="/word\\', b'="/word/')) == (
        "Written on Windows"
    )


def test_parts_in_utf_16_are_read(words):
    body = '<?xml version="1.0" encoding="UTF-16"?>' + wordprocessing(f"<w:body>{paragraph('Größe')}</w:body>")

    assert words(package(body.encode("utf-16"))) == "Größe"


def test_text_before_a_damaged_place_is_kept_and_marked(path_of):
    found = docx_reader.read(path_of(package(wordprocessing(f"<w:body>{paragraph('Saved')}<w:p><oops"))))

    assert found["pages"] == ["Saved"]
    assert found["partial"] == ["pages_damaged"]


def test_title_author_and_date_are_returned(path_of):
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = " A\ttitle", "Ada"
    document.core_properties.language = "de-AT"

    found = docx_reader.read(path_of(saved(document)))["properties"]

    assert (found["title"], found["author"], found["language"]) == ("A title", "Ada", "de")
    assert found["created"] == "2013-12-23"
