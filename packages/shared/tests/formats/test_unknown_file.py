import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from docloft import reasons
from docloft.errors import Refused
from docloft.formats.encodings import SAMPLE_BYTES
from docloft.formats.unknown_file import UnknownFile

MEGABYTE = 1024 * 1024


@pytest.fixture
def unknown(tmp_path):
    def make(content):
        path = tmp_path / "upload"
        path.write_bytes(content)
        return UnknownFile(path)

    return make


def zipped(**members):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return body.getvalue()


def test_only_the_beginning_of_a_file_is_its_head(unknown):
    assert unknown(b"x" * SAMPLE_BYTES + b"end").head == b"x" * SAMPLE_BYTES
    assert unknown(b"short").head == b"short"


@pytest.mark.parametrize(("size", "tail"), [(1, b"d"), (3, b"end"), (7, b"the end"), (100, b"the end")])
def test_tail_is_the_end_of_a_file_or_all_of_it(unknown, size, tail):
    assert unknown(b"the end").tail(size) == tail


def test_member_of_a_zip_file_is_read(unknown):
    file = unknown(zipped(one="first", two=b"x" * MEGABYTE))

    assert [file.zip_member(name) for name in ("one", "two", "three", "one")] == [
        b"first",
        b"x" * MEGABYTE,
        None,
        b"first",
    ]
    assert file.zip_names == {"one", "two"}


def test_other_file_has_no_members(unknown):
    assert unknown(b"words").zip_member("one") is None


@pytest.mark.parametrize(
    "content",
    [
        zipped(one=b"x" * (MEGABYTE + 1)),
        zipped(one="first").replace(struct.pack("<I", zlib.crc32(b"first")), bytes(4)),
        zipped(one=bytes(5000)).replace(struct.pack("<H", 8), struct.pack("<H", 99)),
        zipped(one="first")[:-30],
    ],
    ids=["too large", "other checksum", "other method", "cut"],
)
def test_member_that_is_too_large_or_damaged_is_refused(unknown, content):
    with pytest.raises(Refused) as refusal:
        unknown(content).zip_member("one")

    assert str(refusal.value) == reasons.INCOMPLETE


def test_member_that_claims_to_be_small_is_not_unpacked_whole(unknown):
    claimed = zipped(one=bytes(50 * MEGABYTE)).replace(struct.pack("<I", 50 * MEGABYTE), struct.pack("<I", 10))
    file = unknown(claimed)
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            file.zip_member("one")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 8 * MEGABYTE
