"""Generates files from what the code declares: `python -m services.api.derived`, which `make tidy` runs.
services/api/tests/test_derived.py fails when a file is out of date.

| file | derived from |
|--|--|
| services/api/binary_media_types.json | docloft_api.operations: the bodies that are files |
| README.md, between the marks | docloft.formats |
"""

import json
import sys
from pathlib import Path

SERVICE = Path(__file__).resolve().parent
ROOT = SERVICE.parents[1]

if str(SERVICE) not in sys.path:
    sys.path.insert(0, str(SERVICE))

from docloft.formats import FORMATS  # noqa: E402 - found by the line above
from docloft.formats.format import Format, Viewer  # noqa: E402
from docloft_api.features import all_operations  # noqa: E402

_BEGIN, _END = "<!-- formats: written by `make tidy` -->\n", "<!-- /formats -->"
_SHOWN = {
    Viewer.PDF: "pages",
    Viewer.IMAGE: "the image",
    Viewer.TEXT: "its text",
    Viewer.NONE: "thumbnail",
}


def contents() -> dict[Path, str]:
    """The generated files and their contents."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return {
        SERVICE / "binary_media_types.json": _binary_media_types(),
        readme: before + _BEGIN + _table() + _END + after,
    }


def _binary_media_types() -> str:
    names = dict.fromkeys(name for operation in all_operations() for name in operation.takes_bytes)
    return json.dumps(list(names), indent=2) + "\n"


def _table() -> str:
    head = "| format | extensions | found by its words | shown as |\n|--|--|--|--|\n"
    return head + "".join(map(_row, FORMATS))


def _row(one: Format) -> str:
    extensions = ", ".join(f"`{extension}`" for extension in one.extensions)
    return f"| {one.label} | {extensions} | {'yes' if one.reader else 'not yet'} | {_SHOWN[one.viewer]} |\n"


if __name__ == "__main__":
    for path, content in contents().items():
        path.write_text(content, encoding="utf-8")
        sys.stdout.write(f"Wrote {path.relative_to(ROOT)}\n")
