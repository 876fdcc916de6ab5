"""What a rule does to one document. No I/O. The actions of a rule, each of which may be
missing:

| action | value | effect |
|--|--|--|
| add_tags | ids of tags | adds those that it does not have |
| sender, kind | an id | set if the document has none |
| document_date | a RuleDate | set if the document has none |
| custom_fields | values by the ids of fields | each set if the document has none |
| title | a template (docloft.lifecycle.title_templates) | set if the title is still that of the file |
| inbox | true or false | puts it into the inbox, or files it |
| in_trash | true | puts it in the trash; alone |

A rule only fills empty fields. It replaces no value, and sets nothing that a person has changed, even if they emptied
it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any, Protocol

from docloft.clock import timestamp
from docloft.directory import Directory, What
from docloft.lifecycle import custom_fields, metadata, title_templates
from docloft.lifecycle.decisions import Decided
from docloft.lifecycle.metadata import CUSTOM_FIELDS
from docloft.lifecycle.names import title_from
from docloft.suggestions import Fact, Suggestion, refusal

ACTIONS = ("add_tags", "sender", "kind", "document_date", CUSTOM_FIELDS, "title", "inbox", "in_trash")
APPLIED = "rule_applied"
"""The event in the history."""

_FILLED = ("sender", "kind", "document_date")


class RuleDate(StrEnum):
    """Which day becomes the date of a document."""

    FOUND = "found"
    """The one that reading suggests, unless a person refused it."""
    ADDED = "added"
    """The day on which the document was added, in the time zone of the rule."""


class Left(StrEnum):
    """Why an action did nothing to a document. Values that the document already has are not reported."""

    ALREADY_SET = "already_set"
    SET_BY_PERSON = "set_by_person"
    NAME_DELETED = "name_deleted"
    NOTHING_FOUND = "nothing_found"
    TOO_MANY_TAGS = "too_many_tags"
    TOO_MANY_VALUES = "too_many_values"


class Subject(metadata.HasMetadata, Protocol):
    """A document, by the attributes that a rule depends on besides `metadata.FIELDS`."""

    @property
    def file_name(self) -> Any: ...
    @property
    def embedded(self) -> Any: ...
    @property
    def created_at(self) -> Any: ...
    @property
    def refused_suggestions(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Applied:
    """`values` are the attributes to write. `left`: by action, why it did nothing, or only a part."""

    values: dict[str, Any] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)


def actor_of(rule_id: str) -> str:
    """How the history names a rule."""
    return f"rule:{rule_id}"


def apply(
    actions: Mapping[str, Any],
    document: Subject,
    names: Directory,
    *,
    people: Decided,
    found: Iterable[Suggestion] = (),
    zone: tzinfo = UTC,
) -> Applied:
    """What these actions change in a document as it is. `found`: what reading suggests; `zone`: of the day of
    adding.
    """
    applied = Applied()
    if actions.get("in_trash"):
        _trash(applied, document, people)
        return applied
    _add_tags(applied, actions.get("add_tags", ()), document, names, people)
    wanted = {name: actions[name] for name in _FILLED if actions.get(name)}
    if rule := wanted.pop("document_date", None):
        _fill(applied, "document_date", _day(RuleDate(rule), document, found, zone), document, people)
    for name, value in wanted.items():
        current = names.current(value)
        known = current.name_id if current and current.what == name else None
        _fill(applied, name, known or Left.NAME_DELETED, document, people)
    if given := actions.get(CUSTOM_FIELDS):
        _fill_custom(applied, given, document, names, people)
    if template := actions.get("title"):
        _entitle(applied, template, document, names, people)
    if "inbox" in actions and metadata.value_of(document, "inbox") != actions["inbox"]:
        if "inbox" in people.fields:
            applied.left["inbox"] = Left.SET_BY_PERSON
        else:
            applied.values["inbox"] = actions["inbox"]
    return applied


def deleted_names(actions: Mapping[str, Any], names: Directory) -> list[str]:
    """The actions that name a sender, a kind, a tag, a field or an option that the library does not have."""
    wanted = [(name, What(name), actions[name]) for name in ("sender", "kind") if actions.get(name)]
    wanted += [("add_tags", What.TAG, one) for one in actions.get("add_tags", ())]
    unknown = [name for name, what, one in wanted if not _is_name(names, what, one)]
    definitions = names.definitions()
    given = actions.get(CUSTOM_FIELDS) or {}
    unknown += [CUSTOM_FIELDS for one, value in given.items() if _checked(definitions, one, value) is None]
    return list(dict.fromkeys(unknown))


def _trash(applied: Applied, document: Subject, people: Decided) -> None:
    if document.trashed_at:
        return
    if metadata.IN_TRASH in people.fields:
        # Someone took the document out of the trash.
        applied.left["in_trash"] = Left.SET_BY_PERSON
    else:
        applied.values["trashed_at"] = timestamp()


def _add_tags(applied: Applied, wanted: Sequence[str], document: Subject, names: Directory, people: Decided) -> None:
    kept: list[str] = metadata.value_of(document, "tags")
    has = {name.name_id for one in kept if (name := names.current(one))}
    # It may have been merged into another one since.
    removed = {*people.removed_tags, *(name.name_id for one in people.removed_tags if (name := names.current(one)))}
    new: list[str] = []
    for one in wanted:
        name = names.current(one)
        if name is None or name.what != What.TAG:
            applied.left["add_tags"] = Left.NAME_DELETED
        elif name.name_id in has:
            continue
        elif {one, name.name_id} & removed:
            applied.left["add_tags"] = Left.SET_BY_PERSON
        elif len(kept) + len(new) >= metadata.MOST_TAGS:
            applied.left["add_tags"] = Left.TOO_MANY_TAGS
        else:
            new.append(name.name_id)
            has.add(name.name_id)
    if new:
        applied.values["tags"] = [*kept, *new]


def _fill(applied: Applied, name: str, value: str | Left, document: Subject, people: Decided) -> None:
    present = metadata.value_of(document, name)
    if isinstance(value, Left):
        applied.left[name] = value
    elif present == value:
        return
    elif present is not None:
        applied.left[name] = Left.ALREADY_SET
    elif name in people.fields:
        applied.left[name] = Left.SET_BY_PERSON
    else:
        applied.values[name] = value


def _fill_custom(
    applied: Applied, given: Mapping[str, Any], document: Subject, names: Directory, people: Decided
) -> None:
    definitions = names.definitions()
    present = metadata.value_of(document, CUSTOM_FIELDS)
    new: dict[str, Any] = {}
    for field_id, wanted in given.items():
        value = _checked(definitions, field_id, wanted)
        if value is None:
            applied.left[CUSTOM_FIELDS] = Left.NAME_DELETED
        elif present.get(field_id) == value:
            continue
        elif field_id in present:
            applied.left[CUSTOM_FIELDS] = Left.ALREADY_SET
        elif field_id in people.custom_fields:
            applied.left[CUSTOM_FIELDS] = Left.SET_BY_PERSON
        else:
            new[field_id] = value
    try:
        if new:
            applied.values[CUSTOM_FIELDS] = custom_fields.merged(present, new, definitions)
    except custom_fields.InvalidValueError:
        applied.left[CUSTOM_FIELDS] = Left.TOO_MANY_VALUES


def _checked(definitions: Mapping[str, custom_fields.Definition], field_id: str, value: Any) -> Any:
    """None if there is no such field, or it cannot have this value any more."""
    if field_id not in definitions:
        return None
    try:
        return custom_fields.checked(definitions[field_id], value)
    except custom_fields.InvalidValueError:
        return None


def _day(rule: RuleDate, document: Subject, found: Iterable[Suggestion], zone: tzinfo) -> str | Left:
    if rule == RuleDate.ADDED:
        return datetime.fromisoformat(document.created_at).astimezone(zone).date().isoformat()
    refused = set(document.refused_suggestions or ())
    days = [one for one in found if one.fact == Fact.DOCUMENT_DATE and refusal(one.fact, one.value) not in refused]
    return max(days, key=lambda one: one.confidence).value if days else Left.NOTHING_FOUND


def _entitle(applied: Applied, template: str, document: Subject, names: Directory, people: Decided) -> None:
    present = metadata.value_of(document, "title")
    is_of_file = present in {title_from(document.file_name), (document.embedded or {}).get("title")}
    after = {name: applied.values.get(name, metadata.value_of(document, name)) for name in _FILLED}
    sender, kind = (names.current(after[name]) for name in ("sender", "kind"))
    title = title_templates.fill(
        template,
        {
            "sender": sender.name if sender else "",
            "kind": kind.name if kind else "",
            "date": after["document_date"] or "",
            "title": present,
        },
    )
    if title == present:
        return
    if "title" in people.fields:
        applied.left["title"] = Left.SET_BY_PERSON
    elif not is_of_file:
        applied.left["title"] = Left.ALREADY_SET
    elif not title:
        applied.left["title"] = Left.NOTHING_FOUND
    else:
        applied.values["title"] = title


def _is_name(names: Directory, what: str, name_id: str) -> bool:
    name = names.current(name_id)
    return name is not None and name.what == what
