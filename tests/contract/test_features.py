"""docs/features.md: every feature is shown by tests that exist, or says that it is missing."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PAGE = (ROOT / "docs/features.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")] for line in _PAGE.splitlines() if line.startswith("| ")
]
FEATURES = [row for row in ROWS if row[0].isdecimal()]
_NAMED = re.compile(r"`([^`:]+)::([^`]+)`")


def exists(path: str, name: str) -> bool:
    """Whether a file has a test of this name."""
    file = ROOT / path
    written = f'test("{name}"' if path.endswith(".js") else f"\ndef {name}("
    return file.is_file() and written in file.read_text()


@pytest.mark.parametrize("row", FEATURES, ids=lambda row: row[0])
def test_feature_is_shown_by_tests_that_exist_or_says_what_is_missing(row):
    number, feature, shown = row
    named = _NAMED.findall(shown)

    assert feature, number
    assert bool(named) != shown.startswith("not yet"), shown
    assert [one for one in named if not exists(*one)] == []


def test_every_feature_has_one_row():
    numbers = [int(row[0]) for row in FEATURES]

    assert len(numbers) == 32
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tests/contract/test_features.py", "test_that_was_renamed"),
        ("tests/contract/test_gone.py", "test_every_feature_has_one_row"),
        ("frontend/tests/uploader.test.js", "an upload"),
    ],
)
def test_name_without_a_test_is_noticed(path, name):
    assert not exists(path, name)
