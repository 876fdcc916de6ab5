"""The one error that ends a command of `local`, `operate` or `tools`.

Standard library only, because tools/release.py runs where nothing else is installed.
"""


class OperatorError(Exception):
    """The command cannot go on. `str(error)` is one line for the person who typed it: what happened, and what to do."""
