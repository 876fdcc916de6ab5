"""What people record about a document: which changes of it the history keeps with their values, and how they are
reverted. No I/O.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from docloft.directory import Directory
from docloft.lifecycle import custom_fields

MOST_TAGS = 50
"""The most tags of a document."""

CUSTOM_FIELDS = "custom_fields"
"""In the history: only the changed values, by the ids of their fields; None for a field without a value."""

FIELDS = (
    "title",
    "document_date",
    "sender",
    "kind",
    "tags",
    "due_date",
    "amount",
    "currency",
    "inbox",
    "keep_until",
    CUSTOM_FIELDS,
)
"""Attributes of Document that people set. An entry of the history has at most 26 KB of their values: two titles, two
lists of tags, and the values of fields twice."""

IN_TRASH = "in_trash"
"""In the history, `trashed_at` is recorded as whether the document is in the trash."""

NOTE = "note"
"""In the history, the text of a note before and after a change (docloft.lifecycle.notes)."""

FILE = "file"
"""In the history, the number of the file that was read before and after a change (docloft.lifecycle.files)."""

ADDED = "added"
"""In the history, when the document was added, before and after an import changed it
(docloft_api.features.document_origin)."""

Changes = Mapping[str, Sequence[Any]]
"""By field, its value before and after."""


class NotReverted(StrEnum):
    """Why the value of a field was not restored."""

    CHANGED_SINCE = "changed_since"
    """A later change gave the field another value."""
    NAME_DELETED = "name_deleted"
    """The library does not have the sender, kind, tag or field: it was deleted, or is one of another library."""
    TOO_MANY_VALUES = "too_many_values"
    """The document now has so many other values that these do not fit."""
    VALUE_UNKNOWN = "value_unknown"
    """The values were not recorded: by an early release, or in the archive an entry was imported from."""
    NOT_HERE = "not_here"
    """An imported change whose values only mean something in the other library."""


class HasMetadata(Protocol):
    """A document, by the attributes in FIELDS."""

    @property
    def tags(self) -> Any: ...
    @property
    def trashed_at(self) -> Any: ...
    @property
    def inbox(self) -> Any: ...
    @property
    def custom_fields(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Reverted:
    """`values` are to be written. `left`: the fields whose value could not be restored completely, and why."""

    values: dict[str, Any] = field(default_factory=dict)
    left: dict[str, NotReverted] = field(default_factory=dict)


def value_of(document: HasMetadata, name: str) -> Any:
    if name == IN_TRASH:
        return bool(document.trashed_at)
    if name == "inbox":
        return bool(document.inbox)
    if name == CUSTOM_FIELDS:
        return dict(document.custom_fields or {})
    return list(document.tags or ()) if name == "tags" else getattr(document, name)


def recorded(document: HasMetadata, values: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """What the history records for a change that sets these attributes: by field, its value before and after. None when
    there is nothing to record. The document must not have been changed yet.
    """
    after = {name: values[name] for name in FIELDS if name in values}
    if "tags" in after:
        after["tags"] = list(after["tags"] or ())
    if "trashed_at" in values:
        after[IN_TRASH] = bool(values["trashed_at"])
    found = {name: [value_of(document, name), value] for name, value in after.items()}
    if CUSTOM_FIELDS in found:
        found[CUSTOM_FIELDS] = _differences(*found[CUSTOM_FIELDS])
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]} or None


def unknown_names(names: Directory, document: HasMetadata, values: Mapping[str, Any]) -> list[str]:
    """The fields among `values` with an id that is not a sender, kind or tag of the library. Ids that the document
    already has may remain, even if their name has been deleted since.
    """
    return [
        name
        for name in ("sender", "kind", "tags")
        for one in _ids(values.get(name))
        if one not in _ids(value_of(document, name)) and not _is_name(names, name, one)
    ]


def revert(document: HasMetadata, changes: Changes, names: Directory) -> Reverted:
    """What to write so that the fields of one change have the values from before it. A field that has been changed
    again since is left alone. Tags that the change added are removed, and those that it removed are added. Each custom
    field is handled separately.
    """
    reverted = Reverted()
    for name, (before, after) in changes.items():
        if name not in FIELDS:
            continue
        now = value_of(document, name)
        if name == CUSTOM_FIELDS:
            custom = {one: value for one, value in before.items() if now.get(one) == after.get(one)}
            if any(now.get(one) != value for one, value in before.items() if one not in custom):
                reverted.left[name] = NotReverted.CHANGED_SINCE
            _set_custom(reverted, document, custom, names)
        elif name == "tags":
            removed = [one for one in before if one not in after]
            wanted = [one for one in now if one in before or one not in after]
            _set(reverted, document, name, [*wanted, *(one for one in removed if one not in wanted)], names)
        elif now == after:
            _set(reverted, document, name, before, names)
        elif now != before:
            reverted.left[name] = NotReverted.CHANGED_SINCE
    return reverted


def restore(document: HasMetadata, later: Iterable[tuple[Changes, Sequence[str]]], names: Directory) -> Reverted:
    """What to write so that all fields have the values that they had at a certain moment. `later` are the changes
    since, newest first: each with its values, and the fields that were recorded without values.
    """
    then: dict[str, Any] = {}
    reverted = Reverted()
    for changes, unknown in later:
        custom = {**then.get(CUSTOM_FIELDS, {}), **changes.get(CUSTOM_FIELDS, ({},))[0]}
        then |= {name: pair[0] for name, pair in changes.items() if name in FIELDS}
        if custom:
            then[CUSTOM_FIELDS] = custom
        reverted.left.update(dict.fromkeys(unknown, NotReverted.VALUE_UNKNOWN))
        for name in unknown:
            then.pop(name, None)
    for name, value in then.items():
        reverted.left.pop(name, None)
        if name == CUSTOM_FIELDS:
            _set_custom(reverted, document, value, names)
        else:
            _set(reverted, document, name, value, names)
    return reverted


def _differences(before: Mapping[str, Any], after: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The fields whose values differ, with their values before and after."""
    after = after or {}
    changed = [one for one in {**before, **after} if before.get(one) != after.get(one)]
    return [{one: values.get(one) for one in changed} for values in (before, after)]


def _set_custom(reverted: Reverted, document: HasMetadata, wanted: Mapping[str, Any], names: Directory) -> None:
    """Without values of fields that were deleted since. None removes a value."""
    now, known = value_of(document, CUSTOM_FIELDS), names.definitions()
    kept = {one: value for one, value in wanted.items() if value is None or one in known}
    if any(now.get(one) != value for one, value in wanted.items() if one not in kept):
        reverted.left[CUSTOM_FIELDS] = NotReverted.NAME_DELETED
    try:
        values = custom_fields.merged(now, kept, known)
    except custom_fields.InvalidValueError:
        reverted.left[CUSTOM_FIELDS] = NotReverted.TOO_MANY_VALUES
        return
    if values != now:
        reverted.values[CUSTOM_FIELDS] = values


def _set(reverted: Reverted, document: HasMetadata, name: str, value: Any, names: Directory) -> None:
    """Leaves out names that have been deleted since, unless the document still has them."""
    deleted = {
        one
        for one in _ids(value if name in {"sender", "kind", "tags"} else None)
        if one not in _ids(value_of(document, name)) and not _is_name(names, name, one)
    }
    if deleted:
        reverted.left[name] = NotReverted.NAME_DELETED
        if name != "tags":
            return
        value = [one for one in value if one not in deleted]
    if value != value_of(document, name):
        reverted.values[name] = value


def _ids(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _is_name(names: Directory, attribute: str, name_id: str) -> bool:
    name = names.current(name_id)
    return name is not None and name.what == attribute.removesuffix("s")
