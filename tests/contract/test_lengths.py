"""A file has one subject: a module of more than 250 lines says in its first lines why it is long."""

import ast
import re

from tests.contract.test_docs import name_of, tracked

MOST_LINES = 250
MOST_LINES_OF_TESTS = 800
REASON = re.compile(r"\b(long because|longer than most modules because|although it is long)\b", re.IGNORECASE)


def lengths():
    paths = [path for path in tracked() if path.suffix == ".py"]
    return {path: len(path.read_text().splitlines()) for path in paths}


def says_why(path):
    said = ast.get_docstring(ast.parse(path.read_text())) or ""
    return REASON.search(said.replace("\n", " ")) is not None


def test_long_module_says_why_it_is_long():
    """A file of tests is a list of cases, so only its subject limits it."""
    found = {path: lines for path, lines in lengths().items() if lines > MOST_LINES}
    modules = [path for path in found if not path.name.startswith("test_")]
    tests = [path for path in found if path.name.startswith("test_") and found[path] > MOST_LINES_OF_TESTS]

    assert len(modules) > 10
    assert [name_of(path) for path in modules if not says_why(path)] == []
    assert [name_of(path) for path in tests] == []


def test_short_module_gives_no_reason_for_its_length():
    assert [name_of(path) for path, lines in lengths().items() if lines <= MOST_LINES and says_why(path)] == []
