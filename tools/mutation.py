"""`make mutate`: changes modules without I/O one expression at a time and reports changes that no test notices
(survivors).

mutmut makes the changes, but it runs only tests that are laid out for one package. So this driver runs them, in a copy
of the tracked files (`mutant_runs`). A survivor that is not listed in tests/mutation_survivors.toml is a failure; a
listed one that a test now catches is reported. The exit status is 1 if there is an unlisted survivor or if time ran out
before every mutant was tried.
"""

import ast
import difflib
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

from tools.checkout import copy_to
from tools.local_stage import ROOT
from tools.mutated_modules import TARGETS

SURVIVORS = ROOT / "tests/mutation_survivors.toml"
SECONDS_IN_ALL = 3600
_TRAMPOLINE = """
import os as _mutmut_os
from functools import wraps as _mutmut_wraps
from pathlib import Path as _MutmutPath

MutantDict = dict
_mutmut_chosen = _MutmutPath(__file__).with_suffix(".mutant")
# A child process of the tests has another environment and may read files only while it imports.
_mutmut_chosen = _mutmut_chosen.read_text() if _mutmut_chosen.exists() else ""


def _mutmut_mutated(mutants, is_classmethod=False):
    def decorated(original):
        @_mutmut_wraps(original)
        def call(*args, **kwargs):
            name = _mutmut_os.environ.get("MUTANT_UNDER_TEST", _mutmut_chosen).rpartition(".")[2]
            function = mutants.get(name, mutants["_mutmut_orig"])
            if is_classmethod:
                return getattr(args[0], function.__name__)(*args[1:], **kwargs)
            return function(*args, **kwargs)

        return call

    return decorated
"""
"""Replaces mutmut's own, which imports mutmut: the sandbox in which files are read does not allow that."""
_IMPORTED = "from mutmut.mutation.trampoline import wrap_in_trampoline as _mutmut_mutated, MutantDict\n"


@dataclass(frozen=True, order=True)
class Mutant:
    """One change, named by the line before and after it: mutmut's numbers shift with every edit of the function."""

    module: str
    function: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.module}: {self.function}\n    - {self.before}\n    + {self.after}"


def mutants_of(module: str, source: str) -> tuple[str, dict[str, Mutant]]:
    """The source with all its mutants, and the mutants by name. The environment variable MUTANT_UNDER_TEST, or else the
    file beside the module with the suffix `.mutant`, selects one.
    """
    mutated = mutate_file_contents(module, source).code.replace(_IMPORTED, _TRAMPOLINE)
    lines = mutated.split("\n")
    bodies: dict[str, dict[str, list[str]]] = {}
    for node in ast.walk(ast.parse(mutated)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "__mutmut_" in node.name:
            name, _, number = node.name.rpartition("__mutmut_")
            body = [line.replace(node.name, "function").strip() for line in lines[node.lineno - 1 : node.end_lineno]]
            bodies.setdefault(name, {})[number] = body
    dotted = _dotted(module)
    found = {}
    for name, numbered in bodies.items():
        original = numbered.pop("orig")
        for number, changed in numbered.items():
            lines = [line for line in difflib.ndiff(original, changed) if line[0] in "-+"]
            before = " ".join(line[2:] for line in lines if line[0] == "-")
            after = " ".join(line[2:] for line in lines if line[0] == "+")
            if not _is_message(before, after):
                function = name.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
                found[f"{dotted}.{name}__mutmut_{number}"] = Mutant(module, function, before, after)
    return mutated, found


def _is_message(before: str, after: str) -> bool:
    """Whether only the text of an error changed: a test for every sentence would only repeat the sentence."""
    return (
        bool(re.search(r"(Error|Refused|Problem)\(", before))
        and bool(re.search(r"[\"']", before))
        and after.partition("(")[0] == before.partition("(")[0]
    )


def _dotted(module: str) -> str:
    for root in ("packages/shared/src/", "services/api/", "services/worker/", "services/storage/"):
        module = module.removeprefix(root)
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def survivors(module: str, until: float) -> tuple[list[Mutant], int, int]:
    """The mutants of one module that no test detects, how many mutants there are, and how many were tried."""
    mutated, mutants = mutants_of(module, (ROOT / module).read_text())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copy_to(folder)
        (folder / module).write_text(mutated)
        command = [sys.executable, "-m", "tools.mutant_runs", str(until), module, *TARGETS[module], "--", *mutants]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The tests of {module} fail without a change:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    outcomes = dict(re.findall(r"^mutant (\S+) (\w+)$", done.stdout, re.MULTILINE))
    alive = [mutants[name] for name, outcome in outcomes.items() if outcome == "survived"]
    return sorted(set(alive)), len(mutants), len(outcomes)


def listed() -> dict[Mutant, str]:
    """The survivors that are accepted, and why."""
    entries = tomllib.loads(SURVIVORS.read_text()).get("survivor", [])
    return {Mutant(one["module"], one["function"], one["before"], one["after"]): one["reason"] for one in entries}


def main(wanted: str) -> int:
    modules = [module for module in TARGETS if wanted in module]
    if not modules:
        print(f"No module matches {wanted}. The modules are:\n" + "\n".join(TARGETS))
        return 2
    known = listed()
    until = time.time() + SECONDS_IN_ALL
    unlisted: list[Mutant] = []
    alive: set[Mutant] = set()
    untried = number = 0
    for module in modules:
        found, mutants, tried = survivors(module, until)
        new = [mutant for mutant in found if mutant not in known]
        print(f"{module}: {mutants} mutants, {len(found)} survived, {len(new)} not listed", flush=True)
        for mutant in new:
            print(mutant, flush=True)
        unlisted += new
        alive |= set(found)
        untried += mutants - tried
        number += mutants
    for mutant in sorted(one for one in known.keys() - alive if one.module in modules and not untried):
        print(f"No longer survives; remove it from {SURVIVORS.name}:\n{mutant}")
    print(f"{number} mutants, {len(alive)} survived, {len(unlisted)} of them not listed, {untried} not tried in time")
    return int(bool(unlisted or untried))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
