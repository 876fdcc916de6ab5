"""Lists what is still missing for the declared operations, one line for each missing part; `make check` prints it. The
exit status is 1 if anything is missing. The steps are in docs/how-to/add-a-route.md.
"""

import re
import sys
from collections.abc import Iterator

from docloft_api import features
from docloft_api.http.operations import Operation
from services.api import derived  # adds the service to sys.path

TESTS = derived.SERVICE / "tests"


def missing() -> list[str]:
    """One line for each missing part."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TESTS.glob("test_*.py")))
    found = [line for operation in features.all_operations() for line in _missing(operation, tests)]
    stale = [
        str(path.relative_to(derived.ROOT))
        for path, text in derived.contents().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    return found + [f"{name} is out of date: run make tidy" for name in stale]


def _missing(operation: Operation, tests: str) -> Iterator[str]:
    name = f"{operation.name} ({operation.method} {operation.path})"
    if operation.sample is None:
        yield f"{name} has no sample: add one to its entry"
    if not _is_tested(operation, tests):
        yield f'{name} has no test: none in services/api/tests calls "{operation.method}" with its path'


def _is_tested(operation: Operation, tests: str) -> bool:
    """Whether a test calls the method with the path, with any text without a slash for each `{parameter}`."""
    literal = [re.escape(part) for part in re.split(r"\{\w+\}", operation.path)]
    path = r'[^/"\s]+'.join(literal)
    return re.search(rf'"{operation.method}",\s*f?"{path}["?]', tests) is not None


if __name__ == "__main__":
    lines = missing()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.exit(bool(lines))
