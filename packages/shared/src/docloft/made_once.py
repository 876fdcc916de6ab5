"""Results computed from objects that never change, such as the documents of docloft.tables.together."""

from typing import Generic, TypeVar

_MOST_KEPT = 500

_Source = TypeVar("_Source")
_Made = TypeVar("_Made")


class Derived(Generic[_Source, _Made]):
    """The results for the objects used last."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[_Source, _Made]] = {}

    def find(self, source: _Source) -> _Made | None:
        kept = self._kept.pop(id(source), None)
        if kept is None:
            return None
        self._kept[id(source)] = kept
        return kept[1]

    def keep(self, source: _Source, made: _Made) -> _Made:
        """Returns `made`. The object is kept, too, so that no other one gets its identity."""
        self._kept[id(source)] = (source, made)
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return made
