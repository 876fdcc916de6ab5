"""The contract of the last release, which clients in the field rely on. `make release` replaces the file; nothing else
writes it. It contains only what compatibility.py compares.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
DESCRIPTION = FOLDER.parents[2] / "docs/openapi.json"
_PROSE = {"description", "summary", "examples", "title"}


def load() -> dict[str, Any]:
    """The contract of the last release. Raises ValueError unless there is exactly one."""
    [path] = FOLDER.glob("openapi-*.json")
    contract: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return contract


def freeze(version: str) -> Path:
    """Replaces the contract by docs/openapi.json as it is now; returns the new file."""
    contract = reduced(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
    for path in FOLDER.glob("openapi-*.json"):
        path.unlink()
    target = FOLDER / f"openapi-{version}.json"
    target.write_text(json.dumps(contract, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    return target


def reduced(part: Any, *, names: bool = False) -> Any:
    """Without prose. Names of schemas and properties are kept, also where one is called `title`."""
    if isinstance(part, dict):
        kept = part.items() if names else ((name, inner) for name, inner in part.items() if name not in _PROSE)
        return {name: reduced(inner, names=name in {"properties", "schemas"} and not names) for name, inner in kept}
    if isinstance(part, list):
        return [reduced(inner) for inner in part]
    return part
