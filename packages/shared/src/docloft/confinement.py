"""Takes away from the sandbox's child everything that a parser of untrusted bytes never needs, and hides its parent's
credentials.

Each measure is tried separately, because Lambda limits the system calls of functions (AWS: Security Overview of AWS
Lambda, "Lambda isolation technologies"), and prctl has been one that it refuses
(github.com/catboost/catboost/issues/1606). docs/operating.md says what each measure protects.
"""

import ctypes
import os
from pathlib import Path
from typing import Any

from docloft import system_calls

_CREDENTIALS = {
    b"AWS_ACCESS_KEY_ID",
    b"AWS_SECRET_ACCESS_KEY",
    b"AWS_SESSION_TOKEN",
    b"AWS_CONTAINER_AUTHORIZATION_TOKEN",
}

_ENV_START = 47
"""Index of env_start, field 50 of /proc/<pid>/stat, among the fields after the name; env_end is next."""

# linux/prctl.h, linux/seccomp.h, linux/capability.h
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_SECCOMP_SET_MODE_FILTER, _SECCOMP_MODE_FILTER = 1, 2
_CAPABILITIES_VERSION_3 = 0x20080522


class _Filter(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def hide_credentials() -> list[str]:
    """Called by the parent before it starts a child. After that, other processes of the same user can read its
    credentials neither from /proc/<pid>/environ ("environment") nor from its memory ("memory"). It keeps them itself.
    Idempotent. Returns the measures that were refused.
    """
    taken = {"environment": _erase_initial_environment(), "memory": _prctl(_PR_SET_DUMPABLE, 0)}
    return [name for name, done in taken.items() if not done]


def confine() -> list[str]:
    """Called by the child. Gives up the privileges of root ("capabilities"), then all system calls except those listed
    in docloft.system_calls ("system_calls"). This cannot be reversed. Returns the measures that the system refused.
    """
    taken = {"capabilities": _drop_capabilities(), "system_calls": _filter_system_calls()}
    return [name for name, done in taken.items() if not done]


def _erase_initial_environment() -> bool:
    """Overwrites the copy that the kernel shows, in which unset variables remain (proc_pid_environ(5))."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return False
    address, end = int(fields[_ENV_START]), int(fields[_ENV_START + 1])
    for entry in ctypes.string_at(address, end - address).split(b"\0"):
        name, _, value = entry.partition(b"=")
        if name in _CREDENTIALS:
            ctypes.memset(address + len(name) + 1, ord("x"), len(value))
        address += len(entry) + 1
    return True


def _drop_capabilities() -> bool:
    # The version and the process, 0 for this one; then effective, permitted and inheritable ones, 64 bits each.
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    return _succeeds("capset", header, none)


def _filter_system_calls() -> bool:
    kernel = os.uname()
    processor = system_calls.PROCESSORS.get(kernel.machine)
    if processor is None or kernel.sysname != "Linux":
        return False
    steps = system_calls.program(processor)
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = ctypes.byref(_Filter(len(steps) // system_calls.STEP_BYTES, ctypes.addressof(kept)))
    # Refused on systems that refuse prctl; not needed if the process already has no way to gain privileges.
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    seccomp = ctypes.c_long(processor.seccomp), ctypes.c_ulong(_SECCOMP_SET_MODE_FILTER), ctypes.c_ulong(0)
    return _succeeds("syscall", *seccomp, program) or _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program)


def _prctl(option: int, *arguments: Any) -> bool:
    padded = [*arguments, 0, 0, 0, 0][:4]
    return _succeeds("prctl", option, *(ctypes.c_ulong(one) if isinstance(one, int) else one for one in padded))


def _succeeds(function: str, *arguments: Any) -> bool:
    """Calls a function of the C library. False if it fails, or if this system has none of that name (macOS)."""
    found = getattr(ctypes.CDLL(None), function, None)
    return found is not None and found(*arguments) == 0
