import struct

import pytest

from docloft.errors import Refused
from docloft_worker.readers import xlsb_reader
from services.worker.tests.originals import opc, zipped


def record(kind, body=b""):
    """A record of [MS-XLSB] 2.1.4: a type of one or two bytes, a size, and the body."""
    number = bytes([kind & 0x7F | 0x80, kind >> 7]) if kind > 0x7F else bytes([kind])
    return number + bytes([len(body)]) + body


def string(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_sheets_and_cells_are_read(path_of):
    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + string("worksheet") + string("Costs")) + record(144) + record(132)
    cell = struct.pack("<I", 0) + bytes(4)
    cells = record(129) + record(148, struct.pack("<IIII", 0, 0, 0, 1)) + record(145)
    cells += record(0, struct.pack("<I", 0) + bytes(13)) + record(6, cell + string("Miete"))
    cells += record(5, struct.pack("<I", 1) + bytes(4) + struct.pack("<d", 12.5)) + record(146) + record(130)
    body = opc(
        "xl/workbook.bin",
        book,
        worksheet=("worksheets/sheet1.bin", cells),
    )

    assert xlsb_reader.read(path_of(body))["pages"] == ["Costs\nMiete\t12.5"]


@pytest.mark.parametrize(
    "cell", [record(6, bytes(8) + b"\xff\0\0\0aa"), record(7, bytes(8) + b"\xff\xff\xff\0"), b"\x06\xff"]
)
def test_damaged_sheet_is_left_out_and_reported(path_of, cell):
    book = record(131) + record(143) + record(156, bytes(8) + string("worksheet") + string("Costs"))
    start = record(129) + record(148, struct.pack("<IIII", 0, 0, 0, 1)) + record(145) + record(0, bytes(17))
    body = opc(
        "xl/workbook.bin",
        book + record(144) + record(132),
        worksheet=("worksheets/sheet1.bin", start + cell + record(146) + record(130)),
    )

    found = xlsb_reader.read(path_of(body))

    assert (found["pages"], found["partial"]) == (["Costs"], ["pages_damaged"])


def test_damaged_workbook_is_refused(path_of):
    with pytest.raises(Refused, match="damaged"):
        xlsb_reader.read(path_of(zipped(**{"xl/workbook.bin": "x"})))
