"""The `library` table: library_id + record_key. Everything that a library has besides documents; docloft.tables.records
has a class for each kind of record.

| reads | by |
|--|--|
| a library's profile, a member, a checksum claim, an idempotency key | library_id + record_key |
| the libraries of a person | index by_user: user_id |
| when a person last looked at what needs attention | library_id + record_key |
| drop keys of a library; the library a drop key adds to | library_id + record_key (prefix); `key#<id>` |
| how many pages were recognised on a day, and which of a document were counted | library_id + record_key |
| documents with equal words; the near-duplicates of a document | library_id + record_key (prefix) |
| senders, kinds and tags of a library; who has a name | library_id + record_key (prefix); record_key |
| the parts of a document | library_id + record_key (prefix) |
| the notes on a document; one of them | library_id + record_key (prefix) |
| earlier files of a document; one of them | library_id + record_key (prefix); record_key |
| saved views of a library; when a person last looked at each | library_id + record_key (prefix) |
| rules of a library; one of them | library_id + record_key (prefix); record_key |
| what was published last of a search index, and the last request to rebuild it | library_id + record_key |
"""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from docloft import reasons
from docloft.errors import ConflictError, NotFoundError
from docloft.settings import settings
from docloft.tables import connection, records
from docloft.tables.records import ChecksumClaim, Member, Profile, Record

R = TypeVar("R", bound=Record)


class ByUser(GlobalSecondaryIndex["LibraryItem"]):
    """Sparse: only member records have `user_id`."""

    class Meta(connection.Meta):
        index_name = "by_user"
        projection = AllProjection()

    user_id = UnicodeAttribute(hash_key=True)
    library_id = UnicodeAttribute(range_key=True)


class LibraryItem(Model):
    """An item of any kind: reads return it as a Record of its kind. It has no discriminator on purpose, because
    PynamoDB filters the queries of a class that has one, which hides the items of release 0.1.
    """

    class Meta(connection.Meta):
        table_name = settings().library_table

    library_id = UnicodeAttribute(hash_key=True)
    record_key = UnicodeAttribute(range_key=True)

    by_user: ClassVar[ByUser] = ByUser()

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        """A Record. Raises ValueError for a kind that this release does not know."""
        return records.load(data)


def find(kind: type[R], library_id: str, record_key: str) -> R | None:
    """Strongly consistent. `record_key` must be one of `kind`."""
    try:
        found: object = LibraryItem.get(library_id, record_key, consistent_read=True)
    except DoesNotExist:
        return None
    return _of(kind, found)


def list_kind(kind: type[R], library_id: str, of: str = "", *, limit: int | None = None) -> list[R]:
    """Every record of one kind, or the first `limit`, newest first where ids are ULIDs; with `of`, those whose key
    continues with it. Strongly consistent.
    """
    of_kind = LibraryItem.record_key.startswith(kind.KEY + of)
    found = LibraryItem.query(library_id, of_kind, scan_index_forward=False, consistent_read=True, limit=limit)
    return [_of(kind, record) for record in found]


def list_memberships(user_id: str) -> list[Member]:
    """The member records of a person in all libraries. From an index: a library created just now may be missing."""
    return [_of(Member, record) for record in LibraryItem.by_user.query(user_id)]


def holder_of(library_id: str, checksum_sha256: str) -> str | None:
    """The id of the document that has these bytes. Strongly consistent."""
    claim = find(ChecksumClaim, library_id, ChecksumClaim.key(checksum_sha256))
    return claim.document_id if claim else None


def change(record: Record, **values: str | bool) -> None:
    """Sets attributes of an existing record, in memory and in the table. Raises NotFoundError."""
    actions = [getattr(type(record), name).set(value) for name, value in values.items()]
    item = LibraryItem(record.library_id, record.record_key)
    try:
        item.update(actions=actions, condition=LibraryItem.record_key.exists())
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise NotFoundError("It no longer exists. Nothing was changed.") from error
        raise
    for name, value in values.items():
        setattr(record, name, value)


def change_settings(profile: Profile, values: Mapping[str, Any]) -> None:
    """Sets attributes of a library's settings, in memory and in the table, and counts the version. Raises
    ConflictError when the version in the table is another one.
    """
    version = int(profile.version or 1) + 1
    is_unchanged = Profile.version == profile.version if profile.version else Profile.version.does_not_exist()
    try:
        LibraryItem(profile.library_id, profile.record_key).update(
            actions=[
                *(getattr(Profile, name).set(value) for name, value in values.items()),
                Profile.version.set(version),
            ],
            condition=LibraryItem.record_key.exists() & is_unchanged,
        )
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise ConflictError(reasons.SETTINGS_CHANGED) from error
        raise
    for name, value in values.items():
        setattr(profile, name, value)
    profile.version = version


def replace(record: Record) -> None:
    """Writes a record, whether or not there is one under its key. Idempotent."""
    record.save()


def remove(library_id: str, record_key: str) -> None:
    """Idempotent."""
    LibraryItem(library_id, record_key).delete()


def _of(kind: type[R], record: object) -> R:
    if not isinstance(record, kind):
        raise TypeError(f"{type(record).__name__} is not the kind of record that was requested, {kind.__name__}.")
    return record
