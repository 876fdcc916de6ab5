"""Pictures in documents without pages of their own: which of them are recognised, and where their words go. The
file is long because it writes a document in each format that has pictures.
"""

import io
import itertools
import time
import zipfile
from base64 import b64encode

import pytest
from PIL import Image

from docloft import recognised_pages
from docloft.errors import Refused
from docloft.formats.docx import FORMAT
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft_worker.readers import (
    document_pictures,
    docx_reader,
    epub_reader,
    html_reader,
    markdown_reader,
    odf_reader,
    rtf_reader,
)
from docloft_worker.recognition import pages, rendering
from services.worker.tests.documents import received, reload
from services.worker.tests.originals import word as word_document
from services.worker.tests.originals import zipped
from services.worker.tests.recognised_scans import deliver, progress, read, waiting, words_of
from services.worker.tests.scans import letter, saved
from tests.fixtures import LIBRARY
from tests.narrowing import present

DOCX = FORMAT.media_type


def drawn(words, kind="PNG"):
    return saved(letter(words, size=(900, 300)), kind)


LARGE = saved(Image.new("L", (400, 300), 255), "PNG")
LARGE_JPEG = saved(Image.new("L", (400, 300), 255), "JPEG")
OTHER = saved(Image.new("L", (401, 300), 255), "PNG")


def added(document, **files):
    body = io.BytesIO(document)
    with zipfile.ZipFile(body, "a") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


def words_in(path, portion):
    found = pages.recognise(path, portion["unread"], ["eng"], total=portion["total"])["pages"]
    return {page["number"]: page["text"] for page in found}


def test_pictures_are_the_last_pages_of_a_document(path_of):
    first, second = drawn("zebrawood invoice"), drawn("mahogany receipt", "JPEG")
    path = path_of(
        added(word_document("The text"), **{"word/media/image10.jpg": second, "word/media/image9.png": first})
    )

    found = docx_reader.read(path)

    assert (found["pages"], found["total"], found["unread"]) == (["The text", "", ""], 3, [1, 2])
    assert words_in(path, found) == {1: "zebrawood invoice", 2: "mahogany receipt"}


def test_document_of_scans_only_has_a_page_for_each(path_of):
    path = path_of(added(word_document(), **{"word/media/image1.png": drawn("zebrawood invoice")}))

    found = docx_reader.read(path)

    assert (found["pages"], found["total"], found["unread"]) == ([""], 1, [0])
    assert "partial" not in found
    assert words_in(path, found) == {0: "zebrawood invoice"}


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({"word/media/icon.png": saved(Image.new("L", (64, 64)), "PNG")}, 0),
        ({"word/media/rule.png": saved(Image.new("L", (2000, 30)), "PNG")}, 0),
        ({"word/media/a.png": LARGE, "word/media/b.png": LARGE}, 1),
        ({"word/media/a.png": LARGE, "word/media/b.png": OTHER}, 2),
        ({"docProps/preview.jpeg": LARGE, "Thumbnails/thumbnail.png": LARGE}, 0),
        ({"word/media/a.png": b"no picture"}, 0),
        ({"word\\media\\a.JFIF": LARGE}, 1),
        ({"word/media/image1.tmp": LARGE, "word/other/image1.tmp": OTHER}, 1),
    ],
    ids=["icon", "rule", "twice", "two", "preview", "no picture", "backslashes", "other ending"],
)
def test_only_pictures_large_enough_for_words_are_recognised(path_of, files, count):
    found = docx_reader.read(path_of(added(word_document("The text"), **files)))

    assert len(found.get("unread", ())) == count


def test_pictures_beyond_the_limits_are_reported_as_unread(path_of, monkeypatch):
    monkeypatch.setattr(document_pictures, "MAX_PICTURES", 1)
    path = path_of(added(word_document("The text"), **{"word/media/a.png": LARGE, "word/media/b.png": OTHER}))
    assert (docx_reader.read(path)["partial"], docx_reader.read(path)["unread"]) == ([Gap.NO_OCR], [1])

    monkeypatch.setattr(document_pictures, "MAX_BYTES", 10)
    assert docx_reader.read(path)["partial"] == [Gap.NO_OCR]


def _shown(*pictures):
    return b"<p>The text" + b"".join(b"<img src='" + _address(picture) + b"'>" for picture in pictures)


def test_pictures_behind_too_many_icons_are_reported_as_unread(path_of, monkeypatch):
    monkeypatch.setattr(document_pictures, "_MOST_EXAMINED", 2)
    icons = [saved(Image.new("L", (16, 16), shade), "PNG") for shade in (0, 100, 200)]

    assert html_reader.read(path_of(_shown(*icons, LARGE)))["partial"] == [Gap.NO_OCR]
    assert html_reader.read(path_of(_shown(*icons[:1] * 5, LARGE)))["unread"] == [1]


def _with_empty_segments(count):
    """A JPEG file whose header has this many segments, each of which is read on its own."""
    return LARGE_JPEG[:2] + b"\xff\xe0\x00\x02" * count + LARGE_JPEG[2:]


def test_costly_headers_end_the_search_at_the_same_picture_each_time(path_of, monkeypatch):
    monkeypatch.setattr(document_pictures, "_READ_CALLS", 10_000)
    path = path_of(_shown(LARGE_JPEG, _with_empty_segments(5_000), OTHER))

    found = [html_reader.read(path) for _ in range(2)]

    assert [(one["unread"], one["partial"]) for one in found] == [([1], [Gap.NO_OCR])] * 2


def test_slow_machine_finds_the_same_pictures(path_of, monkeypatch):
    path = path_of(_shown(LARGE, OTHER))
    found = html_reader.read(path)["unread"]
    monkeypatch.setattr(time, "process_time", itertools.count(0, 10).__next__)

    assert html_reader.read(path)["unread"] == found == [1, 2]


def _epub(picture):
    opf = (
        "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='a' href='a.xhtml' "
        "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"
    )
    container = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>"
    files = {"META-INF/container.xml": container, "b.opf": opf, "a.xhtml": "<p>The text", "images/1.jpg": picture}
    return zipped(**files)


def _odf(picture):
    office, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text"))
    content = (
        f"<o:document-content xmlns:o='{office}' xmlns:t='{text}'><o:body><o:text><t:p>The text</t:p></o:text></o:body>"
        "</o:document-content>"
    )
    return zipped(**{"content.xml": content, "Pictures/1.jpg": picture})


def _address(picture, kind=b"image/jpeg"):
    return b"data:" + kind + b";base64," + b64encode(picture)


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        (odf_reader.read, _odf),
        (odf_reader.read_sheets, _odf),
        (epub_reader.read, _epub),
        (html_reader.read, lambda picture: b"<p>The text<img src='" + _address(picture) + b"'>"),
        # As Thunderbird writes it (RFC 2397, 3).
        (
            html_reader.read,
            lambda picture: (
                b'<p>The text<img src="' + _address(picture, b"image/jpeg;charset=x;filename=A%20scan (1).jpg") + b'">'
            ),
        ),
        (html_reader.read, lambda picture: b'<p style="background: url(' + _address(picture) + b')">The text'),
        (markdown_reader.read, lambda picture: b"The text ![a](" + _address(picture) + b")"),
        (
            rtf_reader.read,
            lambda picture: (
                b"{\\rtf1 The text{\\pict\\picw900{\\*\\blipuid 0123456789abcdef}\\jpegblip\r\n"
                + b"\r\n".join(picture.hex().encode()[at : at + 128] for at in range(0, 2 * len(picture), 128))
                + b"}}"
            ),
        ),
    ],
    ids=["odt", "ods", "epub", "html", "parameters", "css", "markdown", "rtf"],
)
def test_words_in_pictures_of_every_kind_of_document_are_recognised(path_of, reader, body):
    path = path_of(body(drawn("zebrawood invoice", "JPEG")))

    found = reader(path)

    assert found["unread"] == [found["total"] - 1]
    assert "The text" in found["pages"][0]
    assert words_in(path, found) == {found["total"] - 1: "zebrawood invoice"}


@pytest.mark.parametrize(
    "address", [b"data:image/png;base64,AAAA", b"data:image/png;", b"data:image/png;a=;a=;a=;a=;a="]
)
def test_addresses_without_an_end_take_linear_time(path_of, address):
    path = path_of(b"<p>The text" + address * 400_000)
    started = time.process_time()

    with document_pictures.opened(path) as pictures:
        assert present(pictures).found == []
    assert time.process_time() - started < 2


def test_page_that_is_not_a_picture_of_the_document_is_refused(path_of):
    path = path_of(added(word_document("The text"), **{"word/media/a.png": LARGE}))

    with rendering.opened(path, 3) as draw:
        assert draw(2).size == (400, 300)
        with pytest.raises(Refused):
            draw(1)


LETTER = "A letter with some words of its own."


@pytest.mark.usefixtures("cloud")
def test_text_is_found_before_its_pictures_are_recognised(ocr):
    document = received(added(word_document(LETTER), **{"word/media/a.png": LARGE, "word/media/b.png": OTHER}), DOCX)

    read(document)

    assert (progress(document), words_of(document)) == ((State.READY, 0, 2), LETTER.split())
    for body in waiting():
        assert deliver(body) == []
    after = reload(document)
    assert (progress(document), after.pages, after.partial) == ((State.READY, 2, 2), 3, [])
    assert words_of(document) == [*LETTER.split(), "page1", "words", "page2", "words"]
    assert present(recognised_pages.load(LIBRARY, document.document_id, 1)).words == ()


@pytest.mark.usefixtures("cloud")
def test_scan_in_a_document_without_words_is_ready_with_them(ocr):
    document = received(added(word_document(), **{"word/media/a.png": LARGE}), DOCX)

    read(document)

    assert (progress(document), words_of(document)) == ((State.READY, 1, 1), ["page0", "words"])


@pytest.mark.usefixtures("cloud")
@pytest.mark.parametrize(("text", "partial"), [(LETTER, []), ("", [Gap.NO_OCR])], ids=["photo", "scan"])
def test_picture_that_cannot_be_read_is_missing_only_where_there_are_no_other_words(ocr, text, partial):
    ocr.unreadable = {0, 1}
    document = received(added(word_document(text), **{"word/media/a.png": LARGE}), DOCX)

    read(document)
    for body in waiting():
        deliver(body)

    assert (reload(document).partial, words_of(document)) == (partial, text.split())
