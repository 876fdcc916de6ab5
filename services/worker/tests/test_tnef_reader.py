"""winmail.dat, written here by hand."""

import struct
from base64 import b64decode
from contextlib import suppress

import compressed_rtf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.errors import Refused
from docloft_worker.readers import tnef_reader


def attribute(number, value, level=2):
    return struct.pack("<BHHI", level, number, 0, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def padded(value):
    return value + bytes(-len(value) % 4)


def prop(number, kind, value):
    return struct.pack("<HHII", kind, number, 1, len(value)) + padded(value)


def named(kind, value):
    name = "x".encode("utf-16-le") + b"\0\0"
    return struct.pack("<HH16sII", kind, 0x8001, bytes(16), 1, len(name)) + padded(name) + struct.pack("<I", value)


def props(*found):
    return struct.pack("<I", len(found)) + b"".join(found)


RICH = compressed_rtf.compress(b"{\\rtf1\\ansi The body, zebrawood\\par }")
MESSAGE = (
    struct.pack("<IH", 0x223E9F78, 1)
    + attribute(0x9007, struct.pack("<II", 1250, 0), level=1)
    + attribute(0x8004, "Żółta Größe\0".encode("cp1250"), level=1)
    + attribute(0x9003, props(named(3, 7), prop(0x3FDE, 0x1E, b"x\0"), prop(0x1009, 0x102, RICH)), level=1)
    + attribute(0x9002, bytes(14))
    + attribute(0x8010, b"LETTER~1.TXT\0")
    + attribute(0x800F, b"rosewood")
    + attribute(0x9005, props(prop(0x3707, 0x1F, "Der längere Name.txt\0".encode("utf-16-le"))))
    + attribute(0x9002, bytes(14))
    + attribute(0x9005, props(prop(0x3701, 0x0D, bytes(16) + b"satinwood")))
)


def parts_of(path):
    listed = tnef_reader.listing(path)["parts"]
    found = tnef_reader.pieces(path, [one["number"] for one in listed], 0, 1 << 20)["pieces"]
    return {one["name"]: b64decode(piece["content"]) for one, piece in zip(listed, found, strict=True)}


def test_subject_body_and_attachments_are_read(path_of):
    found = tnef_reader.read(path_of(MESSAGE))

    assert found["pages"] == [
        "Subject: Żółta Größe\nAttachments: Der längere Name.txt, Attachment 2\n\nThe body, zebrawood"
    ]
    assert found["properties"] == {"title": "Żółta Größe"}
    assert parts_of(path_of(MESSAGE)) == {"Der längere Name.txt": b"rosewood", "Attachment 2": b"satinwood"}


def test_file_without_its_end_has_what_comes_before(path_of):
    assert parts_of(path_of(MESSAGE[: MESSAGE.index(b"satinwood") + 3])) == {
        "Der längere Name.txt": b"rosewood",
        "Attachment 2": b"",
    }


def test_file_of_which_only_the_beginning_is_left_is_refused(path_of):
    with pytest.raises(Refused, match="damaged"):
        tnef_reader.read(path_of(MESSAGE[:16]))


@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_file_with_changed_bytes_is_read_or_refused(tmp_path, place, change):
    body = bytearray(MESSAGE)
    at = place % len(body)
    body[at : at + len(change)] = change
    path = tmp_path / "changed"
    path.write_bytes(body)

    for function in (tnef_reader.read, tnef_reader.listing):
        with suppress(Refused):
            function(str(path))
