"""Small files for tests."""

import io
import struct
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime

import docx
from fpdf import FPDF
from PIL import Image

from tests.ole_files import ole_file


def pdf(*pages, **encryption):
    document = FPDF()
    # With a fixed date, the same pages always produce the same bytes.
    document.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    document.set_font("helvetica", size=12)
    for page in pages or ("A page.",):
        document.add_page()
        document.multi_cell(0, text=page)
    if encryption:
        document.set_encryption(**encryption)
    return bytes(document.output())


def picture(width=600, height=300, form="JPEG", mode="RGB", orientation=None, colour="white", **options):
    image = Image.new(mode, (width, height), colour)
    # The upper left corner is dark, so that a rotation is visible.
    image.paste("black" if mode != "RGBA" else (0, 0, 0, 255), (0, 0, width // 4, height // 4))
    if orientation:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    body = io.BytesIO()
    image.save(body, form, **options)
    return body.getvalue()


def word():
    document = docx.Document()
    document.add_paragraph("A letter.")
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def package(**parts):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def archive(**members):
    """A tar archive."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return body.getvalue()


def office(kind):
    types = f'<Types><Override ContentType="application/vnd.{kind}"/></Types>'
    return package(**{"[Content_Types].xml": types})


def png_that_claims(width, height):
    """A header with that size but hardly any data: a decompression bomb."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def encrypted_office():
    return ole_file("EncryptionInfo", "EncryptedPackage")


def mail():
    return b"From: a@example.org\r\nTo: b@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: Hello\r\n\r\nText\r\n"
