"""Runs the tests of a module once for each of its mutants, each time in a fork of a process that has collected them."""

import gc
import inspect
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

SECONDS_EACH = 5
TIMES_EACH = 4
"""How much processor time the tests may take for one change: so many seconds, and so many times what they take without
a change. Processor time, so that a slow run on a busy machine does not count as a noticed change; the elapsed time may
be ten times that."""
_PROFILE = "mutation"
_NOTICED = "noticed"
"""The file with the place of the plain test that noticed a change."""


def try_each(until: float, module: str, tests: list[str], names: list[str]) -> int:
    """Runs in the copy and prints one line for each mutant that was tried. Returns 1 if the tests fail without any
    mutant.
    """
    sys.path[:0] = [
        str(Path(path).resolve())
        for path in ("packages/shared/src", "services/api", "services/storage", "services/worker")
    ]
    quiet = [
        "-q",
        "-x",
        "-s",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        f"--hypothesis-profile={_PROFILE}",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    # One example that fails is enough: a simpler one is not looked for.
    settings.register_profile(_PROFILE, deadline=None, phases=[Phase.explicit, Phase.generate])
    os.environ["MUTANT_UNDER_TEST"] = ""
    runs = _Runs(until, module, names)
    return int(pytest.main([*quiet, *tests], plugins=[runs]) or not runs.pass_without_change)


class _Runs:
    """A plugin of pytest: when the tests are collected, runs them once for each mutant, each time in a fork."""

    def __init__(self, until: float, module: str, names: list[str]) -> None:
        self._until, self._names = until, names
        self._chosen = Path(module).with_suffix(".mutant")
        self._plain: list[pytest.Item] = []
        self._is_fork = self.pass_without_change = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if self._is_fork:
            return None
        self._plain = sorted(filter(_is_plain, session.items), key=_is_given)
        session.items = [item for item in session.items if item not in self._plain]
        self.pass_without_change = self._outcome("", session, 60 * SECONDS_EACH) == "survived"
        if not self.pass_without_change:
            return True
        # Imported modules are the same in every run, so the garbage collector of no run has to visit them.
        gc.collect()
        gc.freeze()
        limit = SECONDS_EACH + ceil(TIMES_EACH * resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
        for name in self._names:
            if time.time() > self._until:
                break
            self._chosen.write_text(name)
            print(f"\nmutant {name} {self._outcome(name, session, limit)}", flush=True)
        return True

    def _outcome(self, name: str, session: pytest.Session, seconds: int) -> str:
        sys.stdout.flush()
        # Code that keeps files between two calls would find those of another mutant in a shared folder.
        with tempfile.TemporaryDirectory() as folder:
            child = os.fork()
            if not child:
                self._run(name, session, seconds, folder)
            if _status(child, 10 * seconds) == 0:
                return "survived"
            if (noticed := Path(folder, _NOTICED)).exists():
                # The next change is often in the same function, so this test comes first.
                self._plain.insert(0, self._plain.pop(int(noticed.read_text())))
            return "killed"

    def _run(self, name: str, session: pytest.Session, seconds: int, folder: str) -> None:
        os.setpgid(0, 0)
        os.environ["MUTANT_UNDER_TEST"] = name
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        # Only the soft limit: the sandbox in which files are read sets its own, and may not exceed the hard one.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        if name:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            # Looking for the place where a test failed takes as long as the test.
            session.config.option.tbstyle = "no"
        self._is_fork = True
        status = 1
        try:
            self._call_plain(Path(folder, _NOTICED))
            session.config.hook.pytest_runtestloop(session=session)
            status = int(bool(session.testsfailed))
        except Exception:  # noqa: BLE001 - a test that fails may raise anything
            if not name:
                traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)

    def _call_plain(self, noticed: Path) -> None:
        for place, test in enumerate(self._plain):
            try:
                _call(test)
            except Exception:
                if not _is_given(test):
                    noticed.write_text(str(place))
                raise

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            print(report.longreprtext)


def _is_plain(item: pytest.Item) -> bool:
    """Whether the test can be called without pytest, which takes longer than most of them do."""
    if not isinstance(item, pytest.Function) or item.cls is not None:
        return False
    marks = list(item.iter_markers())
    if any(mark.name not in {"parametrize", "hypothesis"} or mark.kwargs.get("indirect") for mark in marks):
        return False
    return inspect.signature(item.obj).parameters.keys() <= _parameters(item).keys()


def _parameters(item: pytest.Function) -> dict[str, Any]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _is_given(item: pytest.Item) -> bool:
    """Whether hypothesis calls the test many times."""
    return any(mark.name == "hypothesis" for mark in item.iter_markers())


def _call(item: pytest.Item) -> None:
    if isinstance(item, pytest.Function):
        item.obj(**_parameters(item))


def _status(child: int, seconds: int) -> int:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        finished, status = os.waitpid(child, os.WNOHANG)
        if finished:
            return status
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


if __name__ == "__main__":
    separator = sys.argv.index("--")
    sys.exit(try_each(float(sys.argv[1]), sys.argv[2], sys.argv[3:separator], sys.argv[separator + 1 :]))
