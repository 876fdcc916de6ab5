"""Files that `make tidy` writes are what the code declares."""

import pytest

from services.api import derived

ROOT = derived.ROOT


@pytest.mark.parametrize("path", derived.contents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_generated_file_is_up_to_date(path):
    assert path.read_text(encoding="utf-8") == derived.contents()[path], "Out of date: run make tidy"


def test_readme_names_every_format():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [one.label for one in derived.FORMATS if f"| {one.label} |" not in readme] == []
