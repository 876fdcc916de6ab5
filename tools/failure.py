"""The one error that ends a command of `local`, `operate`, `bench` or `tools`.

Standard library only, because tools/release.py runs where nothing else is installed.
"""

import sys
from collections.abc import Callable


class OperatorError(Exception):
    """The command cannot continue. `str(error)` is one line for the person who ran it: what happened, and what to
    do.
    """


def exit_status(command: Callable[[], object]) -> int:
    """Runs a command: 0, or 1 after printing why it could not continue."""
    try:
        command()
    except OperatorError as error:
        sys.stderr.write(f"Docloft: {error}\n")
        return 1
    return 0
