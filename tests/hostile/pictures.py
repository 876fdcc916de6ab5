"""Pictures that claim huge sizes, have many frames, or damaged tables."""

import gzip
import io
import struct
import zlib
from pathlib import Path

from PIL import Image

from tests.hostile.case import Case

_CLAIMED = 60_000
TOO_MANY_PIXELS = ("rejected", "too_many_pixels")


def saved(form: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    body = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(body, form, **options)
    return body.getvalue()


def png(width: int, height: int, rows: bytes) -> bytes:
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def gif(frames: int, width: int = 64, height: int = 64) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\x04\x01\0\0\0\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b"\x3b"


def tiff(entries: dict[int, tuple[int, int, int]], following: int = 0) -> bytes:
    """One directory of (type, count, value) by tag."""
    fields = b"".join(struct.pack("<HHII", tag, *entry) for tag, entry in sorted(entries.items()))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + fields + struct.pack("<I", following) + bytes(64)


def many_frames(frames: int) -> bytes:
    """Directories of one pixel each, one after the other."""
    step = 2 + 5 * 12 + 4
    body = bytearray(b"II*\0" + struct.pack("<I", 8))
    for number in range(frames):
        fields = ((256, 4, 1, 1), (257, 4, 1, 1), (258, 3, 1, 8), (273, 4, 1, 0), (279, 4, 1, 1))
        body += struct.pack("<H", 5) + b"".join(struct.pack("<HHII", *field) for field in fields)
        body += struct.pack("<I", 8 + (number + 1) * step if number + 1 < frames else 0)
    return bytes(body)


def claiming(photo: bytes) -> bytes:
    """An AVIF or HEIC photo whose property claims another size (ISO/IEC 23008-12, 6.5.3)."""
    body = bytearray(photo)
    struct.pack_into(">II", body, body.index(b"ispe") + 8, _CLAIMED, _CLAIMED)
    return bytes(body)


def heic() -> bytes:
    """No library here writes this format."""
    return gzip.decompress(Path("bench/photo.heic.gz").read_bytes())


_SIZE = {256: (4, 1, 64), 257: (4, 1, 64)}
CASES = (
    Case("claims.png", lambda: png(_CLAIMED, _CLAIMED, bytes(100)), *TOO_MANY_PIXELS),
    Case("claims.gif", lambda: gif(1, _CLAIMED, _CLAIMED), *TOO_MANY_PIXELS),
    Case("claims.tiff", lambda: tiff({256: (4, 1, _CLAIMED), 257: (4, 1, _CLAIMED)}), "rejected", "damaged_image"),
    Case(
        "claims.bmp",
        lambda: saved("BMP")[:18] + struct.pack("<ii", _CLAIMED, _CLAIMED) + saved("BMP")[26:],
        *TOO_MANY_PIXELS,
    ),
    Case("short.png", lambda: png(15_000, 15_000, bytes(100))),
    Case("cut.jpg", lambda: saved("JPEG", (600, 400))[:1500]),
    Case("no-tables.jpg", lambda: saved("JPEG")[:20] + saved("JPEG")[-40:], "rejected", "damaged_image"),
    Case("claims.avif", lambda: claiming(saved("AVIF")), *TOO_MANY_PIXELS),
    Case("claims.heic", lambda: claiming(heic()), *TOO_MANY_PIXELS),
    Case("frames.gif", lambda: gif(100_000)),
    Case("frames.tiff", lambda: many_frames(1_100), partial=("ocr_parked",)),
    Case("loop.tiff", lambda: tiff(_SIZE, following=8), "rejected", "damaged_image"),
    Case(
        "entries.tiff",
        lambda: tiff(_SIZE | dict.fromkeys(range(300, 800), (2, 2**32 - 1, 2**31))),
        "rejected",
        "damaged_image",
    ),
)
