"""The values of facets with their names, as they are shown."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from docloft import directory, tables
from docloft.directory import Lookup
from docloft.lifecycle.custom_fields import Definition, FieldType
from docloft.search import api as search_api
from docloft.search.api import Facet

MOST_SHOWN = 30
"""Values of one facet: the most frequent ones; for years, the latest ones. Selected values are always included."""

_NAMED = frozenset({what.value for what in directory.What})


MOST_FIELDS = 20
"""Custom fields whose values are counted, the first ones by name."""

FIELDS = "field"
"""The name that stands for the facets of all custom fields."""

_YES_NO = {"true": "yes", "false": "no"}
_LISTED = (FieldType.CHOICE, FieldType.BOOLEAN)
"""Those are counted first."""
_TEXTS = (FieldType.TEXT, FieldType.LINK)
_NAMED_VALUES = (*_TEXTS, FieldType.CHOICE, FieldType.DOCUMENT)
_SHARED = (*_TEXTS, FieldType.DOCUMENT)
_FEWEST_SHARING = 2
"""Hits with the same value: in most of these fields, such as numbers of invoices, each value is of one document."""


def expanded(facets: Sequence[str], names: Lookup) -> list[str]:
    """The facets of a request as they are counted. Reads the names of the library only for FIELDS."""
    found: list[str] = []
    for facet in facets:
        found += map(search_api.facet_of, _fields(names)) if facet == FIELDS else [facet]
    return found


def _fields(names: Lookup) -> list[Definition]:
    """By name."""
    definitions = names.names.definitions()
    counted = [definitions[one.name_id] for one in names.names.shown() if one.name_id in definitions]
    first = sorted(counted, key=lambda one: one.type not in _LISTED)[:MOST_FIELDS]
    return [one for one in counted if one in first]


def of(facet: Facet, names: Lookup) -> dict[str, Any]:
    """A facet for a response. Names that were merged are counted as one; a deleted name is left out."""
    if facet.name.startswith(search_api.FIELD_FACET):
        return _of_field(facet, search_api.field_of(facet.name), names)
    return {"facet": facet.name, "field": None, "values": _values(facet, names), "places": facet.places}


def _of_field(facet: Facet, field_id: str, names: Lookup) -> dict[str, Any]:
    definition, field = names.names.definitions()[field_id], names.names.current(field_id)
    name = field.name if field else field_id
    is_text = definition.type in _TEXTS
    counts = {**dict.fromkeys(facet.selected, 0), **facet.counts}
    if definition.type in _SHARED:
        counts = {one: n for one, n in counts.items() if n >= _FEWEST_SHARING or one in facet.selected}
    ordered = _ordered(definition.type, counts)
    titles = _titles(names.library_id, ordered, facet.selected) if definition.type == FieldType.DOCUMENT else {}
    values = [
        {
            "id": value,
            "name": known if definition.type in _NAMED_VALUES else None,
            "count": counts[value],
            "filter": search_api.written_value(name, field_id, value if titles else known, is_text=is_text),
            "selected": value in facet.selected,
        }
        for value in ordered
        if (known := _known(definition, facet, value, titles)) is not None
    ]
    shown = [one for number, one in enumerate(values) if number < MOST_SHOWN or one["selected"]]
    field_shown = {"id": field_id, "name": name, "type": definition.type}
    return {"facet": FIELDS, "field": field_shown, "values": shown, "places": facet.places}


def _ordered(kind: FieldType, counts: Mapping[str, int]) -> list[str]:
    if kind in {FieldType.NUMBER, FieldType.MONEY}:
        return list(counts)
    if kind == FieldType.DATE:
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _titles(library_id: str, document_ids: Sequence[str], selected: Collection[str]) -> dict[str, str]:
    """The titles of those documents that were not deleted permanently."""
    wanted = dict.fromkeys([*document_ids[:MOST_SHOWN], *selected])
    return {one.document_id: one.title for one in tables.documents.find_many(library_id, wanted)}


def _known(definition: Definition, facet: Facet, value: str, titles: Mapping[str, str]) -> str | None:
    """A value as it is shown. None for one that is not: an option that was deleted, or a document, unless the query
    selects it, by its id.
    """
    match definition.type:
        case FieldType.CHOICE:
            return definition.options.get(value)
        case FieldType.BOOLEAN:
            return _YES_NO.get(value)
        case FieldType.DOCUMENT:
            return titles.get(value, value if value in facet.selected else None)
        case _:
            return facet.shown.get(value, value)


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
            "filter": search_api.written(facet.name, written[value], value if facet.name in _NAMED else None),
            "selected": value in selected,
        }
        for number, value in enumerate(ordered)
        if number < MOST_SHOWN or value in selected
    ]
