"""E-mail messages: their header, body and parts, and structures that are damaged or hostile. The file is long because
all of it is about one reader.
"""

import time
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from docloft_worker.readers import eml_reader, mime
from services.worker.tests.messages import HEADER, message, multipart, parts_of, text
from services.worker.tests.scans import saved


def test_message_has_header_body_properties_and_attachments(path_of):
    path = path_of(
        message(
            "Grüße",
            "Rechnung für März",
            ("Größe.pdf", b"%PDF-1.4 \x00", "application/pdf"),
            ("b.txt", b"B", "text/plain"),
        )
    )

    assert text(path).splitlines() == [
        "From: Ada Löve <ada@example.org>",
        "To: b@example.org",
        "Date: Wed, 20 Jul 2016 23:35:02 -0400",
        "Subject: Rechnung für März",
        "Attachments: Größe.pdf, b.txt",
        "",
        "Grüße",
    ]
    assert eml_reader.read(path)["properties"] == {
        "title": "Rechnung für März",
        "author": "Ada Löve",
        "created": "2016-07-20",
    }
    assert parts_of(path) == {"Größe.pdf": b"%PDF-1.4 \x00", "b.txt": b"B"}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"=?utf-8?B?R3LDvMOf?= =?utf-8?Q?e_und_mehr?=", "Grüße und mehr"),
        # A letter divided between two encoded words, which RFC 2047 forbids but some programs write.
        (b"=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?=", "Grüße"),
        ("Größe".encode(), "Größe"),
        ("Größe und Maß".encode("cp1252"), "Größe und Maß"),
        (b"=?x-unknown?Q?plain?=", "plain"),
        (b"=?utf-8?Q?one=0D=0ABcc:_two?=", "one Bcc: two"),
        (b"=?iso-8859-1?Q?caf=E9?= =?koi8-r?B?5g==?=", "caféФ"),
    ],
)
def test_subject_is_decoded(path_of, subject, expected):
    path = path_of(HEADER.replace(b"Order", subject) + b"\nText\n")

    assert eml_reader.read(path)["properties"]["title"] == expected


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (
            b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
            b"Gr=FC=DFe=\n!",
        ),
        (b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b64encode("Grüße!".encode())),
        (b"Content-Type: text/plain; charset=wrong-name", "Grüße!".encode()),
        (b"Content-Type: text/plain; charset=us-ascii", "Grüße!".encode()),
        (b"Content-Type: text/plain; charset=utf-8", "Viele liebe Grüße!".encode("cp1252")),
        (b"Content-Type: text/html", b"<p>Gr&uuml;&szlig;e<b>!</b>"),
        (b"X-Nothing: here", "Grüße!".encode()),
    ],
)
def test_body_is_decoded(path_of, fields, body):
    assert "Grüße!" in text(path_of(HEADER + fields + b"\n\n" + body))


def test_html_is_read_when_the_plain_version_says_nothing(path_of):
    html = "<html><body><p>The invoice about the peregrine falcon is attached.</p></body></html>"

    assert "peregrine" in text(path_of(message("Enable HTML.", "x", html=html)))
    assert "<p>" not in text(path_of(message("The same words as in the other one.", "x", html=html)))


def test_large_pictures_in_the_text_are_parts_and_small_ones_are_not(path_of):
    def picture(name, size):
        content = b64encode(bytes(size))
        return (
            b"Content-Type: image/png; name="
            + name
            + b"\nContent-ID: <1>\nContent-Transfer-Encoding: base64\n\n"
            + content
        )

    path = path_of(
        multipart(
            b"Content-Type: text/html\n\n<img src=cid:1>",
            picture(b"logo.png", 900),
            picture(b"photo.png", 90_000),
            kind="related",
        )
    )

    assert list(parts_of(path)) == ["photo.png"]


def test_small_file_with_a_large_picture_in_the_text_is_a_part(path_of):
    def drawn(name, *size):
        body = b64encode(saved(Image.new("L", size, 255))) + b"\n"
        return (
            b'Content-Type: image/png; name="' + name + b'"\nContent-ID: <1>\nContent-Disposition: inline\n'
            b"Content-Transfer-Encoding: base64\n\n" + body
        )

    path = path_of(multipart(drawn(b"screenshot.png", 900, 300), drawn(b"logo.png", 90, 30), kind="related"))

    assert list(parts_of(path)) == ["screenshot.png"]


@pytest.mark.parametrize("kind", [b"image/png", b"IMAGE/PNG;filename=A%20scan (1).png"])
def test_picture_written_in_the_text_is_a_part(path_of, kind):
    drawn = {size: saved(Image.new("L", size, 255)) for size in ((900, 300), (90, 30))}
    shown = b"".join(b"<img src='data:" + kind + b";base64," + b64encode(body) + b"'>" for body in drawn.values())
    page = b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b64encode(b"<p>See:" + shown) + b"\n"
    path = path_of(multipart(b"Content-Type: text/plain\n\nSee:", page, kind="alternative"))

    assert list(parts_of(path).values()) == [drawn[900, 300]]
    assert "base64" not in text(path)


def test_message_with_more_pictures_or_text_than_are_read_says_so(path_of, monkeypatch):
    shown = b"<img src='data:image/png;base64," + b64encode(saved(Image.new("L", (900, 300), 255))) + b"'>"
    path = path_of(multipart(b"Content-Type: text/html\n\n<p>See:" + shown * 9, kind="related"))
    assert not eml_reader.listing(path)["left_out"]

    with monkeypatch.context() as fewer:
        fewer.setattr(mime, "MAX_ENTITIES", 5)
        assert eml_reader.listing(path)["left_out"]
    monkeypatch.setattr(eml_reader, "MAX_BYTES", 100)
    assert (eml_reader.listing(path)["left_out"], eml_reader.read(path)["truncated"]) == (True, True)


def test_message_inside_is_a_part_named_by_its_subject_and_unchanged(path_of):
    inner = message("The inner text.", "Inner: order", ("deep.txt", b"deep", "text/plain")).replace(b"\r\n", b"\n")
    path = path_of(multipart(b"Content-Type: text/plain\n\nForwarded", b"Content-Type: message/rfc822\n\n" + inner))

    (content,) = parts_of(path).values()
    assert list(parts_of(path)) == ["Inner: order.eml"]
    assert content.rstrip() == inner.rstrip()
    assert "inner text" not in text(path)


def test_report_about_a_message_is_text(path_of):
    notification = b"Content-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n"
    path = path_of(multipart(b"Content-Type: text/plain\n\nread", notification, kind="report"))

    assert parts_of(path) == {}
    assert "Disposition: manual-action; displayed" in text(path)


def test_version_of_a_text_for_other_programs_is_neither_text_nor_part(path_of):
    versions = [
        b"Content-Type: text/plain\n\nhello there",
        b"Content-Type: text/x-amp-html\n\n<html amp4email><body>hello there</body></html>",
        b"Content-Type: text/html\n\n<p>hello there</p>",
    ]
    path = path_of(multipart(*versions, kind="alternative"))

    assert parts_of(path) == {}
    assert text(path).count("hello there") == 1


def test_message_without_its_end_keeps_what_is_there(path_of):
    whole = message("The text.", "x", ("a.txt", b"first", "text/plain"), ("b.txt", b"second" * 1000, "text/plain"))

    cut = path_of(whole[: len(whole) - 4000])

    assert "The text." in text(cut)
    assert parts_of(cut)["a.txt"] == b"first"


def test_boundary_that_begins_like_another_one_is_told_apart(path_of):
    inner = b'Content-Type: multipart/mixed; boundary="xy"\n\n--xy\n\nInner text\n--xy--\n'

    assert "Inner text" in text(path_of(multipart(inner, b"\nOuter text")))
    assert "Outer text" in text(path_of(multipart(inner, b"\nOuter text")))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(10_000)),
            id="nested",
        ),
        pytest.param(b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 100_000, id="many"),
        pytest.param(b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * 2_000_000, id="hyphens"),
        pytest.param(b'Content-Type: text/plain; name="' + b'";"' * 200_000 + b"\n\nx", id="quotes"),
        pytest.param(b"X: =?utf-8?Q?" + b"=?utf-8?Q?" * 100_000 + b"\n\nx", id="encoded words"),
        pytest.param(b"Subject:" + b" =?utf-8?q?a?=" * 100_000 + b"\n\nx", id="long subject"),
        pytest.param(b"To: " + b'"a" <' * 200_000 + b"\n\nx", id="addresses"),
    ],
)
def test_hostile_structure_takes_little_time(path_of, body):
    path = path_of(HEADER + body)
    started = time.process_time()

    eml_reader.read(path)
    eml_reader.listing(path)

    assert time.process_time() - started < 4


def test_structure_that_is_cut_says_so(path_of):
    path = path_of(HEADER + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 6_000)

    assert eml_reader.read(path)["truncated"]
    assert eml_reader.listing(path)["left_out"]


@given(st.binary(max_size=400), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "8bit"]))
def test_any_bytes_are_read_without_an_error(content, encoding):
    head = (
        HEADER
        + b"Content-Transfer-Encoding: "
        + encoding.encode()
        + b'\nContent-Type: multipart/mixed; boundary="-"\n\n'
    )

    for whole in (content, head + content, head + b"---\n" + content):
        found = mime.structure(whole)
        eml_reader.portion(found)
        for one in found.leaves:
            try:
                one.content().read_all(1000)
            except ValueError:
                assert encoding == "x-uuencode"


@given(st.binary(max_size=3000), st.integers(1, 3000))
def test_base64_is_decoded_wherever_it_is_divided(content, width):
    encoded = b64encode(content)
    lines = b"\r\n".join(encoded[at : at + width] for at in range(0, len(encoded), width))

    found = mime.structure(b"Content-Transfer-Encoding: base64\n\n" + lines)

    assert found.leaves[0].content().read_all(10_000) == content


def test_word_broken_at_the_end_of_a_line_is_whole(path_of):
    fields = b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    body = b"> zebra \n> wood \nand wal \nnut  \noak\n-- \nAda\n"

    found = text(path_of(HEADER + fields + body))

    assert found.endswith("> zebrawoodand walnut oak\n--\nAda")


@pytest.mark.parametrize(
    "around",
    [
        lambda message: message.replace(b"\n", b"\r"),
        lambda message: b"\xef\xbb\xbf\r\n\n" + message,
        lambda message: b"%d      \n" % len(message) + message + b"<?xml version='1.0'?><plist>walnut</plist>\n",
    ],
    ids=["old Mac", "blank lines", "Apple Mail"],
)
def test_body_is_read_whatever_program_saved_the_message(path_of, around):
    message = HEADER + b"Content-Transfer-Encoding: base64\n\n" + b64encode(b"zebrawood") + b"\n"

    text = eml_reader.read(path_of(around(message)))["pages"][0]

    assert text.endswith("Subject: Order\n\nzebrawood")


@pytest.mark.parametrize("opening", ["(", "(<", " (a", "=?utf-8?q?("])
@pytest.mark.parametrize("name", ["From", "To", "Date", "Subject", "Content-Type", "Content-Disposition"])
def test_header_nested_more_deeply_than_it_can_be_parsed_costs_no_text(path_of, name, opening):
    path = path_of(f"{name}: a {opening * 1000}\n\nzebrawood\n".encode())

    assert "zebrawood" in text(path)
