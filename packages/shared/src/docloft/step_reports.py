"""Reports how far a function in the sandbox's child has come, so that its caller knows at which step it died."""

from collections.abc import Callable


def _ignore(_step: int) -> None:
    """Outside of the child."""


_sink: Callable[[int], None] = _ignore


def report(step: int) -> None:
    """Call it before each step that may take too much time or memory. `step` is the number of a page, from 0."""
    _sink(step)


def send_to(sink: Callable[[int], None]) -> None:
    """For docloft.sandbox_child: `sink` sends reports to the parent."""
    global _sink  # noqa: PLW0603 - one child serves one caller
    _sink = sink
