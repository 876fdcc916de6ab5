"""The patches of the emulator are counted wherever their number is written."""

import ast
import re

import pytest

from tools.local_stage import ROOT

NUMBERS = {15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen"}


@pytest.mark.parametrize("file", ["local/launcher.py", "local/README.md", "docs/decisions/0002-local-stage.md"])
def test_documented_number_of_patches_is_right(file):
    patches = re.findall(r"^ *# Patch: ", (ROOT / "local/launcher.py").read_text(), re.MULTILINE)

    written = re.findall(r"(\w+) patches", (ROOT / file).read_text())

    assert [word.lower() for word in written] == [NUMBERS[len(patches)]]


def test_decision_lists_each_patch():
    text = (ROOT / "docs/decisions/0002-local-stage.md").read_text()
    listed = text.partition("patches in")[2].partition("**Edits.**")[0]

    assert len(re.findall(r"^- ", listed, re.MULTILINE)) == len(
        re.findall(r"^ *# Patch: ", (ROOT / "local/launcher.py").read_text(), re.MULTILINE)
    )


def changes_the_emulator(source):
    """Whether a module assigns to an attribute of something that it imports from the emulator."""
    tree = ast.parse(source)
    imported = {
        name.asname or name.name
        for found in ast.walk(tree)
        if isinstance(found, ast.ImportFrom) and (found.module or "").startswith("ministack")
        for name in found.names
    }
    changed = {
        part.value.id
        for found in ast.walk(tree)
        if isinstance(found, ast.Assign)
        for target in found.targets
        for part in ast.walk(target)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)
    }
    return bool(imported & changed)


def test_module_that_changes_the_emulator_is_named_at_a_patch():
    launcher = (ROOT / "local/launcher.py").read_text()
    patches = re.findall(r"^ *# Patch: (?:.*\n *# )*.*", launcher, re.MULTILINE)
    modules = {path.name for path in (ROOT / "local").glob("*.py") if changes_the_emulator(path.read_text())}

    assert modules - {"launcher.py"} == set(re.findall(r"\(local/(\w+\.py)\)", "\n".join(patches)))
    assert "snapshots.py" in modules
