"""What a parser that a hostile file took over would try, called in the sandbox's child. Each raises OSError when it is
refused. Run as a program, it tries all of them against a parent without the privileges of root, as in Lambda, and
prints {name: error code, such as EPERM, or None for an escape}.

The file is long because it lists all attempts.
"""

import ctypes
import errno
import fcntl
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict

from seccompy import syscalls

SECRET = "hush-hush-hush"
_libc = ctypes.CDLL(None, use_errno=True)


class Targets(TypedDict):
    """What the parent has: a TCP port and a Unix socket that it listens at, an inheritable pipe, a file, and the folder
    of the file, in which anyone may write.
    """

    port: int
    socket: str
    pipe: int
    file: str
    folder: str


def _call(name: str, *arguments: Any) -> int:
    returned = int(_libc.syscall(syscalls.syscall_nr(name), *arguments))
    if returned < 0:
        raise OSError(ctypes.get_errno(), name)
    return returned


def read_environment_of_parent(_: Targets) -> None:
    if SECRET.encode() not in Path(f"/proc/{os.getppid()}/environ").read_bytes():
        raise PermissionError(errno.EACCES, "It is not there.")


def read_memory_of_parent(_: Targets) -> None:
    start = int(Path(f"/proc/{os.getppid()}/maps").read_text(encoding="utf-8").split("-")[0], 16)
    with Path(f"/proc/{os.getppid()}/mem").open("rb") as memory:
        memory.seek(start)
        memory.read(1)


def copy_memory_of_parent(_: Targets) -> None:
    text = ctypes.create_string_buffer(8)
    vector = (ctypes.c_ulong * 2)(ctypes.addressof(text), 8)
    try:
        _call("process_vm_readv", os.getppid(), vector, 1, vector, 1, 0)
    except OSError as error:
        # The parent has nothing at this address, but reading its memory is allowed.
        if error.errno != errno.EFAULT:
            raise


def open_a_file_of_parent(_: Targets) -> None:
    os.close(os.open(f"/proc/{os.getppid()}/fd/0", os.O_RDONLY))


def take_a_file_of_parent(_: Targets) -> None:
    _call("pidfd_getfd", _call("pidfd_open", os.getppid(), 0), 0, 0)


def trace_parent(_: Targets) -> None:
    attach, detach = 16, 17
    _call("ptrace", attach, os.getppid(), 0, 0)
    os.waitpid(os.getppid(), 0)
    _call("ptrace", detach, os.getppid(), 0, 0)


def signal_parent(_: Targets) -> None:
    os.kill(os.getppid(), signal.SIGCONT)


def signal_a_thread_of_parent(_: Targets) -> None:
    _call("tgkill", os.getppid(), os.getppid(), int(signal.SIGCONT))


def have_the_kernel_signal_parent(_: Targets) -> None:
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())


def limit_parent(_: Targets) -> None:
    _call("prlimit64", os.getppid(), 7, 0, 0)


def connect_by_tcp(targets: Targets) -> None:
    socket.create_connection(("127.0.0.1", targets["port"]), timeout=60)


def send_a_datagram(targets: Targets) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"escaped", ("127.0.0.1", targets["port"]))


def connect_to_a_unix_socket(targets: Targets) -> None:
    socket.socket(socket.AF_UNIX).connect(targets["socket"])


def make_a_pair_of_sockets(_: Targets) -> None:
    socket.socketpair()


def fork(_: Targets) -> None:
    if os.fork() == 0:
        os._exit(0)


def start_a_program(_: Targets) -> None:
    subprocess.run(["/bin/true"], check=False)


def spawn_a_program(_: Targets) -> None:
    os.posix_spawn("/bin/true", ["true"], {})


def become_another_program(_: Targets) -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606


def write_a_file(targets: Targets) -> None:
    Path(targets["folder"], "escaped").write_bytes(b"x")


def write_600_megabytes(targets: Targets) -> None:
    for number in range(60):
        Path(targets["folder"], f"escaped.{number}").write_bytes(bytes(10_000_000))


def make_an_empty_file(targets: Targets) -> None:
    Path(targets["folder"], "escaped-empty").touch()


def make_a_folder(targets: Targets) -> None:
    Path(targets["folder"], "escaped-folder").mkdir()


def append_to_a_file(targets: Targets) -> None:
    os.close(os.open(targets["file"], os.O_WRONLY | os.O_APPEND))


def truncate_a_file(targets: Targets) -> None:
    os.truncate(targets["file"], 0)


def make_a_file_executable(targets: Targets) -> None:
    Path(targets["file"]).chmod(0o755)


def link_a_file(targets: Targets) -> None:
    Path(targets["folder"], "linked").hardlink_to(targets["file"])


def rename_a_file(targets: Targets) -> None:
    Path(targets["file"]).rename(targets["file"])


def remove_a_file(targets: Targets) -> None:
    Path(targets["file"]).unlink()


def write_to_an_inherited_pipe(targets: Targets) -> None:
    os.write(targets["pipe"], b"escaped")


def use_another_descriptor(_: Targets) -> None:
    """Uses any open descriptor other than the protocol's pipes and /dev/null."""
    found = []
    for link in list(Path("/proc/self/fd").iterdir()):
        # The folder itself is open only while it is listed.
        with suppress(FileNotFoundError):
            found.append(str(link.readlink()))
    if not [one for one in found if not one.startswith("pipe:") and one != "/dev/null"]:
        raise PermissionError(errno.EACCES, "There is none.")


def make_a_file_in_memory(_: Targets) -> None:
    os.memfd_create("escaped")


def set_up_io_uring(_: Targets) -> None:
    _call("io_uring_setup", 4, ctypes.create_string_buffer(120))


def share_memory(_: Targets) -> None:
    remove = 0
    _call("shmctl", _call("shmget", 0, 4096, 0o1600), remove, 0)


def leave_the_namespaces(_: Targets) -> None:
    _call("unshare", 0x10000000)


def become_another_user(_: Targets) -> None:
    os.setuid(os.getuid())


ESCAPES: dict[str, Callable[[Targets], None]] = {
    name: found
    for name, found in list(globals().items())
    if getattr(found, "__module__", "") == __name__ and getattr(found, "__annotations__", {}).get("return", 0) is None
}


def attempt(name: str, targets: Targets) -> dict[str, Any]:
    """In the child. `error` is the code of errno, None for an escape."""
    try:
        ESCAPES[name](targets)
    except OSError as error:
        return {"error": errno.errorcode[error.errno or 0]}
    return {"error": None}


def call_everything() -> dict[str, Any]:
    """In the child: the error of each system call of this processor that is not allowed."""
    from docloft import system_calls

    if "Seccomp:\t2" not in Path("/proc/self/status").read_text(encoding="utf-8"):
        # Without the filter, some of them would do harm.
        return {"the filter": 0}
    table = {"x86_64": syscalls.X86_64_SYSCALLS, "aarch64": syscalls.AARCH64_SYSCALLS}[platform.machine()]
    # The kernel lets its own probes through every filter, and kills a process that calls them itself.
    passed = {*system_calls.ALLOWED, *system_calls.CONDITIONAL, "uprobe", "uretprobe"}
    found = {}
    for name, number in table.items():
        if name not in passed:
            ctypes.set_errno(0)
            _libc.syscall(number, *[-1] * 6)
            found[name] = ctypes.get_errno()
    return found


def main() -> None:
    from docloft.sandbox import ChildFailed, Sandbox

    _libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
    listening, unix = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)
    folder = Path(tempfile.gettempdir())
    unix.bind(str(folder / "socket"))
    unix.listen()
    _, pipe = os.pipe()
    os.set_inheritable(pipe, True)  # noqa: FBT003
    targets = Targets(
        port=listening.getsockname()[1],
        socket=str(folder / "socket"),
        pipe=pipe,
        file=str(folder / "kept"),
        folder=str(folder),
    )
    Path(targets["file"]).touch()
    sandbox = Sandbox(memory_bytes=400 * 1024 * 1024, cpu_seconds=5, wall_seconds=60, result_bytes=1_000_000)
    results = {}
    for name in ESCAPES:
        try:
            results[name] = sandbox.call("escapes:attempt", {"name": name, "targets": targets})["error"]
        except ChildFailed:
            results[name] = None
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
