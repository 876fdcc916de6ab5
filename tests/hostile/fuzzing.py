"""Sends damaged files through identification, every reader and every renderer, in the sandbox.

    python -m tests.hostile.fuzzing [mutants of each file] [first seed]

Each may be read or refused, or need too much time or memory. Whatever else a reader raises is a finding: what could
be read is lost, and the file is called damaged. Prints the findings with their seeds; exits with 1 if there are any.
`make test` runs a few mutants of each file.
"""

import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from docloft import formats
from docloft.errors import Refused
from docloft.lifecycle.parts import ALWAYS_ALLOWED_BYTES
from docloft.sandbox import ChildFailed, Sandbox
from docloft.texts import MAX_CHARACTERS
from tests.hostile.mutation import mutated
from tests.hostile.seeds import seeds

ROOT = Path(__file__).resolve().parents[2]
_LIMITS = frozenset({"memory", "time", "size"})
_PIECE = 1024 * 1024
_MOST_PARTS = 5


def findings(most: int, first: int, folder: Path, sandbox: Sandbox) -> Iterator[str]:
    """For `most` mutants of each file: "name, seed: function failed with ValueError"."""
    made = seeds()
    others = list(made.values())
    path = folder / "upload"
    for name, body in made.items():
        for seed in range(first, first + most):
            path.write_bytes(mutated(body, others, seed))
            for target, how in _failures(path, sandbox):
                yield f"{name}, {seed}: {target} failed with {how}"


def _failures(path: Path, sandbox: Sandbox) -> Iterator[tuple[str, str]]:
    """Functions that failed, and how, in the order in which receiving and reading call them."""
    media_type = yield from _called(sandbox, "docloft_storage.identify:identify", path)
    if not media_type:
        return
    one = formats.BY_MEDIA_TYPE[media_type["media_type"]]
    for target in (one.facts, one.picture, one.rendition):
        if target:
            yield from _called(sandbox, target, path)
    if one.reader:
        yield from _called(sandbox, one.reader.target, path, **one.reader.arguments("", 0, MAX_CHARACTERS, 100))
    if one.parts:
        listed = yield from _called(sandbox, one.parts.listing, path)
        numbers = [part["number"] for part in (listed or {"parts": []})["parts"][:_MOST_PARTS]]
        if numbers:
            yield from _called(sandbox, one.parts.pieces, path, numbers=numbers, offset=0, most=_PIECE)


def _called(
    sandbox: Sandbox, target: str, file: Path, **arguments: Any
) -> Generator[tuple[str, str], None, dict[str, Any] | None]:
    """Returns the result; None if there is none. Yields the target and how it failed."""
    try:
        return sandbox.call(target, {**arguments, "path": str(file)})
    except ChildFailed as failure:
        if failure.how not in _LIMITS:
            yield target, failure.how
    except Refused:
        pass
    return None


def made_sandbox() -> Sandbox:
    return Sandbox(
        memory_bytes=400 * 1024 * 1024, cpu_seconds=8, wall_seconds=40, result_bytes=2 * ALWAYS_ALLOWED_BYTES
    )


def main(arguments: list[str]) -> int:
    sys.path.extend(str(ROOT / folder) for folder in ("services/storage", "services/worker"))
    most, first = (int(one) for one in [*arguments, *("100", "0")[len(arguments) :]])
    sandbox = made_sandbox()
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        for line in findings(most, first, Path(folder), sandbox):
            found += 1
            print(line, flush=True)
    print(f"{found} findings in {most * len(seeds())} files")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
