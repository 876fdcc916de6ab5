"""A format needs one module and one registry line; no other code lists formats."""

import json
import re
import shutil
from collections import Counter

import pytest

from docloft import formats
from tests.conftest import ROOT
from tests.contract.templates import SERVICES
from tests.contract.toys import require_pass

SHARED = "packages/shared/src"
LAST_LINE = '    "heic",\n'
[ICONS] = [path.read_text() for path in (ROOT / "frontend/src").rglob("icons.js")]


def test_format_needs_one_module_and_one_registry_line(tmp_path):
    shared = tmp_path / "shared"
    shutil.copytree(ROOT / SHARED, shared)
    registry = shared / "docloft/formats/__init__.py"
    assert registry.read_text().count(LAST_LINE) == 1
    registry.write_text(registry.read_text().replace(LAST_LINE, f'{LAST_LINE}    "toy",\n'))
    shutil.copy(ROOT / "tests/contract/toy_format.py", shared / "docloft/formats/toy.py")

    require_pass("life_of_a_toy", [shared, "."])


def test_formats_are_listed_only_in_the_registry():
    """A file may mention a single format (thumbnails are WebP). A file that mentions two contains a list."""
    names = re.compile("|".join(re.escape(name) for name in formats.BY_MEDIA_TYPE))
    folders = [SHARED, *(f"services/{service}/docloft_{service}" for service in SERVICES), "frontend/src"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.*") if path.suffix in {".py", ".js"}]
    files += [*(ROOT / "services").glob("*/*.yml"), *(ROOT / "services").glob("*/*.cjs")]

    lists = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in files
        if "docloft/formats" not in str(path) and len(found := set(names.findall(path.read_text()))) > 1
    }

    assert len(files) > 150
    assert lists == {}


def test_site_recognizes_formats_by_the_registry():
    """`viewerOf` and its neighbours in ui/formats.js answer what a media type written in the code would only guess."""
    compared = re.compile(r"(?:media_type|mediaType)\s*[!=]==\s*[\"'`]")
    files = [path for folder in ("src", "worker") for path in (ROOT / "frontend" / folder).rglob("*.js")]

    assert len(files) > 200
    assert [str(path.relative_to(ROOT)) for path in files if compared.search(path.read_text())] == []


def test_other_apps_share_files_of_every_format():
    """The manifest is static, because the browser reads it before anyone signs in. So it lists kinds of files such as
    image/*, not single formats.
    """
    manifest = json.loads((ROOT / "frontend/manifest.webmanifest").read_text())
    [shared] = manifest["share_target"]["params"]["files"]

    assert shared["accept"] == sorted({f"{media_type.split('/')[0]}/*" for media_type in formats.BY_MEDIA_TYPE})


def test_names_of_formats_are_unique():
    for names in (
        [one.name for one in formats.FORMATS],
        [one.label for one in formats.FORMATS],
        [name for one in formats.FORMATS for name in one.media_types],
        [extension for one in formats.FORMATS for extension in one.extensions],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("one", formats.FORMATS, ids=lambda one: one.name)
def test_declaration_of_a_format_is_well_formed(one):
    assert re.fullmatch("[a-z0-9_]+", one.name)
    assert all(extension.startswith(".") and extension.islower() for extension in one.extensions)
    assert all(name == name.lower() and name.count("/") == 1 for name in one.media_types)
    assert one.recognitions
    assert f"  {one.icon}: " in ICONS
