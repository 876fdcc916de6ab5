"""The patches of the emulator are counted wherever their number is written."""

import re

import pytest

from tools.local_stage import ROOT

NUMBERS = {13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen"}


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
