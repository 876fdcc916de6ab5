"""Checks what the documents say about files, commands and counts."""

import importlib.util
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from docloft import formats
from tests.conftest import ROOT
from tests.contract.templates import load_yaml
from tools.settings_page import stage_parameters

DECISIONS = sorted((ROOT / "docs/decisions").iterdir())
HOW_TOS = sorted((ROOT / "docs/how-to").glob("add-*.md"))
EXAMPLES = {
    "add-a-command.md": "translate",
    "add-a-format.md": "djvu",
    "add-a-record.md": "reminder",
    "add-a-screen.md": "senders",
}
"""What a how-to adds in its example: files with this name do not exist."""
COMMAND_PAGES = ("README.md", "CONTRIBUTING.md", "docs/deploying.md", "docs/operating.md", "local/README.md")


@cache
def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


@cache
def documents():
    """Text by path of every document. The change log also names what no longer exists."""
    return {path: path.read_text() for path in tracked() if path.suffix == ".md" and path.name != "CHANGELOG.md"}


def name_of(path):
    return str(path.relative_to(ROOT))


def test_table_of_folders_lists_every_folder_and_nothing_else():
    table = (ROOT / "docs/architecture.md").read_text().partition("## Folders")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    shared = ROOT / "packages/shared/src/docloft"

    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if path.parent != ROOT}
    expected = {folder for folder in folders if not folder.startswith(".")} - {"docs", "packages", "services"}
    expected |= {name_of(path.parent) for path in (ROOT / "services").glob("*/serverless.yml")}
    expected |= {name_of(path.parent) for path in (ROOT / "packages").glob("*/pyproject.toml")} - {"packages/shared"}
    expected |= {name_of(shared), *(name_of(path.parent) for path in shared.glob("*/__init__.py"))}

    assert sorted(listed) == sorted(expected)


def test_table_of_features_names_existing_folders():
    table = (ROOT / "docs/architecture.md").read_text().partition("## Features")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+) \| (`.+) \|$", table, re.MULTILINE)[1:]
    places = ("services/api/docloft_api/features", "frontend/src/features")
    named = [
        ROOT / place / name
        for row in rows
        for place, cell in zip(places, row, strict=True)
        for name in re.findall(r"`([^`]+)`", cell)
    ]

    assert len(named) > 20
    assert [str(path) for path in named if not path.is_dir()] == []


def test_decisions_are_numbered_without_gaps_and_have_their_number_in_the_heading():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for number, path in enumerate(DECISIONS, start=1):
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
        assert path.read_text().startswith(f"# {number}. "), path.name


def test_every_decision_that_is_referred_to_exists():
    numbers = {int(path.name[:4]) for path in DECISIONS}
    names = {path.name for path in DECISIONS}
    references = 0
    for path in tracked():
        if path.suffix in {".md", ".py", ".js", ".cjs", ".yml", ".css", ".toml", ".sh"} and path.name != "CHANGELOG.md":
            text = path.read_text()
            said = [int(one) for one in re.findall(r"\b[Dd]ecision (\d+)\b", text)]
            named = re.findall(r"decisions/(\d{4}-[\w-]+\.md)", text)
            linked = re.findall(r"\[[Dd]ecision (\d+)\]\([^)]*?(\d+)-[\w-]+\.md\)", text)
            assert {*said} <= numbers, name_of(path)
            assert {*named} <= names, name_of(path)
            assert all(int(one) == int(other) for one, other in linked), name_of(path)
            references += len(said) + len(named)
    assert references >= 10


def test_every_relative_link_leads_to_a_file_and_a_heading():
    missing = []
    links = [(path, link) for path, text in documents().items() for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    for path, link in links:
        target, _, anchor = link.partition("#")
        if ":" in target:
            continue
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file.read_text())):
            missing.append(f"{name_of(path)}: {link}")
    assert len(links) > 30
    assert missing == []


def anchors(text):
    """As GitHub makes them from headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def verbs():
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_verb_is_documented(verb):
    pages = "\n".join(documents()[ROOT / page] for page in COMMAND_PAGES)

    assert re.search(rf"\bmake\s+{verb}\b", pages)


def test_every_make_command_in_a_document_exists():
    """Only in code: in a sentence, the word after `make` is not a target."""
    unknown, found = [], 0
    for path, text in documents().items():
        for verb in re.findall(r"(?:`|^ {4}|; |\b[A-Z_]+=\S+ )make\s+([a-z]+)\b", text, re.MULTILINE):
            found += 1
            if verb not in verbs():
                unknown.append(f"{name_of(path)}: make {verb}")
    assert found > 30
    assert unknown == []


def unverified(text):
    """The commands that invite someone whose address is not verified."""
    commands = re.findall(r"admin-create-user[^`]*", text)
    return [one for one in commands if "email_verified,Value=true" not in one.replace('"', "")]


def test_no_document_invites_people_with_an_address_that_is_not_verified():
    """AWS mails recovery codes to verified addresses only; `make invite` verifies them."""
    wrong = "`aws cognito-idp admin-create-user --user-attributes Name=email,Value=a@example.org`"

    assert [name_of(path) for path, text in documents().items() if unverified(text)] == []
    assert unverified(wrong)
    assert not unverified(wrong.replace("Value=a@", 'Value=x "Name=email_verified,Value=true" a@'))


def test_every_python_module_that_a_document_runs_exists():
    unknown, found = [], 0
    for path, text in documents().items():
        for module in re.findall(r"\bpython3? -m ([a-z_.]*[a-z_])", text):
            found += 1
            if importlib.util.find_spec(module) is None:
                unknown.append(f"{name_of(path)}: {module}")
    assert found > 5
    assert unknown == []


def test_every_installed_tool_that_a_document_runs_is_installed():
    installed = re.findall(r"\$tools/bin/([\w-]+)", (ROOT / "local/bootstrap.sh").read_text())
    texts = {**documents(), ROOT / ".pre-commit-config.yaml": (ROOT / ".pre-commit-config.yaml").read_text()}
    run = {
        (name_of(path), tool)
        for path, text in texts.items()
        for tool in re.findall(r"\.local/tools/bin/([\w-]+)", text)
    }

    assert run
    assert {(name, tool) for name, tool in run if tool not in installed} == set()


def test_every_stage_parameter_is_documented():
    page = (ROOT / "docs/settings.md").read_text()
    declared = {name for stage in load_yaml(Path("serverless.common.yml"))["params"].values() for name in stage}
    files = [path for path in tracked() if path.suffix == ".yml" and "tests" not in path.parts]
    used = {name for path in files for name in re.findall(r"\$\{param:([a-z0-9_]+)", path.read_text())}

    assert [name for name in sorted(declared | used) if f"`{name}`" not in page] == []
    assert [one.name for one in stage_parameters() if not one.meaning] == []
    assert sorted(declared - used) == []


@pytest.mark.parametrize("path", HOW_TOS, ids=lambda path: path.stem)
def test_how_to_lists_as_many_files_to_edit_as_it_says(path):
    """The files that always have to be edited are bold. Toys in the tests of each subject prove that they suffice."""
    text = path.read_text()
    [said] = re.findall(r"Files to edit: (\d+)", text)

    listed = re.findall(r"\*\*`([^`]+)`\*\*", text)

    assert len(listed) == len(set(listed)) == int(said)


@pytest.mark.parametrize("path", HOW_TOS, ids=lambda path: path.stem)
def test_every_place_that_a_how_to_names_exists(path):
    """In place of `<placeholder>` and of the example that the how-to adds, any existing file of the same kind will
    do.
    """
    example = EXAMPLES.get(path.name)
    places = re.findall(r"`((?:packages|services|frontend|tests|docs|tools)/[^`\s]+)`", path.read_text())
    patterns = {place: re.sub(r"<[^>]+>", "*", place.replace(example, "*") if example else place) for place in places}

    assert len(places) >= 3
    assert [place for place, pattern in patterns.items() if not any(ROOT.glob(pattern))] == []


def test_every_test_that_a_how_to_names_exists():
    named = {name for path in HOW_TOS for name in re.findall(r"`(test_\w+)`", path.read_text())}
    tests = "\n".join(path.read_text() for path in tracked() if path.match("test_*.py"))

    assert named
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []


def denied(text):
    """Words for formats with a reader that a text calls refused or unreadable."""
    words = {word for one in formats.FORMATS if one.reader for word in one.label.lower().replace("-", "").split()}
    sentences = text.lower().replace("-", "").replace("\n", " ").split(". ")
    denials = [one for one in sentences if re.search(r"\b(no ocr|refused|rejected|not (yet )?readable)\b", one)]
    return {word for word in words - {"file", "document"} for one in denials if re.search(rf"\b{word}s?\b", one)}


def test_no_format_that_is_searchable_is_called_refused_or_unreadable():
    """Against the table of formats in the same file, which is made from the registry."""
    readme = (ROOT / "README.md").read_text()

    assert denied(readme.partition("\n## Limits\n")[2]) == set()
    assert denied("Printed words are found. Files in TIFF have no OCR, and\nRTF is not readable.") == {"tiff", "rtf"}
