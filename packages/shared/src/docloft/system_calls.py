"""The system calls that the sandbox's child may make, as a seccomp filter: those that read files and compute. All
others are refused, so it opens no socket, starts no process, writes no file and signals no other process.

The numbers are those of Linux on x86-64 (asm/unistd_64.h) and arm64 (asm-generic/unistd.h). How a filter works:
https://docs.kernel.org/userspace-api/seccomp_filter.html. Why no library: docs/decisions/0018-confinement.md.
"""

import errno
import fcntl
import os
import struct
from collections.abc import Sequence
from typing import NamedTuple

Numbers = tuple[int | None, int | None]
"""The number of a call on x86-64 and on arm64; None where the processor has no such call."""

ALLOWED: dict[str, Numbers] = {
    "read": (0, 63),
    "readv": (19, 65),
    "pread64": (17, 67),
    "lseek": (8, 62),
    "write": (1, 64),
    "writev": (20, 66),
    "close": (3, 57),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "stat": (4, None),
    "fstat": (5, 80),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "fadvise64": (221, 223),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "setrlimit": (160, 164),
    "exit": (60, 93),
    "exit_group": (231, 94),
}


class Condition(NamedTuple):
    """A call is allowed when `argument & mask` is one of `values`. The kernel reads only 32 bits of these arguments."""

    numbers: Numbers
    argument: int
    mask: int
    values: Sequence[int]


_ALL_BITS = 0xFFFFFFFF
_WRITES = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_IS_THREAD = 0x10900
"""CLONE_THREAD, CLONE_SIGHAND and CLONE_VM of linux/sched.h."""
_HARMLESS = (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL)
"""Not F_SETOWN and F_SETSIG, which make the kernel send a signal to any process."""
_TERMINAL = (0x5401, 0x5451)
"""TCGETS and FIOCLEX of asm-generic/ioctls.h, on both processors. Python's termios has them only on Linux."""

CONDITIONAL = {
    "open": Condition((2, None), 1, _WRITES, [os.O_RDONLY]),
    "openat": Condition((257, 56), 2, _WRITES, [os.O_RDONLY]),
    "fcntl": Condition((72, 25), 1, _ALL_BITS, _HARMLESS),
    "ioctl": Condition((16, 29), 1, _ALL_BITS, _TERMINAL),
    # Only for the calling process, whose id the system calls also accept as 0.
    "prlimit64": Condition((302, 261), 0, _ALL_BITS, [0]),
    # libde265, which decodes HEIC, starts a thread.
    "clone": Condition((56, 220), 0, _IS_THREAD, [_IS_THREAD]),
}


def of_abort() -> Condition:
    """abort() signals its own process."""
    return Condition((234, 131), 0, _ALL_BITS, [os.getpid()])


CLONE3: Numbers = (435, 435)
"""Its flags are in memory, where no filter sees them. When it does not exist, glibc calls clone instead."""


class Processor(NamedTuple):
    """`audit` is its number in linux/audit.h, `seccomp` that of seccomp(2), `column` its place in Numbers."""

    audit: int
    seccomp: int
    column: int


PROCESSORS = {"x86_64": Processor(0xC000003E, 317, 0), "aarch64": Processor(0xC00000B7, 277, 1)}
"""By os.uname().machine."""

# linux/bpf_common.h and linux/seccomp.h
_LOAD, _AND, _EQUALS, _RETURN = 0x20, 0x54, 0x15, 0x06
_KILL_PROCESS, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
# Offsets in struct seccomp_data. An argument has eight bytes, the lower half first.
_NUMBER_AT, _PROCESSOR_AT, _ARGUMENTS_AT = 0, 4, 16
_STEP = struct.Struct("=HBBI")
STEP_BYTES = _STEP.size


def program(processor: Processor) -> bytes:
    """The filter (struct sock_filter[]) for the process that calls this. A refused call fails with EPERM; a call with
    the numbers of another processor, as in a 32-bit program, ends the process.
    """
    allow, refuse = _step(_RETURN, _ALLOW), _step(_RETURN, _ERRNO | errno.EPERM)
    steps = [_step(_LOAD, _PROCESSOR_AT), _step(_EQUALS, processor.audit, skip_if_equal=1)]
    steps += [_step(_RETURN, _KILL_PROCESS), _step(_LOAD, _NUMBER_AT)]
    rules: list[tuple[Numbers, list[bytes]]] = [(numbers, [allow]) for numbers in ALLOWED.values()]
    for condition in (*CONDITIONAL.values(), of_abort()):
        check = [_step(_LOAD, _ARGUMENTS_AT + 8 * condition.argument), _step(_AND, condition.mask)]
        for value in condition.values:
            check += [_step(_EQUALS, value, skip_if_not=1), allow]
        rules.append((condition.numbers, [*check, refuse]))
    rules.append((CLONE3, [_step(_RETURN, _ERRNO | errno.ENOSYS)]))
    for numbers, then in rules:
        if (number := numbers[processor.column]) is not None:
            steps += [_step(_EQUALS, number, skip_if_not=len(then)), *then]
    return b"".join([*steps, refuse])


def _step(code: int, operand: int, *, skip_if_equal: int = 0, skip_if_not: int = 0) -> bytes:
    return _STEP.pack(code, skip_if_equal, skip_if_not, operand)
