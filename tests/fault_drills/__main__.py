"""`python -m tests.fault_drills [NAME ...]`: starts a stage, runs the named drills or all of them, and prints for each
how many faults were injected and how many documents survived, were lost, or exist twice. The exit status is 1 if any
document was lost or exists twice, or a drill has another problem, such as a fault that was not injected.
"""

import sys
import time

from tests.conftest import PORT, running, stack_of, start
from tests.fault_drills.drills import DRILLS, Result

_COLUMNS = "{:<11}{:>10}{:>10}{:>10}{:>6}{:>9}{:>9}"


def main(names: list[str]) -> int:
    """The exit status: 2 for a drill that does not exist."""
    if unknown := [name for name in names if name not in DRILLS]:
        print(f"There is no drill {unknown[0]}. The drills are: {', '.join(DRILLS)}.", file=sys.stderr)
        return 2
    results: dict[str, tuple[Result, float]] = {}
    with running(start(PORT), PORT) as outputs:
        for name in names or list(DRILLS):
            print(f"{name}: {(DRILLS[name].__doc__ or '').splitlines()[0]}", flush=True)
            began = time.monotonic()
            results[name] = (DRILLS[name](stack_of(outputs)), time.monotonic() - began)
    print(_COLUMNS.format("drill", "injected", "documents", "survived", "lost", "doubled", "seconds"))
    for name, (result, seconds) in results.items():
        found = result.verdict
        counts = (result.injected, found.documents, found.survived, len(found.lost), len(found.doubled), round(seconds))
        print(_COLUMNS.format(name, *counts))
        for line in (*found.lost, *found.doubled, *result.problems):
            print(f"  {line}")
    return int(any(one.verdict.lost or one.verdict.doubled or one.problems for one, _ in results.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
