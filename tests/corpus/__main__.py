"""Uploads whole corpora to the running local stage and prints what happened to every file, as a table.

    python -m tests.corpus FOLDER ...

The corpora are not published with this project (docs/benchmarks.md, "Unpublished corpora").
Exits with 1 when a file is not in the state that its corpus demands, or is not found by one of its words.
"""

import sys
from pathlib import Path

from local import outputs, stacks
from tests.conftest import Stack
from tests.corpus.expectations import load
from tests.corpus.outcomes import Outcome, compare
from tests.e2e.conftest import make_person


def table(outcomes: list[Outcome]) -> str:
    """One line a file, the faulty ones last, and the totals."""
    lines = [_line(one) for one in sorted(outcomes, key=lambda one: (bool(one.faults), one.expected.path.name))]
    words, found = sum(len(one.expected.phrases) for one in outcomes), sum(one.found for one in outcomes)
    as_expected = sum(not one.faults for one in outcomes)
    lines.append(f"{as_expected} of {len(outcomes)} files as expected; {found} of {words} words found")
    return "\n".join(lines)


def _line(one: Outcome) -> str:
    words = f"{one.found:3}/{len(one.expected.phrases):<3}"
    first = f"{one.document.get('state', 'refused'):9} {words} {one.expected.path.name}"
    return "\n".join([first, *(f"{'':18}{fault}" for fault in one.faults)])


def main(folders: list[str]) -> int:
    """Returns the exit status."""
    written = outputs.read()
    if not written or stacks.find("api") is None:
        print("Docloft: the local stage is not running. Run: make run", file=sys.stderr)
        return 1
    faulty = False
    for folder in folders:
        # A separate account, because the demo library may already have the same files.
        person = make_person(Stack(written, {}))
        outcomes = compare(person, load(Path(folder)))
        print(f"{folder}\n{table(outcomes)}\n")
        faulty = faulty or any(one.faults for one in outcomes)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
