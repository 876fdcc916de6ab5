from docloft_worker.readers import epub_reader
from services.worker.tests.originals import zipped

PACKAGE = (
    '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Walden</dc:title>'
    "<dc:creator>Thoreau</dc:creator><dc:language>en-US</dc:language><dc:date>1854-08-09</dc:date></metadata>"
    '<manifest><item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="../one.html" media-type="text/html"/><item id="i" href="i.png" media-type="image/png"/>'
    '</manifest><spine><itemref idref="a"/><itemref idref="b"/><itemref idref="i"/></spine></package>'
)
CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'


def test_chapters_are_pages_in_reading_order(path_of):
    body = zipped(
        **{
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": PACKAGE,
            "OPS/two b.xhtml": "<!DOCTYPE html><html><body><p>Größe &amp; more</p></body></html>",
            "one.html": "<p>First</p>",
        }
    )

    found = epub_reader.read(path_of(body))

    assert found["pages"] == ["First", "Größe & more"]
    assert found["properties"] == {"title": "Walden", "author": "Thoreau", "language": "en", "created": "1854-08-09"}


def test_book_that_takes_too_long_keeps_the_chapters_read_before(path_of, monkeypatch):
    monkeypatch.setattr(epub_reader, "MAX_CHARACTERS", 5)
    body = zipped(**{"a.html": "<p>First chapter", "b.html": "<p>Second"})

    found = epub_reader.read(path_of(body))

    assert (found["pages"], found["partial"]) == (["First chapter"], ["text_cut"])


def test_book_without_a_table_of_contents_is_read_by_name(path_of):
    assert epub_reader.read(path_of(zipped(**{"b.html": "<p>B", "a.html": "<p>A"})))["pages"] == ["A", "B"]
