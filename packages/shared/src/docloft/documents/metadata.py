"""What people record about a document: which changes of it the history keeps with their values, and how they are
reverted. No I/O.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from docloft.directory import Directory

FIELDS = ("title", "document_date", "sender", "kind", "tags", "due_date", "amount", "currency")
"""Attributes of Document that people set. An entry of the history has at most 10 KB of their values: two titles, and
two lists of tags."""

IN_TRASH = "in_trash"
"""In the history, `trashed_at` is recorded as whether the document is in the trash."""

Changes = Mapping[str, Sequence[Any]]
"""By field, its value before and after."""


class NotReverted(StrEnum):
    """Why the value of a field was not restored."""

    CHANGED_SINCE = "changed_since"
    """A later change gave the field another value."""
    NAME_DELETED = "name_deleted"
    """The sender, kind or tag was deleted since."""
    VALUE_UNKNOWN = "value_unknown"
    """The change was made by a release that recorded no values."""


class HasMetadata(Protocol):
    """A document, by the attributes in FIELDS."""

    @property
    def tags(self) -> Any: ...
    @property
    def trashed_at(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Reverted:
    """`values` are to be written. `left`: the fields whose value could not be restored completely, and why."""

    values: dict[str, Any] = field(default_factory=dict)
    left: dict[str, NotReverted] = field(default_factory=dict)


def value_of(document: HasMetadata, name: str) -> Any:
    if name == IN_TRASH:
        return bool(document.trashed_at)
    return list(document.tags or ()) if name == "tags" else getattr(document, name)


def recorded(document: HasMetadata, values: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """What the history keeps of a change that sets these attributes: by field, its value before and after. None when it
    keeps nothing. The document must not have been changed yet.
    """
    after = {name: values[name] for name in FIELDS if name in values}
    if "tags" in after:
        after["tags"] = list(after["tags"] or ())
    if "trashed_at" in values:
        after[IN_TRASH] = bool(values["trashed_at"])
    found = {name: [value_of(document, name), value] for name, value in after.items()}
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]} or None


def unknown_names(names: Directory, document: HasMetadata, values: Mapping[str, Any]) -> list[str]:
    """The fields among `values` with an id that is not a sender, kind or tag of the library. Ids that the document has
    already may remain, also when their name was deleted since.
    """
    return [
        name
        for name in ("sender", "kind", "tags")
        for one in _ids(values.get(name))
        if one not in _ids(value_of(document, name)) and not _is_name(names, name, one)
    ]


def revert(document: HasMetadata, changes: Changes, names: Directory) -> Reverted:
    """What to write so that the fields of one change have the values from before it. A field that was changed again
    since is left; of tags, those that the change added are removed and those that it removed are added.
    """
    reverted = Reverted()
    for name, (before, after) in changes.items():
        if name not in FIELDS:
            continue
        now = value_of(document, name)
        if name == "tags":
            removed = [one for one in before if one not in after]
            wanted = [one for one in now if one in before or one not in after]
            _set(reverted, document, name, [*wanted, *(one for one in removed if one not in wanted)], names)
        elif now == after:
            _set(reverted, document, name, before, names)
        elif now != before:
            reverted.left[name] = NotReverted.CHANGED_SINCE
    return reverted


def restore(document: HasMetadata, later: Iterable[tuple[Changes, Sequence[str]]], names: Directory) -> Reverted:
    """What to write so that all fields have the values that they had at a moment. `later` are the changes since, newest
    first: each with its values, and the fields that an early release recorded without values.
    """
    then: dict[str, Any] = {}
    reverted = Reverted()
    for changes, unknown in later:
        then |= {name: pair[0] for name, pair in changes.items() if name in FIELDS}
        reverted.left.update(dict.fromkeys(unknown, NotReverted.VALUE_UNKNOWN))
        for name in unknown:
            then.pop(name, None)
    for name, value in then.items():
        reverted.left.pop(name, None)
        _set(reverted, document, name, value, names)
    return reverted


def _set(reverted: Reverted, document: HasMetadata, name: str, value: Any, names: Directory) -> None:
    """Without names that were deleted since, unless the document still has them."""
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
