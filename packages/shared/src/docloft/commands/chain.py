"""Counts hops: a command that is sent while another one is handled has one hop more than that one. `send` gets the
number here, so no handler can forget it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from docloft.commands.codec import Command
from docloft.errors import DocloftError

MAX_HOPS = 5
"""The longest chain: one command, and four more that each led to the next."""

_stack: list[Command] = []
"""The command being handled; a process handles one at a time. Not a ContextVar, because a handler's threads would
not see it, and the commands they send would start a new chain.
"""


class ChainError(DocloftError):
    """A command that may not send others tried to, or the chain of commands is too long. Nothing was sent."""


def require(command: Command) -> None:
    """Raises ChainError for a command that has too many hops."""
    if command.hop >= MAX_HOPS:
        raise ChainError(_TOO_LONG)


@contextmanager
def handling(command: Command) -> Iterator[None]:
    """Commands sent inside the block have one hop more than this one. Raises ChainError when this one already has too
    many hops; only another release could have sent it.
    """
    require(command)
    _stack.append(command)
    try:
        yield
    finally:
        _stack.pop()


def handled() -> Command | None:
    """The command being handled; None outside the worker."""
    return _stack[-1] if _stack else None


def next_hop() -> int:
    """The hop of a command to send: one more than that of the command being handled. Raises ChainError when none may
    be sent.
    """
    parent = handled()
    if parent is None:
        return 0
    if not parent.action.fan_out:
        raise ChainError(f"A {parent.action.name} command may not send other commands (see its declaration).")
    if parent.hop + 1 >= MAX_HOPS:
        raise ChainError(_TOO_LONG)
    return parent.hop + 1


_TOO_LONG = f"The command chain is too long: {MAX_HOPS} commands in a row. It was stopped."
