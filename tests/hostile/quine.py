"""A ZIP archive whose only entry is the archive itself, so unpacking it never ends.

The compressed data is a program of two instructions of DEFLATE (RFC 1951), "print these bytes" (a stored block) and
"repeat the last bytes" (a match), that prints the header before it, itself, and the directory after it. The method is
Russ Cox's, "Zip Files All The Way Down" (2010).
"""

import struct
import zlib
from functools import cache

_NAME = b"quine-that-contains-itself.zip"
"""With 30 characters, the header can be repeated by an instruction of five bytes."""
_COMMENT = b" " * 153
"""Likewise for the directory."""

_Bits = tuple[int, int]
"""A value and its number of bits."""
_FIXED: _Bits = (0b010, 3)
_END: _Bits = (0, 7)


def _code(value: int, size: int) -> _Bits:
    """A Huffman code, which is packed beginning with its highest bit."""
    return int(f"{value:0{size}b}"[::-1], 2), size


def _packed(*fields: _Bits) -> bytes:
    value = length = 0
    for field, size in fields:
        value |= field << length
        length += size
    return value.to_bytes(length // 8, "little")


_REPEAT_20 = _packed(_FIXED, *[_code(264 - 256, 7), _code(8, 5), (20 - 17, 3)] * 2, _END)
_REPEAT_65 = _packed(_FIXED, _code(276 - 256, 7), (65 - 59, 3), _code(12, 5), (0, 5), _END, _FIXED, _END)
_REPEAT_258 = _packed(_FIXED, _code(0b11000000 + 285 - 280, 8), _code(16, 5), (1, 7), _END, _FIXED, _END)


def _print(size: int) -> bytes:
    return struct.pack("<BHH", 0, size, size ^ 0xFFFF)


@cache
def archive() -> bytes:
    return _whole(_fixed_point())


def _whole(checksum: int) -> bytes:
    """The archive, which claims that its own checksum is this one."""
    header, program, directory = _pieces(checksum, 0, 0)
    size = len(header) + len(program) + len(directory)
    return b"".join(_pieces(checksum, len(program) + 2, size))


def _pieces(checksum: int, compressed: int, size: int) -> tuple[bytes, bytes, bytes]:
    sizes = struct.pack("<IIIH", checksum, compressed, size, len(_NAME))
    header = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + bytes(2) + _NAME
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes + bytes(16) + _NAME
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(header) + compressed, len(_COMMENT))
    # The last block of the data is empty.
    directory = b"\x03\x00" + entry + b"PK\x05\x06" + end + _COMMENT
    # Each line prints what follows its first instruction; its last instruction prints that again.
    program = (
        (_print(65) + header + _print(65) + _REPEAT_65)
        + (_print(5) + _REPEAT_65 + _print(5) + _print(5))
        + (_print(20) + _REPEAT_65 + _print(5) + _print(5) + _print(20) + _REPEAT_20)
        + (_print(20) + _REPEAT_20 + _print(20) + _REPEAT_20 + _print(20) + _REPEAT_20)
        + (_print(20) + _REPEAT_20 + _print(0) + _print(0) + _print(258) + _REPEAT_20)
        + (_print(0) + _print(0) + _print(258) + _REPEAT_258 + directory + _REPEAT_258)
    )
    return header, program, directory


def _fixed_point() -> int:
    """The checksum for which the archive has this checksum. CRC-32 is linear over single bits, so it is the solution of
    32 equations.
    """
    base = zlib.crc32(_whole(0))
    columns = [zlib.crc32(_whole(1 << bit)) ^ base ^ (1 << bit) for bit in range(32)]
    rows = [sum((column >> row & 1) << bit for bit, column in enumerate([*columns, base])) for row in range(32)]
    for bit in range(32):
        pivot = next(row for row in range(bit, 32) if rows[row] >> bit & 1)
        rows[bit], rows[pivot] = rows[pivot], rows[bit]
        rows = [row ^ rows[bit] if at != bit and row >> bit & 1 else row for at, row in enumerate(rows)]
    return sum((row >> 32) << bit for bit, row in enumerate(rows))
