"""Encrypted Office documents: read only after docloft_worker.unlocking has decrypted them."""

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import Portion


def read(path: str) -> Portion:  # noqa: ARG001 - called as every reader
    """Raises Refused: the document waits for its password."""
    raise Refused(reasons.LOCKED)
