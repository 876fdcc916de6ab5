"""The user's guide says what the screen says, and shows pictures that a command takes."""

import json
import re
import subprocess

import pytest

from local.guide import FOLDER, PICTURES
from tests.conftest import ROOT

GUIDE = ROOT / "docs/guide"
PAGES = sorted(GUIDE.glob("*.md"))
CATALOGUE = 'import("{root}/frontend/src/ui/catalogue.en.js").then((all) => console.log(JSON.stringify(all.default)))'


@pytest.fixture(scope="module")
def words():
    """Everything that the site says in English."""
    program = CATALOGUE.format(root=ROOT)
    printed = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True).stdout
    return set(json.loads(printed).values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_bold_words_of_the_guide_are_on_the_screen(page, words):
    bold = {" ".join(found.split()) for found in re.findall(r"\*\*([^*]+)\*\*", page.read_text())}

    assert bold - words - {"bold"} == set()


def test_every_page_is_in_the_table_of_contents():
    linked = re.findall(r"\]\(([a-z-]+\.md)\)", (GUIDE / "README.md").read_text())

    assert sorted(linked) == sorted(page.name for page in PAGES if page.name != "README.md")


def test_every_picture_is_taken_by_the_command_and_shown_with_a_description():
    shown = [
        found for page in PAGES for found in re.findall(r"!\[([^\]]*)\]\(pictures/([^)]+)\.webp\)", page.read_text())
    ]

    assert sorted(name for _, name in shown) == sorted(picture.name for picture in PICTURES)
    assert all(len(description) > 20 for description, _ in shown)
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(picture.name for picture in PICTURES)
