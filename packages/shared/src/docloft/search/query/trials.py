"""The searches that show which correction of a query finds something: a few for each query, because each of them may be
a request to another service.
"""

from collections.abc import Callable, Iterable, Sequence

from docloft.search.query.nodes import Node, Query

MOST = 12

CountEach = Callable[[Sequence[Query]], Sequence[int]]
"""queries -> the number of hits of each."""

Complete = Callable[[str], Iterable[str]]
"""beginning -> the most frequent words of the library that begin like this, folded."""


class Trials:
    """The searches for one query. The corrections that are tried first leave fewer for the others."""

    def __init__(self, count_each: CountEach, complete: Complete, *, in_trash: bool = False) -> None:
        self._count_each = count_each
        self._complete = complete
        self._in_trash = in_trash
        self._left = MOST
        self._counted: dict[Node, int] = {}
        self._completed: dict[str, list[str]] = {}

    def count(self, node: Node) -> int | None:
        """The number of hits; None if no searches are left."""
        return self.counts([node])[0]

    def counts(self, nodes: Sequence[Node]) -> list[int | None]:
        """The number of hits of each, with one request to a service; None for those for which no searches are left."""
        new = list(dict.fromkeys(node for node in nodes if node not in self._counted))[: self._left]
        if new:
            self._left -= len(new)
            found = self._count_each([Query("", node, self._in_trash) for node in new])
            self._counted.update(zip(new, found, strict=True))
        return [self._counted.get(node) for node in nodes]

    def complete(self, beginning: str) -> Iterable[str]:
        """As Complete; nothing if no searches are left."""
        if beginning not in self._completed:
            if not self._left:
                return ()
            self._left -= 1
            self._completed[beginning] = list(self._complete(beginning))
        return self._completed[beginning]
