"""E-mail messages, and the parts that a reader finds in them."""

from base64 import b64decode
from email.message import EmailMessage
from email.policy import SMTP

from docloft_worker.readers import eml_reader

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
