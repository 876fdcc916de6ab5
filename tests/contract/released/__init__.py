"""The contract of the last release: what clients in the field rely on. `freeze` keeps what compatibility.py compares. A
release replaces the file; nothing else writes it:

    python -m tests.contract.released 0.2.0
"""

import json
import sys
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
    """Makes today's description the contract of a release, in place of the one before."""
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


if __name__ == "__main__":
    sys.stdout.write(f"Wrote {freeze(sys.argv[1])}\n")
