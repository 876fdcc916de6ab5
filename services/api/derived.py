"""Writes the files that are derived from declared operations and formats: `python -m services.api.derived`, run by
`make tidy`. services/api/tests/test_derived.py fails when a file is out of date.

| file | derived from |
|--|--|
| docs/openapi.json | all operations and the schemas that validate |
| frontend/api.d.ts | docs/openapi.json |
| services/api/routes.json | all operations, and the request headers; serverless.yml reads it |
| services/api/events/ | the samples of operations |
| services/api/binary_media_types.json | the media types of bodies that are files |
| services/api/README.md, between the marks | the samples of operations |
| README.md, between the marks | docloft.formats |
"""

import json
import sys
from pathlib import Path

SERVICE = Path(__file__).resolve().parent
ROOT = SERVICE.parents[1]

if str(SERVICE) not in sys.path:
    sys.path.insert(0, str(SERVICE))

from docloft.formats import FORMATS  # noqa: E402 - needs the path above
from docloft.formats.format import Format, Viewer  # noqa: E402
from docloft_api import features  # noqa: E402
from services.api import openapi, routes, sample_events, typescript  # noqa: E402
from services.api.sample_events import status_if_empty  # noqa: E402

_SHOWN = {
    Viewer.PDF: "pages",
    Viewer.IMAGE: "image",
    Viewer.TEXT: "text",
    Viewer.NONE: "thumbnail",
}


def contents() -> dict[Path, str]:
    """Path and text of every derived file."""
    events = {SERVICE / "events" / name: text for name, text in sample_events.texts().items()}
    readme, own_readme = ROOT / "README.md", SERVICE / "README.md"
    return {
        ROOT / "docs/openapi.json": openapi.text(),
        ROOT / "frontend/api.d.ts": typescript.text(),
        SERVICE / "routes.json": routes.text(),
        **events,
        SERVICE / "binary_media_types.json": _binary_media_types(),
        own_readme: _between_marks(own_readme, "events", _table_of_events()),
        readme: _between_marks(readme, "formats", _table()),
    }


def _between_marks(path: Path, name: str, table: str) -> str:
    begin, end = f"<!-- {name}: written by `make tidy` -->\n", f"<!-- /{name} -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    return before + begin + table + end + after


def _table_of_events() -> str:
    head = "| function | event | operation | status |\n|--|--|--|--|\n"
    sampled = [one for one in features.all_operations() if one.sample]
    return head + "".join(
        f"| `{features.function_of(one)}` | `events/{one.name}.json` | {one.summary} | {status_if_empty(one)} |\n"
        for one in sampled
    )


def _binary_media_types() -> str:
    names = dict.fromkeys(name for operation in features.all_operations() for name in operation.takes_bytes)
    return json.dumps(list(names), indent=2) + "\n"


def _table() -> str:
    head = "| format | extensions | searchable text | shown as |\n|--|--|--|--|\n"
    # A format without an extension is what other formats are while they are locked.
    return head + "".join(_row(one) for one in FORMATS if one.extensions)


def _row(one: Format) -> str:
    extensions = ", ".join(f"`{extension}`" for extension in one.extensions)
    is_searchable = "no" if one.kept_only else "yes" if one.reader else "not yet"
    shown = "kept only" if one.kept_only else "formatted text" if one.rendition else _SHOWN[one.viewer]
    return f"| {one.label} | {extensions} | {is_searchable} | {shown} |\n"


if __name__ == "__main__":
    for path, content in contents().items():
        path.write_text(content, encoding="utf-8")
        sys.stdout.write(f"Wrote {path.relative_to(ROOT)}\n")
