"""The files that `make tidy` writes match the declarations in code."""

import subprocess
import sys

import pytest

from services.api import derived

ROOT = derived.ROOT
CONTENTS = derived.contents()


@pytest.mark.parametrize("path", CONTENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_generated_file_is_up_to_date(path):
    assert path.read_text(encoding="utf-8") == CONTENTS[path], "Out of date: run make tidy"


def test_events_are_those_of_operations_and_no_others():
    events = {path for path in CONTENTS if path.parent.name == "events"}

    assert events == set((derived.SERVICE / "events").glob("*.json"))


def test_generator_writes_the_files_from_the_command_line(tmp_path):
    """It needs only the repository and its tools: no environment variable, no cloud."""
    code = (
        "from pathlib import Path\n"
        "import runpy\n"
        f"root, target, write = Path({str(ROOT)!r}), Path({str(tmp_path)!r}), Path.write_text\n"
        "def redirected(self, *a, **k):\n"
        "    (target / self.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)\n"
        "    write(target / self.relative_to(root), *a, **k)\n"
        "Path.write_text = redirected\n"
        "runpy.run_module('services.api.derived', run_name='__main__')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT}/packages/shared/src"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    for path in CONTENTS:
        assert (tmp_path / path.relative_to(ROOT)).read_text() == path.read_text(encoding="utf-8")


def test_readme_names_every_format_that_has_an_extension():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    chosen = [one.label for one in derived.FORMATS if one.extensions]

    assert len(chosen) > 20
    assert [label for label in chosen if f"| {label} |" not in readme] == []
