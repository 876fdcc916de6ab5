"""Archives that multiply, lie about their entries, or point out of the folder they are unpacked in."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable

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
    """A ZIP of `wide` ZIPs each, so many levels deep."""
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


def outside() -> bytes:
    return tarred(map(tarfile.TarInfo, ("../../../../tmp/a.txt", "/etc/b.txt", "..\\c.txt")), WORD.encode())


def links() -> bytes:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)
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
    Case("tiny-entries.zip", lambda: zipped((f"{n}", b"") for n in range(5_000))),
    Case("bomb.zip", lambda: zipped([("bomb.txt", bytes(20 * MEGABYTE))]), partial=LEFT_OUT),
    Case("smaller-than-claimed.zip", lambda: lying(2**31), partial=LEFT_OUT),
    Case("larger-than-claimed.zip", lambda: lying(10), partial=LEFT_OUT),
    Case("no-directory.zip", lambda: zipped([("a.txt", WORD.encode())])[:60], "rejected", "incomplete"),
    Case("outside.tar", outside, parts=1),
    Case("links.tar", links, parts=1),
    Case("negative-size.tar", negative_size, partial=LEFT_OUT),
    Case("bomb.gz", lambda: gzip.compress(bytes(40 * MEGABYTE), mtime=0), partial=LEFT_OUT),
    Case("gz-of-gz.gz", lambda: gz_of_gz(20), parts=3),
)
