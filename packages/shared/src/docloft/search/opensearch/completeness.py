"""Whether the index in OpenSearch contains a library. A rebuild of the library records it in the head of its index in
the library table: which index it filled, and which state of the built-in index it replaced. So a new or deleted index,
and a stage that used the built-in engine in between, are noticed, and the library is rebuilt.
"""

from docloft.search.index.location import NAMES as BUILT_IN_NAMES
from docloft.search.index.manifest import Head
from docloft.search.index.open_indexes import Heads
from docloft.search.opensearch import client

NAME = "opensearch"
NAMES: tuple[str, ...] = (NAME, *BUILT_IN_NAMES)


def digest_of(heads: Heads) -> str | None:
    """What the head of a library says that the index contains now. None if there is no index."""
    index = client.identity()
    if index is None:
        return None
    replaced = [heads[name].generation for name in BUILT_IN_NAMES if name in heads]
    return f"{index}:{max(replaced, default=0)}"


def is_filled(heads: Heads) -> bool:
    """`heads`: those named NAMES."""
    own = heads.get(NAME)
    return own is not None and own.digest == digest_of(heads)


def is_new(heads: Heads) -> bool:
    """Whether no index of the library was ever published, so that the first change is the first one of the library."""
    return not any(name in heads for name in NAMES)


def advanced(head: Head | None, heads: Heads, documents: int) -> Head | None:
    """The head after a rebuild. None if there is no index."""
    digest = digest_of(heads)
    return None if digest is None else Head(head.generation + 1 if head else 1, digest, documents)
