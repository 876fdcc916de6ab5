"""A file that takes over its parser in the sandbox's child reaches no credentials, network, processes or files. The
file is long because it lists system calls of both processors, and what each of them returns when it is refused.
"""

import errno
import importlib
import json
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from seccompy import syscalls

from docloft import confinement, sandbox, system_calls
from docloft.sandbox import Sandbox
from packages.shared.tests import escapes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="macOS has none of these measures.")

TABLES = {"x86_64": syscalls.X86_64_SYSCALLS, "aarch64": syscalls.AARCH64_SYSCALLS}
NUMBERS = {
    **system_calls.ALLOWED,
    **{name: condition.numbers for name, condition in system_calls.CONDITIONAL.items()},
    "tgkill": system_calls.of_abort().numbers,
    "clone3": system_calls.CLONE3,
}
DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0018-confinement.md"
ALLOW, REFUSE, MISSING, KILL = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS, 0x80000000


REFUSED_OTHERWISE = {
    # The parent is not dumpable, or has erased its environment.
    "read_environment_of_parent": "EACCES",
    "read_memory_of_parent": "EACCES",
    "open_a_file_of_parent": "EACCES",
    # The child has no such descriptor.
    "write_to_an_inherited_pipe": "EBADF",
    "use_another_descriptor": "EACCES",
}
"""Not refused by the filter of system calls, which says EPERM."""

REFUSED_UNCONFINED = {
    # RLIMIT_FSIZE
    "write_a_file",
    "write_600_megabytes",
    # Only the standard descriptors are inherited.
    "write_to_an_inherited_pipe",
    "use_another_descriptor",
    # Many systems refuse these to every process: Yama's ptrace_scope, user namespaces, io_uring_disabled.
    "read_memory_of_parent",
    "copy_memory_of_parent",
    "open_a_file_of_parent",
    "take_a_file_of_parent",
    "trace_parent",
    "leave_the_namespaces",
    "set_up_io_uring",
    # The child has just left its user namespace.
    "become_another_user",
}
"""Not shown to be real attempts by escaping where nothing is confined."""


@pytest.fixture(scope="module")
def attempted(tmp_path_factory):
    """(results by escape, files that exist afterwards)"""
    return attempt_everything(tmp_path_factory.mktemp("escapes"))


@pytest.fixture(scope="module")
def attempted_unconfined(tmp_path_factory):
    """The same, without the measures of docloft.confinement."""
    folder = tmp_path_factory.mktemp("unconfined")
    (folder / "sitecustomize.py").write_text(
        "from docloft import confinement\nconfinement.confine = confinement.hide_credentials = lambda: []\n"
    )
    return attempt_everything(tmp_path_factory.mktemp("escapes"), str(folder))


def attempt_everything(folder, *path):
    """Tries every escape in the child of a parent that has a secret in its environment."""
    done = subprocess.run(
        [sys.executable, escapes.__file__],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([*path, str(Path(__file__).parent), *sys.path]),
            "TMPDIR": str(folder),
            "AWS_SECRET_ACCESS_KEY": escapes.SECRET,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout), sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", escapes.ESCAPES)
def test_escape_is_refused(attempted, name):
    assert attempted[0][name] == REFUSED_OTHERWISE.get(name, "EPERM")


@pytest.mark.parametrize("name", sorted(escapes.ESCAPES.keys() - REFUSED_UNCONFINED))
def test_escape_succeeds_without_the_measures(attempted_unconfined, name):
    """So the attempt is a real one."""
    assert attempted_unconfined[0][name] is None


def test_escapes_leave_no_file(attempted):
    assert attempted[1] == ["kept", "socket"]


def test_every_other_system_call_is_refused(monkeypatch, request):
    monkeypatch.syspath_prepend(str(request.path.parent))
    made = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=5, wall_seconds=60, result_bytes=100_000)

    errors = made.call("escapes:call_everything", {})
    made.close()

    assert len(errors) > 200
    assert {name: error for name, error in errors.items() if error != errno.EPERM} == {"clone3": errno.ENOSYS}


@pytest.mark.parametrize("machine", TABLES)
def test_numbers_of_system_calls_are_those_of_the_kernel(machine):
    column = system_calls.PROCESSORS[machine].column

    found = {name: numbers[column] for name, numbers in NUMBERS.items()}

    assert found == {name: TABLES[machine].get(name) for name in NUMBERS}
    assert system_calls.PROCESSORS[machine].seccomp == TABLES[machine]["seccomp"]
    assert system_calls.PROCESSORS[machine].audit == getattr(syscalls, f"AUDIT_ARCH_{machine.upper()}")


@pytest.mark.parametrize("machine", TABLES)
@pytest.mark.parametrize(
    ("name", "arguments", "decision"),
    [
        ("read", (), ALLOW),
        ("openat", (0, 0, os.O_RDONLY | os.O_CLOEXEC), ALLOW),
        ("openat", (0, 0, os.O_RDWR), REFUSE),
        ("openat", (0, 0, os.O_WRONLY), REFUSE),
        ("openat", (0, 0, os.O_RDONLY | os.O_CREAT), REFUSE),
        ("openat", (0, 0, os.O_RDONLY | os.O_TRUNC), REFUSE),
        ("openat2", (), REFUSE),
        ("clone", (0x3D0F00,), ALLOW),  # the flags of pthread_create
        ("clone", (0x1200011,), REFUSE),  # those of fork
        ("clone3", (), MISSING),
        ("execve", (), REFUSE),
        ("socket", (1,), REFUSE),
        ("io_uring_setup", (), REFUSE),
        ("tgkill", (os.getpid(),), ALLOW),
        ("tgkill", (os.getppid(),), REFUSE),
        ("prlimit64", (0,), ALLOW),
        ("prlimit64", (os.getppid(),), REFUSE),
        ("fcntl", (0, 3), ALLOW),  # F_GETFL
        ("fcntl", (0, 8), REFUSE),  # F_SETOWN
        ("fcntl", (0, 10), REFUSE),  # F_SETSIG
        ("ioctl", (0, 0x5401), ALLOW),  # TCGETS
        ("ioctl", (0, 0x5412), REFUSE),  # TIOCSTI
    ],
)
def test_filter_decides_alike_on_both_processors(machine, name, arguments, decision):
    processor = system_calls.PROCESSORS[machine]

    assert decide(system_calls.program(processor), processor.audit, TABLES[machine][name], arguments) == decision


@pytest.mark.parametrize(("machine", "other"), [("x86_64", "aarch64"), ("aarch64", "x86_64")])
def test_call_of_another_processor_ends_the_process(machine, other):
    program = system_calls.program(system_calls.PROCESSORS[machine])

    assert decide(program, system_calls.PROCESSORS[other].audit, 0, ()) == KILL


def decide(program, audit, number, arguments):
    """Runs a filter as the kernel does (Documentation/networking/filter.rst): accumulator, operand, jumps forward."""
    seen = struct.pack("=iIQ6Q", number, audit, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        code, if_equal, if_not, operand = steps[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", seen, operand)
        elif code == 0x54:
            accumulator &= operand
        elif code == 0x15:
            at += if_equal if accumulator == operand else if_not
        else:
            assert code == 0x06
            return operand


def test_environment_keeps_what_is_not_a_credential():
    shown = environment_after("confinement.hide_credentials()")

    assert shown == {"AWS_SECRET_ACCESS_KEY": "x" * 4, "AWS_REGION": "eu-central-1", "own": "hush"}


def environment_after(statement):
    """/proc/self/environ of a process that executed the statement, and its own value of the secret."""
    code = (
        f"from docloft import confinement; import json, os; {statement}\n"
        "print(json.dumps([open('/proc/self/environ').read(), os.environ['AWS_SECRET_ACCESS_KEY']]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "AWS_SECRET_ACCESS_KEY": "hush", "AWS_REGION": "eu-central-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    shown, own = json.loads(done.stdout)
    entries = dict(entry.split("=", 1) for entry in shown.split("\0") if entry)
    return {name: value for name, value in entries.items() if name != "PYTHONPATH"} | {"own": own}


def test_sandbox_can_be_imported_where_linux_constants_are_missing(monkeypatch):
    # Given the terminal module of another system, such as macOS
    monkeypatch.setitem(sys.modules, "termios", ModuleType("termios"))
    monkeypatch.delitem(sys.modules, "docloft.system_calls")

    assert importlib.import_module("docloft.system_calls").CONDITIONAL.keys() == system_calls.CONDITIONAL.keys()


def test_terminal_requests_are_those_of_the_kernel():
    assert system_calls.CONDITIONAL["ioctl"].values == (termios.TCGETS, termios.FIOCLEX)


def test_decision_has_the_numbers_of_allowed_calls():
    by_name, with_arguments = len(system_calls.ALLOWED), len([*system_calls.CONDITIONAL, "tgkill"])

    expected = f"{by_name} system calls by name and {with_arguments} more with certain arguments"
    assert expected in DECISION.read_text(encoding="utf-8")


def test_refused_measures_are_named(monkeypatch):
    # Given a system that refuses everything, as Lambda may
    monkeypatch.setattr(confinement, "_succeeds", lambda *_: False)

    assert confinement.hide_credentials() == ["memory"]
    assert confinement.confine() == ["capabilities", "system_calls"]


def test_unknown_processor_has_no_filter(monkeypatch):
    monkeypatch.setattr(system_calls, "PROCESSORS", {})
    monkeypatch.setattr(confinement, "_drop_capabilities", lambda: True)

    assert confinement.confine() == ["system_calls"]


def test_other_system_is_not_called_with_the_numbers_of_linux(monkeypatch):
    # Given macOS, whose C library has a function `syscall` too
    called = []
    kernel = SimpleNamespace(sysname="Darwin", machine="x86_64")
    monkeypatch.setattr(confinement, "os", SimpleNamespace(uname=lambda: kernel))
    monkeypatch.setattr(confinement, "_succeeds", lambda function, *_: called.append(function))

    assert confinement.confine() == ["capabilities", "system_calls"]
    assert called == ["capset"]


def test_refused_measures_are_logged_once(monkeypatch, caplog):
    monkeypatch.setattr(confinement, "hide_credentials", lambda: ["memory"])
    sandbox._hide_credentials.cache_clear()
    sandbox._warn_of.cache_clear()
    made = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=2, wall_seconds=60, result_bytes=1000)

    for _ in range(2):
        made.call("json:loads", {"s": "{}"})
        made.close()
    sandbox._hide_credentials.cache_clear()

    assert [record.unavailable for record in caplog.records] == [("memory",)]
