"""The one error that ends a command of `local` or `operate`."""


class OperatorError(Exception):
    """The command cannot go on. `str(error)` is one line for the person who typed it: what happened, and what to do."""
