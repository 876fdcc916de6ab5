"""The one error that ends a command of `local`, `operate` or `tools`.

Standard library only, because tools/release.py runs where nothing else is installed.
"""


class OperatorError(Exception):
    """The command cannot continue. `str(error)` is one line for the person who ran it: what happened, and what to
    do.
    """
