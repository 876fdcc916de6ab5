"""Regular expressions that meet untrusted text take time in proportion to its length.

A pattern that backtracks is stopped only by the sandbox's time limit, and the text is lost: 24 comments before `<html>`
took 17 s. Each pattern is run over inputs that grow, made of what it looks for itself; the ratio of the times is
checked, not the times, so that a slow machine passes.
"""

import ast
import pkgutil
import re
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import docloft.formats
import docloft.parsing
import docloft.search.shown
import docloft.search.text
import docloft_worker.facts
import docloft_worker.readers
from docloft.formats.unknown_file import UnknownFile
from docloft_storage import identify
from docloft_worker import language

sre: Any = import_module("re._parser")
"""The standard library's parser of patterns, which has no public name."""

PACKAGES = (
    *(docloft.formats, docloft.parsing, docloft.search.text, docloft.search.shown),
    *(docloft_worker.readers, docloft_worker.facts),
)
ALSO = ("docloft_storage.identify", "docloft_storage.refusals", "docloft_worker.language")

SMALL, LARGE = 1_000, 4_000
LONGEST_RATIO = 9
"""Four times the input takes four times as long; with a quadratic pattern, sixteen times."""
NOTICEABLE = 0.02
"""Seconds. Less than this for 4,000 characters is harmless, and too short to compare."""

PUMPS = (
    *" \na1-_*#<[(=~`\\.\u0301\u4e00\x00",
    *("- ", "a ", "<!--", "--><!--", "[a](", "* ", "> ", "**a", "\x1b[", "a\x08", "a-\n", "a\u0301"),
)


def modules():
    names = [*ALSO]
    for package in PACKAGES:
        names += [f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__)]
    return [import_module(name) for name in names]


def compiled_at_first_use():
    """Patterns of identification are compiled when they are first needed: the api function imports the formats."""
    import_module("docloft.formats.markup").compiled.cache_clear()
    import_module("docloft.formats.markdown").compiled.cache_clear()
    found = []
    original = re.compile

    def recording(*arguments):
        found.append(original(*arguments))
        return found[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(re, "compile", recording)
        file = UnknownFile(Path(__file__))
        for recognition, _ in identify.candidates():
            recognition.matches(file)
    return found


def patterns():
    for module in modules():
        for value in vars(module).values():
            for one in value if isinstance(value, tuple | list) else (value,):
                if isinstance(one, re.Pattern):
                    yield one
    yield from compiled_at_first_use()


PATTERNS = list(dict.fromkeys(patterns()))


def literals(pattern):
    """The runs of literal characters in a pattern, and one character of each of its classes."""
    found, run = [], ""

    def walk(parsed):
        nonlocal run
        for operator, value in parsed:
            if operator is sre.LITERAL:
                run += chr(value)
                continue
            if run:
                found.append(run)
            run = ""
            if operator is sre.IN:
                found.extend(chr(one) for kind, one in value if kind is sre.LITERAL)
            for part in value if isinstance(value, tuple | list) else (value,):
                for inner in part if isinstance(part, list) else (part,):
                    if isinstance(inner, sre.SubPattern):
                        walk(inner)
        if run:
            found.append(run)
        run = ""

    walk(
        sre.parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    )
    return list(dict.fromkeys(found))[:6]


def seconds(pattern, subject):
    """The least of several runs."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        for _match in pattern.finditer(subject):
            pass
        times.append(time.perf_counter() - started)
        if times[-1] < NOTICEABLE / 4:
            break
    return min(times)


def adversarial(pattern):
    """(beginning, what is repeated)."""
    own = literals(pattern)
    for pump in dict.fromkeys((*PUMPS, *own)):
        for beginning in dict.fromkeys(("", "".join(own[:1]))):
            yield beginning, pump


def is_linear(pattern):
    for beginning, pump in adversarial(pattern):
        subjects = [beginning + pump * (size // len(pump)) + "\x7f" for size in (SMALL, LARGE)]
        if isinstance(pattern.pattern, bytes):
            subjects = [subject.encode("latin-1", "replace") for subject in subjects]
        longer = seconds(pattern, subjects[1])
        if longer > NOTICEABLE and longer > LONGEST_RATIO * seconds(pattern, subjects[0]):
            return False, (beginning, pump)
    return True, None


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: repr(one.pattern)[:60])
def test_pattern_takes_linear_time(pattern):
    linear, by = is_linear(pattern)

    assert linear, by


@pytest.mark.parametrize("pattern", [r"[ \t]+(?=\n)", r"\w+-\n", r"(?:\w-?)*x"])
def test_pattern_that_backtracks_is_noticed(pattern):
    assert not is_linear(re.compile(pattern))[0]


def test_patterns_are_only_compiled_where_they_are_found():
    """`re.search` with a pattern of its own would not be in PATTERNS."""
    others = []
    for module in modules():
        tree = ast.parse(Path(module.__file__).read_text())
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        used = {call.attr for call in calls if isinstance(call, ast.Attribute) and ast.unparse(call.value) == "re"}
        if used - {"compile", "escape"}:
            others.append((module.__name__, used))

    assert others == []
    assert len(PATTERNS) > 40
    assert language._NOT_WORDS in PATTERNS
