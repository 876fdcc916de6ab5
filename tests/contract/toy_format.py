"""A format that does not exist: tests/contract/test_formats.py adds it to a copy of the shared code."""

from pathlib import Path
from typing import Any

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer, starts_with

# Starts with a zero byte, so that no other format matches.
SIGNATURE = b"\x00TOY\n"


def read(path: str) -> dict[str, Any]:
    return {"pages": [Path(path).read_bytes().removeprefix(SIGNATURE).decode()], "total": 1, "truncated": False}


FORMAT = Format(
    name="toy",
    label="Toy note",
    badge="TOY",
    icon="file",
    media_type="application/x-toy",
    extensions=(".toy",),
    recognitions=(Recognition(Precedence.SIGNATURE, starts_with(SIGNATURE)),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft.formats.toy:read"),
)
