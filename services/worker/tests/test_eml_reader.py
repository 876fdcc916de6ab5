import time
from base64 import b64decode, b64encode
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers import eml_reader, mbox_reader, mime
from services.worker.tests.signatures import signed, streamed

HEADER = b"From: Ada <ada@example.org>\nTo: b@example.org\nSubject: Order\nMIME-Version: 1.0\n"


def message(body="See the files.", subject="Order", *files, html=None):
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "Ada Löve <ada@example.org>", "b@example.org", subject
    made["Date"] = "Wed, 20 Jul 2016 23:35:02 -0400"
    made.set_content(body)
    if html:
        made.add_alternative(html, subtype="html")
    for name, content, kind in files:
        made.add_attachment(content, *kind.split("/"), filename=name)
    return made.as_bytes()


def multipart(*parts, kind="mixed", boundary="x"):
    joined = b"".join(b"--" + boundary.encode() + b"\n" + part + b"\n" for part in parts)
    return (
        HEADER
        + f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
        + joined
        + b"--"
        + boundary.encode()
        + b"--\n"
    )


def text(path):
    return "\n".join(eml_reader.read(path)["pages"])


def parts_of(path, reader=eml_reader):
    listed = reader.listing(path)["parts"]
    found = reader.pieces(path, [one["number"] for one in listed], 0, 1 << 22)["pieces"]
    return {one["name"]: b64decode(piece["content"]) for one, piece in zip(listed, found, strict=True)}


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


def test_small_pictures_in_the_text_are_no_parts_and_large_ones_are(path_of):
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


def test_message_inside_is_a_part_named_by_its_subject_and_unchanged(path_of):
    inner = message("The inner text.", "Inner: order", ("deep.txt", b"deep", "text/plain")).replace(b"\r\n", b"\n")
    path = path_of(multipart(b"Content-Type: text/plain\n\nForwarded", b"Content-Type: message/rfc822\n\n" + inner))

    (content,) = parts_of(path).values()
    assert list(parts_of(path)) == ["Inner: order.eml"]
    assert content.rstrip() == inner.rstrip()
    assert "inner text" not in text(path)


def test_signature_is_no_part(path_of):
    path = path_of(
        multipart(b"\nSigned.", b"Content-Type: application/pgp-signature; name=signature.asc\n\nabc", kind="signed")
    )

    assert parts_of(path) == {}


UUENCODED = b"begin 644 plan.txt\n#0V%T\n`\nend\n"


def test_files_between_the_lines_of_a_text_are_parts_and_not_its_words(path_of):
    path = path_of(HEADER + b"\nsee below\n" + UUENCODED + b"between\nbegin 600 B.bin\r\n!0@  \r\n\r\nend\r\nregards\n")

    assert parts_of(path) == {"plan.txt": b"Cat", "B.bin": b"B"}
    assert text(path).split("\n", 3)[3].split() == [
        "Attachments:",
        "plan.txt,",
        "B.bin",
        "see",
        "below",
        "between",
        "regards",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"begin 644 the meeting\nand end it\n",
        b"begin 644 cut.bin\n#0V%T\n",
        b"begin 644 empty\nend\n",
        b"begin 644 the meeting\n\n\nend\n",
        b"to begin 644 x\n#0V%T\n`\nend\n",
        b"begin 644 x\n" + b"M" + b"!" * 200 + b"\nend\n",
    ],
)
def test_text_that_only_begins_like_a_file_stays_text(path_of, body):
    path = path_of(HEADER + b"\n" + body)

    assert parts_of(path) == {}
    assert body.decode().split()[0] in text(path)


def test_lines_that_begin_like_files_take_linear_time(path_of):
    path = path_of(HEADER + b"\n" + b"begin 644 x\n#0V%T\n" * 200_000)
    started = time.process_time()

    assert parts_of(path) == {}
    assert time.process_time() - started < 8


def test_file_kept_elsewhere_is_named_and_reported_as_left_out(path_of):
    reference = (
        b'Content-Type: message/external-body; access-type=URL; URL="https://example.org/Plan.pdf"\n\n'
        b"Content-Type: application/pdf; name=Plan.pdf\n"
    )
    path = path_of(multipart(b"Content-Type: text/plain\n\nhello", reference))

    assert "Attachments: Plan.pdf https://example.org/Plan.pdf\n" in text(path)
    assert eml_reader.listing(path) == {"parts": [], "left_out": True}


def test_fragment_of_a_message_is_a_part(path_of):
    path = path_of(
        HEADER + b'Content-Type: message/partial; id="a@b"; number=1; total=2\n\nSubject: Whole\n\nfirst half\n'
    )

    assert parts_of(path) == {"Message 1.eml": b"Subject: Whole\n\nfirst half\n"}
    assert "Attachments: Message 1.eml" in text(path)


@pytest.mark.parametrize(
    "message",
    [
        multipart(
            b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
            b'Content-Type: application/octet-stream; name="encrypted.asc"\n\n-----BEGIN PGP MESSAGE-----\n',
            kind="encrypted",
        ),
        HEADER + b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\n\nxyz',
    ],
)
def test_encrypted_body_is_reported_as_left_out(path_of, message):
    path = path_of(message)

    assert eml_reader.listing(path) == {"parts": [], "left_out": True}
    assert text(path).splitlines()[-1] == "Subject: Order"


@pytest.mark.parametrize("sign", [signed, streamed])
def test_message_inside_a_signature_is_read_as_if_it_were_not_signed(path_of, sign):
    inner = multipart(b"Content-Type: text/plain\n\nDear Bob", b'Content-Type: application/pdf; name="a.pdf"\n\n%PDF-1')
    inner = inner.removeprefix(HEADER)
    outer = b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\n'
    path = path_of(HEADER + outer + b"Content-Transfer-Encoding: base64\n\n" + b64encode(sign(inner)))

    assert parts_of(path) == {"a.pdf": b"%PDF-1"}
    assert "Subject: Order" in text(path)
    assert "Dear Bob" in text(path)


def test_damaged_signature_around_a_message_is_a_part(path_of):
    outer = b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\n\n'

    assert parts_of(path_of(HEADER + outer + b"0\x82xyz")) == {"smime.p7m": b"0\x82xyz"}


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


def mailbox(*messages):
    return b"".join(b"From a@example.org Wed Jul 20 17:35:02 2016\n" + one + b"\n" for one in messages)


def test_each_message_of_a_mailbox_is_a_part(path_of):
    path = path_of(
        mailbox(HEADER + b"\nOne\n>From here on\n>>From there\n", HEADER.replace(b"Order", b"A/B") + b"\nTwo\n")
    )

    found = parts_of(path, mbox_reader)

    assert list(found) == ["Order.eml", "A-B.eml"]
    assert found["Order.eml"].rstrip() == HEADER + b"\nOne\nFrom here on\n>From there"
    assert mbox_reader.read(path)["pages"] == ["Ada <ada@example.org>  Order\nAda <ada@example.org>  A/B"]


def test_messages_without_an_empty_line_between_them_are_apart(path_of):
    separator = b"From ada@example.org Wed Jul 20 23:35:02 2016\n"
    path = path_of(separator + b"Subject: A\n\na\n" + separator + b"Subject: B\n\nb\n")

    assert parts_of(path, mbox_reader) == {"A.eml": b"Subject: A\n\na\n", "B.eml": b"Subject: B\n\nb\n"}


def test_paragraph_that_begins_with_from_begins_no_message(path_of):
    path = path_of(
        b"From ada@example.org Wed Jul 20 23:35:02 2016\nSubject: A\n\na\n\nFrom here on, all is well\nfor me\n"
    )

    assert list(parts_of(path, mbox_reader)) == ["A.eml"]


def test_from_in_the_middle_of_a_paragraph_begins_no_message(path_of):
    path = path_of(mailbox(HEADER + b"\nI come\nFrom the sea\n", HEADER + b"\nTwo\n"))

    assert len(mbox_reader.listing(path)["parts"]) == 2


@pytest.mark.parametrize("opening", ["(", "(<", " (a", "=?utf-8?q?("])
@pytest.mark.parametrize("name", ["From", "To", "Date", "Subject", "Content-Type", "Content-Disposition"])
def test_header_nested_more_deeply_than_it_can_be_parsed_costs_no_text(path_of, name, opening):
    path = path_of(f"{name}: a {opening * 1000}\n\nzebrawood\n".encode())

    assert "zebrawood" in text(path)
