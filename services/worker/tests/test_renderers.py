"""What the renderers of mails, Word documents and web pages show and leave out."""

import importlib
import inspect
import zipfile
from email.message import EmailMessage
from io import BytesIO

import docx
import pytest
from PIL import Image

from docloft import reasons
from docloft.errors import Refused
from docloft.formats import FORMATS
from docloft_worker import rendition
from docloft_worker.renderers import (
    Missing,
    docx_renderer,
    epub_renderer,
    mail_renderer,
    outlook_renderer,
    sanitising,
    web_page_renderer,
)
from services.worker.tests import originals
from services.worker.tests.originals import zipped
from tests.ole_files import ole_file

HTML = "text/html"
RENDERERS = {one.name: one.rendition for one in FORMATS if one.rendition}


def picture():
    content = BytesIO()
    Image.new("RGB", (300, 100), "navy").save(content, "PNG")
    return content.getvalue()


def message(html, plain="Plain words.", **header):
    found = EmailMessage()
    for name, value in {"From": "Anna <anna@example.org>", "Subject": "Größe & Co", **header}.items():
        found[name] = value
    found.set_content(plain)
    if html:
        found.add_alternative(html, subtype="html")
    return found


@pytest.mark.parametrize("name", RENDERERS)
def test_renderer_of_a_format_exists_and_takes_a_path(name):
    module, function = RENDERERS[name].split(":")

    assert list(inspect.signature(getattr(importlib.import_module(module), function)).parameters) == ["path"]


def test_mail_shows_its_header_and_its_formatted_version(path_of):
    mail = message("</div></table></div><p>Formatted <b>words</b>.</p>")
    mail.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Invoice <1>.pdf")

    made = mail_renderer.render(path_of(mail.as_bytes()))

    for part in ("<h1>Größe &amp; Co</h1>", "Anna &lt;anna@example.org&gt;", "Invoice &lt;1&gt;.pdf", "<b>words</b>"):
        assert part in made["body"]
    # A box of its own, so that it cannot cover the header
    assert made["body"].endswith('</table></div>\n<div class="message"><p>Formatted <b>words</b>.</p>\n</div>')
    assert "Plain" not in made["body"]


def test_mail_with_plain_text_only_keeps_its_lines(path_of):
    made = mail_renderer.render(path_of(message("", plain="one\n  <two>\n").as_bytes()))

    assert "one\n  &lt;two&gt;" in made["body"]


def test_mail_whose_formatted_version_is_empty_shows_the_plain_one(path_of):
    made = mail_renderer.render(path_of(message("<style>p {}</style><div> </div>").as_bytes()))

    assert "Plain words." in made["body"]


def test_all_formatted_parts_of_a_version_are_shown(path_of):
    """Apple Mail writes mails like this when an attachment is in the middle of the text."""
    mail = message("<p>before</p>")
    mixed = [*mail.iter_parts()][1]
    mixed.make_mixed()
    mixed.add_attachment("<p>after</p>", subtype="html", disposition="inline")

    made = mail_renderer.render(path_of(mail.as_bytes()))

    assert made["body"].index("before") < made["body"].index("after")


def test_pictures_of_a_mail_are_those_that_it_carries(path_of):
    mail = message("<img src='cid:logo%40x'><img src='CID:logo@x'><img src='cid:other'>")
    [*mail.iter_parts()][1].add_related(picture(), "image", "png", cid="<logo@x>")

    made = mail_renderer.render(path_of(mail.as_bytes()))

    assert made["body"].count("data:image/png;base64,") == 2
    assert made["missing"] == [Missing.PICTURES]


def test_saved_page_shows_its_pictures_by_their_addresses(path_of):
    mail = message("<img src='http://example.org/a/one.png'><img src='two.png'>")
    related = [*mail.iter_parts()][1]
    related["Content-Location"] = "http://example.org/a/page.html"
    for name in ("one", "two"):
        related.add_related(picture(), "image", "png", headers=[f"Content-Location: http://example.org/a/{name}.png"])

    made = mail_renderer.render(path_of(mail.as_bytes()))

    assert made["body"].count("data:image/png;base64,") == 2
    assert made["missing"] == []


def wide(text):
    return text.encode("utf-16-le").ljust(4096, b"\0")


@pytest.mark.parametrize(
    ("streams", "shown"),
    [
        ({"10130102": b"<p>Formatted <b>words</b>.</p>".ljust(4096), "1000001F": wide("Plain.")}, "<b>words</b>"),
        ({"10130102": b"<style>p {}</style>".ljust(4096), "1000001F": wide("Plain <words>.")}, "Plain &lt;words&gt;."),
        ({"1000001F": wide("Plain words.")}, "Plain words."),
    ],
)
def test_outlook_message_shows_its_header_and_its_formatted_version(path_of, streams, shown):
    fields = {"0037001F": wide("Größe"), "5D01001F": wide("ada@example.org"), **streams}
    file = ole_file(
        "__nameid_version1.0", "__properties_version1.0", **{f"__substg1.0_{k}": v for k, v in fields.items()}
    )

    made = outlook_renderer.render(path_of(file))

    assert '<span lang="de">Von</span></th><td>&lt;ada@example.org&gt;</td></tr>' in made["body"]
    assert "<h1>Größe</h1>" in made["body"]
    assert shown in made["body"]


def test_book_shows_its_chapters_and_their_pictures(path_of):
    package = (
        '<package><manifest><item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="a.html" media-type="text/html"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    chapter = "<html><body><h1>Two</h1><img src='../pictures/a%20b.png'/><img src='/etc/passwd'/></body></html>"
    book = zipped(
        **{
            "META-INF/container.xml": container,
            "OPS/book.opf": package,
            "OPS/a.html": "<h1>One</h1>",
            "OPS/text/b.xhtml": chapter,
            "OPS/pictures/a b.png": picture(),
        }
    )

    made = epub_renderer.render(path_of(book))

    assert made["body"].startswith("<section><h1>One</h1></section>\n<section>")
    assert made["body"].count("data:image/png;base64,") == 1
    assert made["missing"] == [Missing.PICTURES]


def test_long_book_is_cut_after_a_chapter(path_of, monkeypatch):
    monkeypatch.setattr(sanitising, "MOST_CHARACTERS", 20)
    book = zipped(**{"a.html": "<p>First chapter</p>", "b.html": "<p>Second</p>", "c.html": "<p>Third</p>"})

    made = epub_renderer.render(path_of(book))

    assert "First chapter" in made["body"]
    assert "Second" not in made["body"]
    assert made["missing"] == [Missing.END]


def letter():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Example & Sons"
    document.add_heading("Notice", 1)
    document.add_paragraph("ends on ").add_run("Monday").bold = True
    document.add_paragraph("first", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "<one>", "two"
    document.add_picture(BytesIO(picture()))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def test_word_document_shows_headings_lists_tables_and_pictures(path_of):
    made = docx_renderer.render(path_of(letter()))

    for part in ("Example &amp; Sons", "<h1>Notice</h1>", "<strong>Monday</strong>", "<li>first</li>", "&lt;one&gt;"):
        assert part in made["body"]
    assert "data:image/png;base64," in made["body"]
    assert (made["look"], made["missing"]) == ("letter", [])


def test_word_document_never_shows_files_outside_of_it(path_of):
    """A relationship may refer to any file or address (CVE-2025-11849)."""
    source, target = zipfile.ZipFile(BytesIO(letter())), BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            body = source.read(name)
            if name == "word/_rels/document.xml.rels":
                body = body.replace(b'Target="media/image1.png"', b'Target="file:///etc/passwd" TargetMode="External"')
                body = body.replace(b"r:embed", b"r:link")
            if name == "word/document.xml":
                body = body.replace(b"r:embed", b"r:link")
            package.writestr(name, body)

    made = docx_renderer.render(path_of(target.getvalue()))

    assert "data:" not in made["body"]


def test_word_document_that_would_lose_most_of_its_text_is_refused(path_of):
    body = originals.word("words " * 50)
    assert "words" in docx_renderer.render(path_of(body))["body"]
    reader = docx_renderer.docx_reader
    found = reader.text_of_document
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "text_of_document", lambda package: found(package) + " more" * 100)
        with pytest.raises(Refused) as refused:
            docx_renderer.render(path_of(body))
        patch.setattr(reader, "text_of_document", lambda package: found(package) + " more" * 20)
        assert docx_renderer.render(path_of(body))["missing"] == [Missing.TEXT]

    assert refused.value.reason == reasons.COMPLEX_LAYOUT


def test_long_web_page_is_cut(path_of):
    made = web_page_renderer.render(path_of(b"<!doctype html>" + b"<p>Some words of a long page.</p>" * 1_600_000))

    assert made["missing"] == [Missing.END]
    assert len(made["body"]) < rendition.MAX_CHARACTERS


@pytest.mark.parametrize("body", [b"<html><body></body></html>", b"<script>1</script>", b"<title>T</title>"])
def test_page_that_shows_nothing_is_refused(path_of, body):
    with pytest.raises(Refused) as refused:
        web_page_renderer.render(path_of(body))

    assert refused.value.reason == reasons.NOTHING_TO_SHOW
