"""Files that a password opens, made as the programs that lock them do, and the request to open one."""

import io
import struct
import zipfile
import zlib
from hashlib import md5

import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4

from docloft_worker import handler
from tests.fixtures import LIBRARY
from tests.lambda_context import Context
from tests.ole_files import ole_file

PASSWORD = "s3cret-wörd"


def locked_package(body):
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(body)).encrypt(PASSWORD, locked)
    return locked.getvalue()


def locked_word_97(text):
    """A document of Word 97 that is encrypted with RC4 ([MS-DOC] 2.2.6.2)."""
    main, header_size = bytearray(2048), 52
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", main, 10, 0x0100 | 0x0200)
    struct.pack_into("<I", main, 14, header_size)
    pieces = struct.pack("<III", 0, len(text), 0)[:8] + struct.pack("<HIH", 0, (len(main) * 2) | 0x40000000, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x01A2, header_size, len(clx))
    main += text.encode("cp1252").ljust(4096, b"\0")
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = DocumentRC4.decrypt(
        PASSWORD, salt, io.BytesIO(verifier + md5(verifier, usedforsecurity=False).digest())
    ).read()
    encrypted = DocumentRC4.decrypt(PASSWORD, salt, io.BytesIO(bytes(main))).read()
    table = DocumentRC4.decrypt(PASSWORD, salt, io.BytesIO(bytes(header_size) + clx.ljust(4096, b"\0"))).read()
    header = struct.pack("<HH", 1, 1) + salt + proof
    streams = {"WordDocument": bytes(main[:68]) + encrypted[68:], "1Table": header + table[header_size:]}
    return ole_file(**{name: body.ljust(8192, b"\0") for name, body in streams.items()})


FILES = {"Letters/one.txt": b"rosewood", "two.txt": b"satinwood" * 1000}


def aes_zip():
    body = io.BytesIO()
    with pyzipper.AESZipFile(body, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(PASSWORD.encode())
        for name, content in FILES.items():
            archive.writestr(name, content)
    return body.getvalue()


def old_zip(password):
    """Encrypted with the cipher of the APPNOTE (6.1), which Python can only decrypt."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in FILES.items():
            entry = zipfile.ZipInfo(name)
            header = bytes(11) + bytes([zlib.crc32(content) >> 24])
            archive.writestr(entry, _encrypted(header + content, password))
    changed = bytearray(body.getvalue())
    with zipfile.ZipFile(body) as archive:
        entries = archive.infolist()
    at = 0
    for entry in entries:
        crc = struct.pack("<I", zlib.crc32(FILES[entry.filename]))
        size = struct.pack("<I", len(FILES[entry.filename]))
        at = changed.index(b"PK\x01\x02", at + 1 if at else 0)
        for flags, checksum, length in ((entry.header_offset + 6, 14, 22), (at + 8, at + 16, at + 24)):
            changed[flags] |= 1
            start = entry.header_offset if flags < at else 0
            changed[start + checksum : start + checksum + 4] = crc
            changed[start + length : start + length + 4] = size
    return bytes(changed)


def _encrypted(content, password):
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(crc, byte):
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
        return crc

    def update(byte):
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    found = bytearray()
    for byte in content:
        key = (keys[2] & 0xFFFF) | 2
        found.append(byte ^ ((key * (key ^ 1) >> 8) & 0xFF))
        update(byte)
    return bytes(found)


def unlock(document, password):
    request = {
        "library_id": LIBRARY,
        "document_id": document.document_id,
        "password": password,
        "correlation_id": "browser-0123456789",
    }
    return handler.work({"unlock": request}, Context())["outcome"]
