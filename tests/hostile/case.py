"""A hostile file, and the outcome it must have."""

from collections.abc import Callable
from dataclasses import dataclass

WORD = "zebrawood"
"""The word that search must find in files which can be read."""


@dataclass(frozen=True, slots=True)
class Case:
    """`content` makes the same bytes each time. `state`: ready, failed or rejected; `reason`: its code if it is not
    ready; `partial`: what is missing from it (docloft.lifecycle.gaps); `finds`: whether its text contains WORD;
    `parts`: how many documents are made from it, over all levels.
    """

    name: str
    content: Callable[[], bytes]
    state: str = "ready"
    reason: str | None = None
    partial: tuple[str, ...] = ()
    finds: bool = False
    parts: int = 0
