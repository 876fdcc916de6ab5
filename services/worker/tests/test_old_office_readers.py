"""Word, Excel and PowerPoint files from before 2007. Their bytes are written here by hand."""

import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.errors import Refused
from docloft_worker.readers import doc_reader, ppt_reader, xls_reader
from tests.ole_files import ole_file


def word(*pieces, flags=0):
    """A document of pieces: bytes are in Windows-1252, strings in UTF-16."""
    main, positions, places = bytearray(2048), [0], b""
    for piece in pieces:
        place = (len(main) * 2) | 0x40000000 if isinstance(piece, bytes) else len(main)
        places += struct.pack("<HIH", 0, place, 0)
        positions.append(positions[-1] + len(piece))
        main += piece if isinstance(piece, bytes) else piece.encode("utf-16-le")
    table = struct.pack(f"<{len(positions)}I", *positions) + places
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", main, 10, flags | 0x0200)
    clx = b"\x01\x02\x00zz\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return ole_file(**{"WordDocument": bytes(main).ljust(8192, b"\0"), "1Table": clx.ljust(4096, b"\0")})


def test_word_document_is_read_from_its_pieces(path_of):
    body = word(b"Gr\xf6\xdfe\r", "日本\r", b'a\x07b\x07\x07\x13 HYPERLINK "x" \x14shown\x15')

    assert doc_reader.read(path_of(body))["pages"] == ["Größe\n日本\na\tb\t\tshown"]


def test_locked_word_document_is_refused(path_of):
    with pytest.raises(Refused, match="password"):
        doc_reader.read(path_of(word(b"x", flags=0x0100)))


def records(*items):
    return b"".join(struct.pack("<HHI", marks, kind, len(body)) + body for marks, kind, body in items)


def presentation():
    own = records((0xF, 0x03EE, records((0, 0x0FA8, b"In a box"))))
    outline = records(
        (0, 0x03F3, struct.pack("<I", 5).ljust(20, b"\0")),
        (0, 0x0FA0, "Größe\rzwei".encode("utf-16-le")),
        (0, 0x03F3, struct.pack("<I", 6).ljust(20, b"\0")),
        (0, 0x0FA8, b"Second"),
    )
    document = records((0xF, 0x03E8, records((0xF, 0x0FF0, outline))))
    places = records((0, 0x1772, struct.pack("<II", (1 << 20) | 5, len(document))))
    master = records((0xF, 0x03F8, records((0, 0x0FA8, b"Company"))))
    return document + own + master + places


def test_presentation_is_read_slide_by_slide(path_of):
    body = ole_file(**{"PowerPoint Document": presentation().ljust(4096, b"\0")})

    assert ppt_reader.read(path_of(body))["pages"] == ["Größe\nzwei\nIn a box", "Second\n\nCompany"]


def test_locked_presentation_is_refused(path_of):
    user = bytes(12) + struct.pack("<I", 0xF3D1C4DF)
    body = ole_file(**{"Current User": user.ljust(4096, b"\0"), "PowerPoint Document": bytes(4096)})

    with pytest.raises(Refused, match="password"):
        ppt_reader.read(path_of(body))


def workbook(*, password=False, last=(16383, 255)):
    """A workbook of Excel 95: records of a type, a size, and a body. `last`: row and column of its last cell."""

    def record(kind, body=b""):
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind):
        return record(0x0809, struct.pack("<HHHH", 0x0500, kind, 0, 0))

    cells = begin(0x0010) + b"".join(
        (
            record(0x0204, struct.pack("<HHHH", 0, 0, 0, 5) + b"Gr\xf6\xdfe"),
            record(0x0203, struct.pack("<HHHd", 0, 1, 0, 12.5)),
            record(0x0203, struct.pack("<HHHd", *last, 1, 40939)),
            record(0x000A),
        )
    )
    formats = record(0x041E, struct.pack("<HB", 164, 10) + b"dd.mm.yyyy")
    styles = b"".join(record(0x00E0, struct.pack("<HHHHHHHH", 0, number, 0, 0, 0, 0, 0, 0)) for number in (0, 164))
    start = begin(0x0005) + (record(0x002F, bytes(4)) if password else b"") + record(0x0042, struct.pack("<H", 1252))
    start += record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 5) + b"Arial") + formats + styles
    sheet = len(start) + 17 + 4
    return start + record(0x0085, struct.pack("<IBBB", sheet, 1, 0, 6) + b"Hidden") + record(0x000A) + cells


def test_workbook_is_read_sheet_by_sheet(path_of):
    found = xls_reader.read(path_of(ole_file(Book=workbook().ljust(4096, b"\0"))))

    assert found["pages"] == ["Hidden\nGröße\t12.5\n31.01.2012 2012-01-31"]


def test_locked_workbook_is_refused(path_of):
    with pytest.raises(Refused, match="password"):
        xls_reader.read(path_of(ole_file(Book=workbook(password=True).ljust(4096, b"\0"))))


WHOLE = {
    doc_reader: word(b"words\r"),
    ppt_reader: ole_file(**{"PowerPoint Document": presentation().ljust(4096, b"\0")}),
    # Few empty rows: with many of them, reading takes seven times as long.
    xls_reader: ole_file(Book=workbook(last=(9, 9)).ljust(4096, b"\0")),
}


def read_changed(path, reader, body, place, change):
    """Reads a file of which some bytes were replaced."""
    body = bytearray(body)
    at = place % (len(body) - 4)
    body[at : at + len(change)] = change
    path.write_bytes(body)

    try:
        found = reader.read(str(path))
    except Refused:
        return
    assert all(isinstance(page, str) for page in found["pages"])


@pytest.mark.parametrize("reader", WHOLE, ids=lambda reader: reader.__name__)
@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_file_with_changed_bytes_is_read_or_refused(tmp_path, reader, place, change):
    read_changed(tmp_path / "changed", reader, WHOLE[reader], place, change)


@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
def test_workbook_with_many_empty_rows_and_changed_bytes_is_read_or_refused(tmp_path, place, change):
    read_changed(tmp_path / "changed", xls_reader, ole_file(Book=workbook().ljust(4096, b"\0")), place, change)
