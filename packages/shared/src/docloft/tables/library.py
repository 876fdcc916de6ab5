"""The `library` table: library_id + record_key. Everything of a library that is not a document.

| reads | by |
|--|--|
| a library's profile, a member, a checksum claim, an idempotency key | library_id + record_key |
| the libraries of a person | index by_user: user_id |
| drop keys of a library; the library a drop key adds to | library_id + record_key (prefix); `key#<id>` |
"""

from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from docloft.errors import NotFoundError
from docloft.settings import settings
from docloft.tables import connection


class ByUser(GlobalSecondaryIndex["LibraryRecord"]):
    """Sparse: only member records have `user_id`."""

    class Meta(connection.Meta):
        index_name = "by_user"
        projection = AllProjection()

    user_id = UnicodeAttribute(hash_key=True)
    library_id = UnicodeAttribute(range_key=True)


class LibraryRecord(Model):
    """`record_key` is `kind#id`: `profile#`, `member#<user>`, `checksum#<base64>` (these bytes are in the library as
    `document_id`), `idempotency#<hash>`, `drop_key#<id>`.

    A drop key has a second record under `key#<api_key_id>`, which is no library's id, so that a request made with the
    key finds its library by one consistent read.
    """

    class Meta(connection.Meta):
        table_name = settings().library_table

    library_id = UnicodeAttribute(hash_key=True)
    record_key = UnicodeAttribute(range_key=True)
    created_at = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    role = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    document_id = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute(null=True)
    drop_key_id = UnicodeAttribute(null=True)
    api_key_id = UnicodeAttribute(null=True)
    """Of a drop key: its id at API Gateway, the only place that knows its value."""
    adds_to = UnicodeAttribute(null=True)
    """Of a drop key under `key#`: the library it may add to."""
    last_used_on = UnicodeAttribute(null=True)
    """Of a drop key: a day, so that a thousand drops are one write."""
    expires_at = NumberAttribute(null=True)

    by_user: ClassVar[ByUser] = ByUser()


def find(library_id: str, record_key: str) -> LibraryRecord | None:
    """Strongly consistent."""
    try:
        return LibraryRecord.get(library_id, record_key, consistent_read=True)
    except DoesNotExist:
        return None


def list_kind(library_id: str, kind: str) -> list[LibraryRecord]:
    """Every record of one kind (`drop_key#`), newest first where ids are ULIDs. Strongly consistent."""
    of_kind = LibraryRecord.record_key.startswith(kind)
    return list(LibraryRecord.query(library_id, of_kind, scan_index_forward=False, consistent_read=True))


def change(record: LibraryRecord, **values: str) -> None:
    """Sets attributes of an existing record, in memory and in the table. Raises NotFoundError."""
    actions = [getattr(LibraryRecord, name).set(value) for name, value in values.items()]
    try:
        record.update(actions=actions, condition=LibraryRecord.record_key.exists())
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise NotFoundError("It is not there any more. Nothing was changed.") from error
        raise


def remove(library_id: str, record_key: str) -> None:
    """Idempotent."""
    LibraryRecord(library_id, record_key).delete()


def list_memberships(user_id: str) -> list[LibraryRecord]:
    """The member records of a person in all libraries. From an index: a library created a moment ago may be missing."""
    return list(LibraryRecord.by_user.query(user_id))
