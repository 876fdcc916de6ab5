"""A file has one subject: a module or a file of tests of more than 250 lines says in its first lines why it is long."""

import ast
import re

from tests.contract.test_docs import name_of, tracked

MOST_LINES = 250
REASON = re.compile(r"\b(long because|longer than most modules because|although it is long)\b", re.IGNORECASE)


def lengths():
    paths = [path for path in tracked() if path.suffix == ".py"]
    return {path: len(path.read_text().splitlines()) for path in paths}


def says_why(path):
    said = ast.get_docstring(ast.parse(path.read_text())) or ""
    return REASON.search(said.replace("\n", " ")) is not None


def test_long_file_says_why_it_is_long():
    found = [path for path, lines in lengths().items() if lines > MOST_LINES]
    tests = [path for path in found if path.name.startswith("test_")]

    assert min(len(tests), len(found) - len(tests)) > 10
    assert [name_of(path) for path in found if not says_why(path)] == []


def test_short_file_gives_no_reason_for_its_length():
    assert [name_of(path) for path, lines in lengths().items() if lines <= MOST_LINES and says_why(path)] == []
