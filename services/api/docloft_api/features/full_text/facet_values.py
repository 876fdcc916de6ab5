"""The values of facets with their names, as they are shown."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from docloft import directory
from docloft.directory import Lookup
from docloft.lifecycle.custom_fields import FieldType
from docloft.search import api as search_api
from docloft.search.api import Facet

MOST_SHOWN = 30
"""Values of one facet: the most frequent ones; for years, the latest ones. Selected values are always included."""

_NAMED = frozenset({what.value for what in directory.What})


MOST_FIELDS = 20
"""Custom fields whose values are counted, the first ones by name."""

FIELDS = "field"
"""The name that stands for the facets of all custom fields with a choice or with yes and no."""

_YES_NO = {"true": "yes", "false": "no"}
_COUNTED = (FieldType.CHOICE, FieldType.BOOLEAN)


def expanded(facets: Sequence[str], names: Lookup) -> list[str]:
    """The facets of a request as they are counted. Reads the names of the library only for FIELDS."""
    found: list[str] = []
    for facet in facets:
        found += [search_api.FIELD_FACET + one for one in _fields(names)] if facet == FIELDS else [facet]
    return found


def _fields(names: Lookup) -> list[str]:
    definitions = names.names.definitions()
    shown = [one.name_id for one in names.names.shown() if one.name_id in definitions]
    return [one for one in shown if definitions[one].type in _COUNTED][:MOST_FIELDS]


def of(facet: Facet, names: Lookup) -> dict[str, Any]:
    """A facet for a response. Names that were merged are counted as one; a deleted name is left out."""
    if facet.name.startswith(search_api.FIELD_FACET):
        return _of_field(facet, facet.name.removeprefix(search_api.FIELD_FACET), names)
    return {"facet": facet.name, "field": None, "values": _values(facet, names)}


def _of_field(facet: Facet, field_id: str, names: Lookup) -> dict[str, Any]:
    """Options that were deleted are left out."""
    definition, field = names.names.definitions()[field_id], names.names.current(field_id)
    name = field.name if field else field_id
    known = definition.options if definition.type == FieldType.CHOICE else _YES_NO
    counts = {**dict.fromkeys(facet.selected, 0), **facet.counts}
    values = [
        {
            "id": value,
            "name": known[value] if definition.type == FieldType.CHOICE else None,
            "count": count,
            "filter": search_api.written_value(name, field_id, known[value]),
            "selected": value in facet.selected,
        }
        for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        if value in known
    ]
    return {"facet": FIELDS, "field": {"id": field_id, "name": name}, "values": values}


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
