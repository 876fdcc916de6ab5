"""Encrypted Office documents, which no reader can decrypt."""

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import Portion


def read(path: str) -> Portion:  # noqa: ARG001 - called as every reader
    """Raises Refused: the document is kept, and its owner can see why it has no text."""
    raise Refused(reasons.LOCKED_OFFICE)
