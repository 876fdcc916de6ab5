"""The values of facets with their names, as they are shown."""

from collections import Counter
from typing import Any

from docloft import directory
from docloft.directory import Lookup
from docloft.search import api as search_api
from docloft.search.api import Facet

MOST_SHOWN = 30
"""Values of one facet: the most frequent ones; for years, the latest ones. Selected values are always included."""

_NAMED = frozenset({what.value for what in directory.What})


def of(facet: Facet, names: Lookup) -> dict[str, Any]:
    """A facet for a response. Names that were merged are counted as one; a deleted name is left out."""
    return {"facet": facet.name, "values": _values(facet, names)}


def _values(facet: Facet, names: Lookup) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    selected: set[str] = set()
    for value in {**facet.counts, **dict.fromkeys(facet.selected, 0)}:
        current, name = value, None
        if facet.name in _NAMED:
            found = names.names.current(value)
            if found is None:
                continue
            current, name = found.name_id, found.name
        written[current] = name or value
        counts[current] += facet.counts.get(value, 0)
        if value in facet.selected:
            selected.add(current)
    ordered = sorted(counts, key=lambda value: (-int(value) if facet.name == "year" else -counts[value], value))
    return [
        {
            "id": value,
            "name": written[value] if facet.name in _NAMED else None,
            "count": counts[value],
            "filter": search_api.written(facet.name, written[value]),
            "selected": value in selected,
        }
        for number, value in enumerate(ordered)
        if number < MOST_SHOWN or (value in selected and counts[value])
    ]
