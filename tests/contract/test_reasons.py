"""Every refusal has a code with values, so that the site makes its sentence in the reader's language. mypy rejects a
sentence without a code where a reason is expected; this reads the source for what types cannot show.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from docloft import file_kinds, reasons
from docloft.errors import Reason, Refused
from docloft.file_kinds import FileKind
from tests.conftest import ROOT

PACKAGES = ("packages/shared/src", "services/api", "services/storage", "services/worker")
MAKERS = {"packages/shared/src/docloft/reasons.py", "packages/shared/src/docloft/errors.py"}
"""The registry, and Reason itself."""
REFUSED = {"Refused", "ChildFailed", "Duplicate"}
SHOWN = ("services/api/", "packages/shared/src/docloft/lifecycle/", "packages/shared/src/docloft/tables/")
"""Where a conflict is the response to a person's request."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not {"tests", ".serverless"} & set(path.parts):
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_text(value: ast.expr) -> bool:
    """Whether it is a string literal, or a string built from parts."""
    return any(
        isinstance(one, ast.JoinedStr) or isinstance(getattr(one, "value", None), str) for one in ast.walk(value)
    )


def conflicts_of(tree: ast.Module) -> Iterator[int]:
    """The lines of conflicts that are not reasons of the registry."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "ConflictError" and is_text(node.args[0]):
            yield node.lineno


def faults_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "Reason":
            yield node.lineno, "makes a reason outside the registry"
        if isinstance(node, ast.Call) and name_of(node.func) in {*REFUSED, "fail"}:
            yield from ((node.lineno, "refuses with a sentence") for one in node.args[-2:] if is_sentence(one))
        if isinstance(node, ast.Attribute) and node.attr == "reason" and isinstance(node.ctx, ast.Store):
            # Refused has a reason of its own; on documents and jobs, all attributes of a reason are set together.
            yield node.lineno, "writes a reason without its code"
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            written = [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "reason"]
            yield from ((node.lineno, "writes a reason without its code") for value in written if is_text(value))


def is_sentence(argument: ast.expr) -> bool:
    """A literal that is not a code, or a name that is not from the registry."""
    if isinstance(argument, ast.JoinedStr):
        return True
    if isinstance(argument, ast.Constant):
        return isinstance(argument.value, str) and " " in argument.value
    return isinstance(argument, ast.Name) and argument.id.isupper()


def test_every_refusal_is_made_of_a_declared_reason():
    found = {
        f"{path}:{line} {what}" for path, tree in sources() if path not in MAKERS for line, what in faults_of(tree)
    }

    assert found == set()


def test_every_conflict_that_people_see_is_a_declared_reason():
    found = {f"{path}:{line}" for path, tree in sources() if path.startswith(SHOWN) for line in conflicts_of(tree)}

    # A change of state that no caller makes.
    assert {place.partition(":")[0] for place in found} == {"packages/shared/src/docloft/lifecycle/changes.py"}
    assert len(found) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise Refused("This is damaged.")',
        'raise Refused(f"This is {what}.", Cause.NOT_TAKEN)',
        "raise Refused(DAMAGED) from error",
        'progress.fail("It was deleted.")',
        'Reason("This is damaged.", code="damaged", cause=Cause.DAMAGED)',
        'values = {"state": State.FAILED, "reason": "This is damaged."}',
        'job.reason = "It was deleted."',
        'raise ChildFailed("time", "This page took too long.")',
    ],
)
def test_sentence_without_a_code_is_found(source):
    assert list(faults_of(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "raise Refused(reasons.DAMAGED)",
        "raise Refused(reasons.TOO_MANY_PIXELS.having(limit=250))",
        'raise ChildFailed("time", reasons.TOO_SLOW)',
        "progress.fail(refusal.reason)",
    ],
)
def test_declared_reason_is_accepted(source):
    assert list(faults_of(ast.parse(source))) == []


def test_sentence_alone_cannot_be_a_refusal():
    with pytest.raises(AttributeError):
        Refused("This is damaged.")  # type: ignore[arg-type]


def test_every_kind_of_file_has_a_name_and_a_refusal_names_one_only():
    assert file_kinds.NAMES.keys() == set(FileKind)
    refused = reasons.NOT_ACCEPTED.having(kind=FileKind.RAR_ARCHIVE)
    assert str(refused) == "This is a RAR archive. Docloft cannot read it, but it can be kept as it is."
    assert refused.values == {"kind": "rar_archive"}
    with pytest.raises(KeyError):
        reasons.NOT_ACCEPTED.having(kind="a kind of a child that was taken over")


@pytest.mark.parametrize("language", ["en", "de"])
def test_site_has_a_name_for_every_kind_of_file(language):
    catalogue = (ROOT / f"frontend/src/ui/strings.{language}.js").read_text()

    named = set(re.findall(r'"kind\.(\w+)":', catalogue))
    assert named == {*FileKind, "unknown"}


def test_every_reason_is_of_the_registry():
    assert all(type(one) is Reason and one.code == code for code, one in reasons.REASONS.items())
