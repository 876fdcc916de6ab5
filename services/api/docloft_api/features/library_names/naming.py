"""Creates, changes, merges and deletes senders, kinds, tags and fields."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from docloft import directory, name_spellings, reasons, tables
from docloft.clock import timestamp
from docloft.directory import Directory, What
from docloft.errors import ConflictError, InvalidRequestError, NotFoundError
from docloft.ids import new_id
from docloft.lifecycle.custom_fields import FieldType
from docloft.tables import transactions
from docloft.tables.records import Name, NameClaim
from docloft_api.http import preconditions
from docloft_api.identity.people import Person

_ATTEMPTS = 4


class Named(NamedTuple):
    """A name, and the ids of those that were merged into it."""

    name: Name
    aliases: list[str]


class Created(NamedTuple):
    name: Named
    is_new: bool


def listing(person: Person) -> list[Named]:
    """All names of the library, sorted by name."""
    names = directory.read(person.library_id)
    aliases = names.aliases()
    return [Named(name, aliases.get(name.name_id, [])) for name in names.shown()]


def create(
    person: Person,
    *,
    what: str,
    name: str,
    colour: str | None = None,
    parent_id: str | None = None,
    type: str | None = None,  # noqa: A002 - as in the API
    options: Sequence[Mapping[str, str]] = (),
    keep_years: int | None = None,
) -> Created:
    """Creates a name, or returns the one that already has these letters, even when that was merged into another one:
    so a request can be repeated. Raises ConflictError when the library has as many as it can have (directory.most_of)
    or a field of this name has another type, InvalidRequestError.
    """
    for _ in range(_ATTEMPTS):
        claim, known, names = _holder(person, what, name)
        if known:
            if known.value_type != type:
                raise ConflictError(reasons.FIELD_OF_ANOTHER_TYPE)
            return Created(_named(names, known), is_new=False)
        if names.count(what) >= directory.most_of(what):
            raise ConflictError(reasons.TOO_MANY_NAMES.having(limit=directory.most_of(what)))
        made = Name(
            person.library_id,
            Name.key(new_id()),
            created_at=timestamp(),
            what=what,
            name=name,
            colour=colour,
            parent_id=parent_id,
            value_type=type,
            options=_options(None, options),
            keep_years=keep_years,
        )
        made.name_id = made.record_key.removeprefix(Name.KEY)
        _require_consistent(made, names)
        if transactions.attempt(transactions.Create(made), _claim(made, claim)):
            return Created(Named(made, []), is_new=True)
    raise _too_busy()


def edit(person: Person, name_id: str, fields: Mapping[str, Any], if_match: str | None) -> Named:
    """Sets the given fields, those of EditNameSchema. Idempotent. Raises NotFoundError, PreconditionFailedError,
    InvalidRequestError, and ConflictError when another one has the name.
    """
    for _ in range(_ATTEMPTS):
        names, record = _find(person, name_id)
        preconditions.require(record, if_match)
        values = dict(fields)
        if "options" in values:
            values["options"] = _options(record, values["options"])
        if all(getattr(record, field) == value for field, value in values.items()):
            return _named(names, record)
        folded = name_spellings.fold(record.name)
        for field, value in values.items():
            setattr(record, field, value)
        _require_consistent(record, names)
        steps: list[transactions.Step] = [transactions.next_version(record)]
        if name_spellings.fold(record.name) != folded:
            claim, other, _ = _holder(person, record.what, record.name)
            if other and other.name_id != record.name_id:
                raise ConflictError(reasons.NAME_TAKEN)
            steps += [_claim(record, claim), _release(record, folded)]
        if transactions.attempt(*steps):
            return _named(names, record)
    raise _too_busy()


def merge(person: Person, name_id: str, into: str, if_match: str | None) -> Named:
    """Replaces a name with another one, which it returns: documents with either are found under both, and show the
    other one. Idempotent. Raises NotFoundError, PreconditionFailedError, InvalidRequestError.
    """
    for _ in range(_ATTEMPTS):
        names = directory.read(person.library_id)
        source, target = names.current(name_id), names.current(into)
        if source is None or target is None:
            raise _absent()
        if source is target:
            if name_id == target.name_id:
                raise InvalidRequestError("It cannot be merged into itself. Nothing was changed.", "/into")
            return _named(names, target)
        if source.name_id != name_id:
            raise ConflictError(reasons.NAME_MERGED)
        preconditions.require(source, if_match)
        if What.FIELD in {source.what, target.what}:
            raise InvalidRequestError("Fields cannot be merged.", "/into")
        if source.what != target.what:
            raise InvalidRequestError("Only two senders, two kinds or two tags can be merged.", "/into")
        if any(parent is source for parent in names.ancestors(target)):
            target.parent_id = source.parent_id
        source.merged_into = target.name_id
        if transactions.attempt(transactions.next_version(source), transactions.next_version(target)):
            return _named(names, target)
    raise _too_busy()


def delete(person: Person, name_id: str, if_match: str | None) -> Named:
    """Deletes a name and returns it. Documents keep its id, and the values of a field, which then mean nothing. Raises
    NotFoundError, PreconditionFailedError.
    """
    for _ in range(_ATTEMPTS):
        names, record = _find(person, name_id)
        preconditions.require(record, if_match)
        if transactions.attempt(
            transactions.Release(record, holder="version"),
            _release(record, name_spellings.fold(record.name)),
        ):
            return _named(names, record)
    raise _too_busy()


def _holder(person: Person, what: str, name: str) -> tuple[NameClaim | None, Name | None, Directory]:
    """The claim of these letters, and the name that has them; None for a claim of a name that is gone. The claim is
    read first: so a name that is written with its claim in between is not mistaken for one that is gone.
    """
    claim = tables.library.find(NameClaim, person.library_id, NameClaim.key(what, name_spellings.fold(name)))
    names = directory.read(person.library_id)
    return claim, names.current(claim.name_id) if claim else None, names


def _find(person: Person, name_id: str) -> tuple[Directory, Name]:
    names = directory.read(person.library_id)
    record = names.current(name_id)
    if record is None or record.name_id != name_id:
        raise _absent()
    return names, record


def _named(names: Directory, name: Name) -> Named:
    return Named(name, names.aliases().get(name.name_id, []))


def _options(name: Name | None, wanted: Sequence[Mapping[str, str]]) -> list[dict[str, str]] | None:
    """The options of a choice with their ids: those given, those that the field has under the same name, or new ones.
    Raises InvalidRequestError for an id that is not one of the field's, and for two options of the same name.
    """
    known = {option["id"]: name_spellings.fold(option["name"]) for option in (name.options if name else None) or ()}
    by_name = {folded: option_id for option_id, folded in known.items()}
    if any("id" in option and option["id"] not in known for option in wanted):
        raise InvalidRequestError("This field has no option with this id. Nothing was changed.", "/options")
    given = {option["id"] for option in wanted if "id" in option}
    options = []
    for option in wanted:
        same = by_name.get(name_spellings.fold(option["name"]))
        option_id = option.get("id") or (same if same not in given else None) or new_id()
        options.append({"id": option_id, "name": option["name"]})
    if len({name_spellings.fold(option["name"]) for option in options}) < len(options):
        raise InvalidRequestError("Two options have the same name. Nothing was changed.", "/options")
    return options or None


def _require_consistent(name: Name, names: Directory) -> None:
    """Raises InvalidRequestError for a colour or a parent of anything but a tag, for years of anything but a kind, for
    a type of anything but a field, for options of anything but a choice, and for a parent that is not a tag of the
    library or is nested in this one.
    """
    if (name.what == What.FIELD) != bool(name.value_type):
        raise InvalidRequestError("A field has a type, and nothing else has one. Nothing was changed.", "/type")
    if (name.value_type == FieldType.CHOICE) != bool(name.options):
        raise InvalidRequestError("A choice has options, and nothing else has them. Nothing was changed.", "/options")
    if name.what != What.TAG and (name.colour or name.parent_id):
        raise InvalidRequestError("Only a tag has a colour and a parent. Nothing was changed.")
    if name.what != What.KIND and name.keep_years:
        raise InvalidRequestError("Only a kind has a retention. Nothing was changed.", "/keep_years")
    if not name.parent_id:
        return
    parent = names.current(name.parent_id)
    if parent is None or parent.what != What.TAG:
        raise InvalidRequestError("There is no such tag in this library. Nothing was changed.", "/parent_id")
    if name.name_id in {parent.name_id, *(one.name_id for one in names.ancestors(parent))}:
        raise InvalidRequestError("A tag cannot be nested in itself. Nothing was changed.", "/parent_id")


def _claim(name: Name, known: NameClaim | None) -> transactions.Step:
    """The step that records who has these letters. `known`: the existing claim, to take over from a name that
    no longer needs it.
    """
    key = NameClaim.key(name.what, name_spellings.fold(name.name))
    made = NameClaim(name.library_id, key, created_at=timestamp(), name_id=name.name_id)
    return transactions.Revise(made, "name_id", known.name_id) if known else transactions.Create(made)


def _release(name: Name, folded: str) -> transactions.Release:
    claim = NameClaim(name.library_id, NameClaim.key(name.what, folded), name_id=name.name_id)
    return transactions.Release(claim, holder="name_id")


def _absent() -> NotFoundError:
    return NotFoundError("There is no such sender, kind, tag or field in this library. It may have been deleted.")


def _too_busy() -> ConflictError:
    return ConflictError(reasons.TOO_BUSY)
