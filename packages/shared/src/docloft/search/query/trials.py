"""The searches that show which correction of a query finds something: a few for each query, because each of them may be
a request to another service.
"""

from collections.abc import Callable, Iterable

from docloft.search.query.nodes import Node, Query

MOST = 12

Count = Callable[[Query], int]
"""query -> the number of its hits."""

Complete = Callable[[str], Iterable[str]]
"""beginning -> the most frequent words of the library that begin like this, folded."""


class Trials:
    """The searches for one query. The corrections that are tried first leave fewer for the others."""

    def __init__(self, count: Count, complete: Complete, *, in_trash: bool = False) -> None:
        self._count = count
        self._complete = complete
        self._in_trash = in_trash
        self._left = MOST
        self._counted: dict[Node, int] = {}
        self._completed: dict[str, list[str]] = {}

    def count(self, node: Node) -> int | None:
        """The number of hits; None if no searches are left."""
        if node not in self._counted:
            if not self._left:
                return None
            self._left -= 1
            self._counted[node] = self._count(Query("", node, self._in_trash))
        return self._counted[node]

    def complete(self, beginning: str) -> Iterable[str]:
        """As Complete; nothing if no searches are left."""
        if beginning not in self._completed:
            if not self._left:
                return ()
            self._left -= 1
            self._completed[beginning] = list(self._complete(beginning))
        return self._completed[beginning]
