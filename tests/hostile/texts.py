"""Text that is costly to split, and files whose first bytes claim to be something else."""

import random
from functools import partial

from tests.hostile import office
from tests.hostile.case import WORD, Case

_BAIT = (b"<!--", b"[a](", b"**a", b"- ", b"\x1b[", b"a@a.", b"&#x", b"```", b"| - ")


def bait(each: int) -> bytes:
    """What makes patterns for markup backtrack, again and again, never ended."""
    return WORD.encode() + b"\n" + b"\n".join(piece * each for piece in _BAIT)


def mixed(length: int) -> bytes:
    """UTF-8, Windows-1252 and bytes of neither, line by line."""
    noise = random.Random(7)  # noqa: S311 - the same bytes each time
    lines = ("Müller".encode(), "Größe".encode("cp1252"), noise.randbytes(5).replace(b"\0", b"\x81"), WORD.encode())
    return b"\n".join(noise.choice(lines) for _ in range(length))


def _sentence(begins: bytes) -> bytes:
    return begins + b" is how such a file begins, says this note about zebrawood.\n"


def svg(doctype: str) -> bytes:
    return f'<?xml version="1.0"?>{doctype.replace("DOCTYPE a", "DOCTYPE svg")}<svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'.encode()


CASES = (
    Case("bait.txt", lambda: bait(20_000), finds=True),
    Case("bait.markdown", lambda: b"# Title\n\n" + bait(5_000), finds=True),
    Case("bait.html", lambda: b"<!DOCTYPE html><p>" + bait(20_000), finds=True),
    Case("laughs.svg", lambda: svg(office.LAUGHS), "rejected", "not_accepted"),
    Case("external.svg", lambda: svg(office.EXTERNAL), "rejected", "not_accepted"),
    Case("laughs.html", (f"{office.LAUGHS}<html><p>{WORD} &l9;</p></html>").encode, finds=True),
    Case("external.html", (f"{office.EXTERNAL}<html><p>{WORD} &x;&y;</p></html>").encode, finds=True),
    Case("laughs.xml", (f"<?xml version='1.0'?>{office.LAUGHS}<a>{WORD} &l9;</a>").encode, finds=True),
    Case("tags.html", lambda: b"<html><p>zebrawood" + b"<div>" * 50_000, finds=True),
    Case("one-word.txt", lambda: WORD.encode() + b"a" * 1_000_000, finds=True),
    Case("blanks.txt", lambda: WORD.encode() + b" " * 1_000_000 + b"end", finds=True),
    Case("nuls.txt", lambda: bytes(500_000) + WORD.encode(), finds=True),
    Case("mixed.txt", lambda: mixed(5_000), finds=True),
    Case("accents.txt", ("z" + "\u0301" * 100_000 + " " + WORD).encode, finds=True),
    Case("turned.txt", ("\u202e" * 50_000 + WORD + "\u2066" * 50_000).encode, finds=True),
    Case("brackets.json", lambda: b'["zebrawood",' + b"[" * 200_000, finds=True),
    Case("braces.rtf", lambda: rb"{\rtf1 zebrawood " + b"{" * 200_000, partial=("text_cut",), finds=True),
    Case("controls.rtf", lambda: rb"{\rtf1 zebrawood " + rb"\bin999999999 \u-99999999 \'zz" * 20_000, finds=True),
    *(
        Case(f"begins-like-{name}.txt", partial(_sentence, begins), finds=True)
        for name, begins in {
            "gif": b"GIF89a",
            "pdf": b"%PDF-1.7",
            "zip": b"PK",
            "bmp": b"BM",
            "rtf": rb"{\rtf",
            "riff": b"RIFF....WEBP",
            "tiff": b"II*",
            "program": b"MZ",
            "mail": b"Received:",
        }.items()
    ),
)
