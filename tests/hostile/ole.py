"""OLE compound files ([MS-CFB]) whose chains or storages lead back to where they began."""

import struct

from tests.hostile.case import WORD, Case
from tests.ole_files import ole_file

_SECTOR = 512
_OWN = ("__nameid_version1.0", "__properties_version1.0")
_SUBJECT, _ATTACHED = "__substg1.0_0037001F", "__substg1.0_3701000D"
_MESSAGE_INSIDE = f"__attach_version1.0_#00000000/{_ATTACHED}"


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le").ljust(4096, b"\x00")


def message(levels: int) -> bytes:
    """Messages in messages."""
    prefixes = [f"{_MESSAGE_INSIDE}/" * level for level in range(levels + 1)]
    inside = [f"{prefix}__properties_version1.0" for prefix in prefixes[1:]]
    return ole_file(*_OWN, *inside, **{_SUBJECT: _wide(WORD)})


def _place_of(body: bytes | bytearray, name: str) -> int:
    """Where the first entry of the directory with this name begins."""
    return body.index(name.encode("utf-16-le") + b"\x00\x00")


def in_itself() -> bytes:
    """A message with an attachment, the message in which is the first one: its storage has the same children."""
    body = bytearray(message(1))
    (children,) = struct.unpack_from("<I", body, _place_of(body, "Root Entry") + 76)
    struct.pack_into("<I", body, _place_of(body, _ATTACHED) + 76, children)
    return bytes(body)


def looping(body: bytes, sector: int) -> bytes:
    """The sector that follows this one is itself, in the allocation table at the beginning of the file."""
    changed = bytearray(body)
    struct.pack_into("<I", changed, _SECTOR + 4 * sector, sector)
    return bytes(changed)


def looping_stream(body: bytes, name: str) -> bytes:
    (first,) = struct.unpack_from("<I", body, _place_of(body, name) + 116)
    return looping(body, first)


def looping_table(body: bytes) -> bytes:
    """The list of the allocation table's sectors continues in a sector that continues with itself."""
    changed = bytearray(body.ljust(-(-len(body) // _SECTOR) * _SECTOR, b"\x00"))
    last = len(changed) // _SECTOR - 1
    struct.pack_into("<II", changed, 68, last, 0xFFFF)
    return bytes(changed) + struct.pack("<127I", *[0] * 127) + struct.pack("<I", last)


DAMAGED_OFFICE = ("failed", "damaged_office")
CASES = (
    Case("messages-in-messages.msg", lambda: message(50), partial=("parts_left_out",), finds=True, parts=1),
    Case("in-itself.msg", in_itself, partial=("parts_left_out",), finds=True),
    Case("looping-stream.msg", lambda: looping_stream(message(0), _SUBJECT), finds=True),
    Case("looping-directory.msg", lambda: looping(message(0), 1), finds=True),
    Case("looping-table.msg", lambda: looping_table(message(0)), "failed", "damaged_message"),
    Case(
        "looping-stream.doc",
        lambda: looping_stream(ole_file(WordDocument=_wide(WORD)), "WordDocument"),
        *DAMAGED_OFFICE,
    ),
    Case("looping-stream.xls", lambda: looping_stream(ole_file(Workbook=_wide(WORD)), "Workbook"), *DAMAGED_OFFICE),
)
