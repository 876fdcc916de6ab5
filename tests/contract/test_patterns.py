"""Regular expressions that meet untrusted text take time in proportion to its length.

A pattern that backtracks is stopped only by the sandbox's time limit, and the text is lost: 24 comments before `<html>`
took 17 s. Each pattern is run over inputs of increasing length, made from what the pattern matches; the ratio of the
times is checked, not the times, so that a slow machine passes.

The file is long because half of it finds the patterns, in modules and in their sources.
"""

import ast
import pkgutil
import re
import time
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import docloft
import docloft_api
import docloft_storage
import docloft_worker
from docloft.formats.unknown_file import UnknownFile
from docloft.search import vocabulary
from docloft.search.shown import places
from docloft_api.http import operations
from docloft_storage import identify
from docloft_worker import language

sre: Any = import_module("re._parser")
"""The standard library's parser of patterns, which has no public name."""

PACKAGES = (docloft, docloft_storage, docloft_worker, docloft_api)

ONLY_IN_THE_CHILD_OF_A_PROCESS = frozenset({"docloft.sandbox_child"})
"""Importing it would take over this process."""

CALLS = frozenset({"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})
"""Functions of `re` whose first argument is a pattern."""

MADE = {
    "docloft.formats.markup": (),
    "docloft.formats.markdown": (),
    "docloft.faults": (r"(?<![\w-])a\-b(?![\w-])",),
    "docloft.search.shown.places": (
        places._interrupted("abc").pattern,
        places._row(("ab", "cd", "e"), is_growing=True).pattern,
        places._row(("ab", "cd", "e"), is_growing=False).pattern,
    ),
    "docloft.search.vocabulary": (vocabulary._lines_like("watermelon", 2).pattern,),
    "docloft_api.http.operations": (operations._pattern("/v1/a/{id}/b").pattern,),
}
"""Examples of patterns that are made of values, by module. Those of the formats are in `compiled_at_first_use`."""

SMALL, LARGE = 1_000, 4_000
LONGEST_RATIO = 9
"""Four times the input takes four times as long; with a quadratic pattern, sixteen times."""
NOTICEABLE = 0.02
"""Seconds. Less than this for 4,000 characters is harmless, and too short to compare."""

PUMPS = (
    *" \na1-_*#<[(=~`\\.\u0301\u4e00\x00",
    *("- ", "a ", "<!--", "--><!--", "[a](", "* ", "> ", "**a", "\x1b[", "a\x08", "a-\n", "a\u0301"),
)


@cache
def modules():
    names = [
        found.name
        for package in PACKAGES
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if found.name not in ONLY_IN_THE_CHILD_OF_A_PROCESS
    ]
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


def held(value, depth=3):
    """Compiled patterns in a value and in what it contains."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping) and depth:
        for one in (*value.keys(), *value.values()):
            yield from held(one, depth - 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth:
        for one in value:
            yield from held(one, depth - 1)
    elif depth and type(value).__module__.startswith("docloft"):
        inside = getattr(value, "__dict__", None) or {
            name: getattr(value, name, None) for name in getattr(type(value), "__slots__", ())
        }
        yield from held(inside, depth - 1)


def written(tree: ast.AST) -> Iterable[ast.Call]:
    """Calls whose first argument is a pattern, wherever they are in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of, name = ast.unparse(node.func.value), node.func.attr
            if (of == "re" and name in CALLS) or name == "Regexp":
                yield node


def from_source(source: str, names: Mapping[str, Any]) -> tuple[list[re.Pattern[Any]], list[str]]:
    """(the patterns that a source compiles, the arguments that only exist when it runs)."""
    found, unknown = [], []
    for call in written(ast.parse(source)):
        flags = [one.value for one in call.keywords if one.arg == "flags"]
        flags += call.args[1:2] if ast.unparse(call.func) == "re.compile" else []
        try:
            values = [eval(ast.unparse(one), dict(names)) for one in (call.args[0], *flags)]  # noqa: S307 - our own code
        except NameError:
            unknown.append(ast.unparse(call.args[0]))
            continue
        found.append(values[0] if isinstance(values[0], re.Pattern) else re.compile(*values))
    return found, unknown


def patterns():
    for module in modules():
        yield from held(vars(module))
        yield from from_source(Path(module.__file__).read_text(), vars(module))[0]
    yield from map(re.compile, (one for made in MADE.values() for one in made))
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
    """The least processor time of this thread in several runs. On a busy machine, elapsed time says little."""
    times = []
    for _ in range(3):
        started = time.thread_time()
        for _match in pattern.finditer(subject):
            pass
        times.append(time.thread_time() - started)
        if times[-1] < NOTICEABLE / 4:
            break
    return min(times)


def adversarial(pattern):
    """(beginning, what is repeated)."""
    own = literals(pattern)
    pairs = [one + other for one in own[:4] for other in (*own[:4], " ", "\n", "a") if one != other]
    for pump in dict.fromkeys((*PUMPS, *own, *pairs)):
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


def test_every_pattern_of_the_sources_is_tested():
    """In any container, in a function, and as an argument of `re.search`."""
    unknown = {}
    for module in modules():
        source = Path(module.__file__).read_text()
        if "re" in vars(module):
            assert vars(module)["re"] is re, module.__name__
        assert not re.search(r"from re import|import re as|import regex\b", source), module.__name__
        if made := from_source(source, vars(module))[1]:
            unknown[module.__name__] = made

    assert set(unknown) == set(MADE), unknown
    assert len(PATTERNS) > 100
    assert language._NOT_WORDS in PATTERNS


def test_patterns_are_found_wherever_they_are_written():
    source = """
WORDS = {"a": re.compile("a+"), "b": [re.compile("b+", re.IGNORECASE)]}
def find(text):
    return re.search(f"c{D}", text, flags=re.DOTALL) or re.sub(text, "", "x") or validate.Regexp(r"e")
"""

    found, unknown = from_source(source, {"re": re, "D": "d"})

    assert [(one.pattern, one.flags & ~re.UNICODE) for one in found] == [
        ("a+", 0),
        ("b+", re.IGNORECASE),
        ("cd", re.DOTALL),
        ("e", 0),
    ]
    assert unknown == ["text"]
    assert [one.pattern for one in held({"a": [(re.compile("x"),)], "b": {"c": re.compile("y")}})] == ["x", "y"]
