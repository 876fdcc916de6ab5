"""Archives that multiply, lie about their entries, or point out of the folder they are unpacked in."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable

from tests.hostile import quine
from tests.hostile.case import WORD, Case

MEGABYTE = 1024 * 1024
_CENTRAL = b"PK\x01\x02"


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in entries:
            # A fixed date: the same entries always produce the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def nested(levels: int, wide: int = 1) -> bytes:
    """A ZIP with `wide` ZIPs at each level, `levels` levels deep."""
    body = zipped([(f"{WORD}.txt", WORD.encode())])
    for level in range(levels):
        body = zipped([(f"{level}-{number}.zip", body + bytes([number])) for number in range(wide)])
    return body


def overlapping(entries: int) -> bytes:
    """Every entry is the same compressed megabyte, as in zip bombs that need no nesting (D. Fifield, 2019)."""
    content = zlib.compress(bytes(MEGABYTE), 9)[2:-4]
    crc = zlib.crc32(bytes(MEGABYTE))
    fixed = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(content), MEGABYTE, 1, 0)
    local = b"PK\x03\x04" + fixed + b"a" + content
    directory = b"".join(
        _CENTRAL
        + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 33, crc, len(content), MEGABYTE, 6, 0, 0, 0, 0, 0, 0)
        + f"{number:06}".encode()
        for number in range(entries)
    )
    end = struct.pack("<HHHHIIH", 0, 0, entries, entries, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def empty_entries(number: int) -> bytes:
    """That many entries without a byte, of the same name."""
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"a"
    entry = _CENTRAL + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    size, start, last = len(entry) * number, len(local), len(local) + len(entry) * number
    # More entries than the 16 bits of the old end record have (APPNOTE 4.3.14).
    wide = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, number, number, size, start)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, last, 1)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return local + entry * number + wide + locator + end


def lying(claimed: int) -> bytes:
    """The directory claims another size than the entry has."""
    body = bytearray(zipped([("a.txt", WORD.encode() * 1000)]))
    struct.pack_into("<I", body, body.index(_CENTRAL) + 24, claimed)
    return bytes(body)


def tarred(entries: Iterable[tarfile.TarInfo], content: bytes = b"") -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as archive:
        for entry in entries:
            entry.size = len(content) if entry.isreg() else 0
            archive.addfile(entry, io.BytesIO(content))
    return body.getvalue()


def _special(kind: bytes, target: str = "/etc/passwd") -> tarfile.TarInfo:
    entry = tarfile.TarInfo("innocent.txt")
    entry.type, entry.linkname = kind, target
    return entry


_OUTSIDE = ("../../../../tmp/a.txt", "/etc/b.txt", "..\\c.txt", "C:\\d.txt", "e\0.txt", "..", "\x1b[2J\u202e.txt")


def outside() -> bytes:
    return tarred(map(tarfile.TarInfo, _OUTSIDE), WORD.encode())


def zipped_outside() -> bytes:
    """The same names. Python's zipfile would end one at its NUL."""
    body = zipped((name.replace("\0", "~"), f"{WORD} {number}".encode()) for number, name in enumerate(_OUTSIDE))
    return body.replace(b"e~.txt", b"e\0.txt")


def links() -> bytes:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    return tarred([*map(_special, kinds), tarfile.TarInfo("real.txt")], WORD.encode())


def negative_size() -> bytes:
    """A base-256 size below zero (GNU tar), with a checksum that fits."""
    header = bytearray(tarred([tarfile.TarInfo("a.txt")], b"x")[:512])
    header[124:136] = b"\xff" * 12
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


def gz_of_gz(levels: int) -> bytes:
    body = WORD.encode()
    for _ in range(levels):
        body = gzip.compress(body, mtime=0)
    return body


LEFT_OUT = ("parts_left_out",)
CASES = (
    Case("nested.zip", lambda: nested(8), partial=(), parts=3),
    Case("wide.zip", lambda: nested(2, wide=2), parts=2 + 2 + 1),
    Case("overlapping.zip", lambda: overlapping(2_000), partial=LEFT_OUT),
    Case("empty-entries.zip", lambda: empty_entries(100_000)),
    Case("contains-itself.zip", quine.archive),
    Case("bomb.zip", lambda: zipped([("bomb.txt", bytes(20 * MEGABYTE))]), partial=LEFT_OUT),
    Case("smaller-than-claimed.zip", lambda: lying(2**31), partial=LEFT_OUT),
    Case("larger-than-claimed.zip", lambda: lying(10), partial=LEFT_OUT),
    Case("no-directory.zip", lambda: zipped([("a.txt", WORD.encode())])[:60], "rejected", "incomplete"),
    Case("outside.tar", outside, parts=1),
    Case("outside.zip", zipped_outside, parts=7),
    Case("links.tar", links, parts=1),
    Case("negative-size.tar", negative_size, partial=LEFT_OUT),
    Case("bomb.gz", lambda: gzip.compress(bytes(40 * MEGABYTE), mtime=0), partial=LEFT_OUT),
    Case("gz-of-gz.gz", lambda: gz_of_gz(50), parts=3),
)
