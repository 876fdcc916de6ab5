"""Creates, changes, merges and deletes senders, kinds and tags."""

from collections.abc import Mapping
from typing import NamedTuple

from docloft import directory, reasons, tables
from docloft.clock import timestamp
from docloft.directory import MOST_OF_A_KIND, Directory, What
from docloft.errors import ConflictError, InvalidRequestError, NotFoundError
from docloft.ids import new_id
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


def create(person: Person, *, what: str, name: str, colour: str | None, parent_id: str | None) -> Created:
    """Creates a name, or returns the one that has these letters already, also when that was merged into another one:
    so a request can be repeated. Raises ConflictError when the library has MOST_OF_A_KIND, InvalidRequestError.
    """
    for _ in range(_ATTEMPTS):
        claim, known, names = _holder(person, what, name)
        if known:
            return Created(_named(names, known), is_new=False)
        if names.count(what) >= MOST_OF_A_KIND:
            raise ConflictError(reasons.TOO_MANY_NAMES.having(limit=MOST_OF_A_KIND))
        made = Name(
            person.library_id,
            Name.key(new_id()),
            created_at=timestamp(),
            what=what,
            name=name,
            colour=colour,
            parent_id=parent_id,
        )
        made.name_id = made.record_key.removeprefix(Name.KEY)
        _require_tag(made, names)
        if _committed(transactions.Create(made), _claim(made, claim)):
            return Created(Named(made, []), is_new=True)
    raise _too_busy()


def edit(person: Person, name_id: str, fields: Mapping[str, str | None], if_match: str | None) -> Named:
    """Sets the given fields, `name`, `colour` and `parent_id`. Idempotent. Raises NotFoundError,
    PreconditionFailedError, InvalidRequestError, and ConflictError when another one has the name.
    """
    for _ in range(_ATTEMPTS):
        names, record = _find(person, name_id)
        preconditions.require(record, if_match)
        if all(getattr(record, field) == value for field, value in fields.items()):
            return _named(names, record)
        folded = directory.fold(record.name)
        before = int(record.version)
        for field, value in fields.items():
            setattr(record, field, value)
        record.version = before + 1
        _require_tag(record, names)
        steps: list[transactions.Step] = [transactions.Revise(record, "version", before)]
        if directory.fold(record.name) != folded:
            claim, other, _ = _holder(person, record.what, record.name)
            if other and other.name_id != record.name_id:
                raise ConflictError(reasons.NAME_TAKEN)
            steps += [_claim(record, claim), _release(record, folded)]
        if _committed(*steps):
            return _named(names, record)
    raise _too_busy()


def merge(person: Person, name_id: str, into: str, if_match: str | None) -> Named:
    """Replaces a name by another one, which it returns: documents with either are found under both, and show the other
    one. Idempotent. Raises NotFoundError, PreconditionFailedError, InvalidRequestError.
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
        if source.what != target.what:
            raise InvalidRequestError("Only two senders, two kinds or two tags can be merged.", "/into")
        was, target_was = int(source.version), int(target.version)
        if any(parent is source for parent in names.ancestors(target)):
            target.parent_id = source.parent_id
        source.merged_into, source.version, target.version = target.name_id, was + 1, target_was + 1
        if _committed(
            transactions.Revise(source, "version", was),
            transactions.Revise(target, "version", target_was),
        ):
            return _named(names, target)
    raise _too_busy()


def delete(person: Person, name_id: str, if_match: str | None) -> Named:
    """Deletes a name and returns it. Documents keep its id, which then means nothing. Raises NotFoundError,
    PreconditionFailedError.
    """
    for _ in range(_ATTEMPTS):
        names, record = _find(person, name_id)
        preconditions.require(record, if_match)
        if _committed(
            transactions.Release(record, holder="version"),
            _release(record, directory.fold(record.name)),
        ):
            return _named(names, record)
    raise _too_busy()


def _holder(person: Person, what: str, name: str) -> tuple[NameClaim | None, Name | None, Directory]:
    """The claim of these letters, and the name that has them; None for a claim of a name that is gone. The claim is
    read first: a name that is written with its claim in between is not taken for one that is gone.
    """
    claim = tables.library.find(NameClaim, person.library_id, NameClaim.key(what, directory.fold(name)))
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


def _require_tag(name: Name, names: Directory) -> None:
    """Raises InvalidRequestError unless only tags have a colour and a parent, and the parent is a tag of the library
    that is not nested in this one.
    """
    if name.what != What.TAG and (name.colour or name.parent_id):
        raise InvalidRequestError("Only a tag has a colour and a parent. Nothing was changed.")
    if not name.parent_id:
        return
    parent = names.current(name.parent_id)
    if parent is None or parent.what != What.TAG:
        raise InvalidRequestError("There is no such tag in this library. Nothing was changed.", "/parent_id")
    if name.name_id in {parent.name_id, *(one.name_id for one in names.ancestors(parent))}:
        raise InvalidRequestError("A tag cannot be nested in itself. Nothing was changed.", "/parent_id")


def _claim(name: Name, known: NameClaim | None) -> transactions.Step:
    """The step that records who has these letters. `known`: the claim of a name that no longer needs it."""
    key = NameClaim.key(name.what, directory.fold(name.name))
    made = NameClaim(name.library_id, key, created_at=timestamp(), name_id=name.name_id)
    return transactions.Revise(made, "name_id", known.name_id) if known else transactions.Create(made)


def _release(name: Name, folded: str) -> transactions.Release:
    claim = NameClaim(name.library_id, NameClaim.key(name.what, folded), name_id=name.name_id)
    return transactions.Release(claim, holder="name_id")


def _committed(*steps: transactions.Step) -> bool:
    try:
        transactions.commit(*steps)
    except transactions.StepRefusedError:
        return False
    return True


def _absent() -> NotFoundError:
    return NotFoundError("There is no such sender, kind or tag in this library. It may have been deleted.")


def _too_busy() -> ConflictError:
    return ConflictError(reasons.TOO_BUSY)
