"""The four tables. Nothing else in Docloft knows PynamoDB: hence one long file, and the only one to look in.

Access patterns (each is a key or an index; a Scan is a review stop):

| who | asks | by |
|--|--|--|
| api, worker, storage | one document | documents: library_id + document_id |
| api | a library newest first; its trash; one state | documents, descending; index by_state |
| storage sweep | what is overdue, over all libraries | index by_due: due_shard + due_at (sparse) |
| api | library, member, bytes already here, key already used | library: library_id + record_key |
| api | the libraries of a person | index by_user: user_id |
| api | drop keys of a library; the library a drop key adds to | library: library_id + record_key (prefix); `key#<id>` |
| api, worker | one job, jobs newest first | jobs: library_id + job_id |
| everyone appends | what happened to a document | history: subject + event_id |

Changes of documents go through `docloft.archive`, which decides on a consistent snapshot; `commit` below writes them
in one transaction, each step conditional. Times are ISO 8601 text (docloft.identity.timestamp), so that they sort;
`expires_at` is epoch seconds because DynamoDB's TTL wants it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import (
    AttributeDeserializationError,
    AttributeNullError,
    DoesNotExist,
    TransactWriteError,
    UpdateError,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from docloft.errors import ConflictError, NotFoundError
from docloft.settings import settings

_CONNECT_SECONDS = 2.0
_READ_SECONDS = 10.0


class _Meta:
    region = settings().region
    connect_timeout_seconds = _CONNECT_SECONDS
    read_timeout_seconds = _READ_SECONDS
    billing_mode = "PAY_PER_REQUEST"


class ByState(GlobalSecondaryIndex["Document"]):
    """`library_state` is `<library>#<state>`, or `<library>#trash` for what is in the trash."""

    class Meta(_Meta):
        index_name = "by_state"
        projection = AllProjection()

    library_state = UnicodeAttribute(hash_key=True)
    document_id = UnicodeAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["Document"]):
    """Sparse: only documents that somebody must look after when `due_at` has passed."""

    class Meta(_Meta):
        index_name = "by_due"
        projection = AllProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class Document(Model):
    """A document's card. Its original, text, thumbnail and index entry are objects in S3."""

    class Meta(_Meta):
        table_name = settings().documents_table

    library_id = UnicodeAttribute(hash_key=True)
    document_id = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    title = UnicodeAttribute()
    file_name = UnicodeAttribute()
    media_type = UnicodeAttribute()
    size = NumberAttribute()
    checksum_sha256 = UnicodeAttribute()
    """Base64, as S3 writes it."""
    pages = NumberAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    language = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    duplicate_of = UnicodeAttribute(null=True)
    document_date = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    trashed_at = UnicodeAttribute(null=True)
    has_text = BooleanAttribute(default=False)
    thumbnail_width = NumberAttribute(null=True)
    thumbnail_height = NumberAttribute(null=True)
    version = NumberAttribute(default=1)
    """Counts changes; the ETag. Every write is conditional on the version that was read."""
    created_by = UnicodeAttribute(null=True)
    correlation_id = UnicodeAttribute(null=True)
    """Of the click that led to the last change (docloft.correlation)."""
    sequencer = UnicodeAttribute(null=True)
    """Of the newest S3 event seen for the inbox object (practice 7)."""
    lease_token = UnicodeAttribute(null=True)
    lease_until = UnicodeAttribute(null=True)
    attempts = NumberAttribute(default=0)
    index_problem = UnicodeAttribute(null=True)
    library_state = UnicodeAttribute()
    due_shard = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    by_state: ClassVar[ByState] = ByState()
    by_due: ClassVar[ByDue] = ByDue()


class ByUser(GlobalSecondaryIndex["LibraryRecord"]):
    """Sparse: only member records carry `user_id`."""

    class Meta(_Meta):
        index_name = "by_user"
        projection = AllProjection()

    user_id = UnicodeAttribute(hash_key=True)
    library_id = UnicodeAttribute(range_key=True)


class LibraryRecord(Model):
    """Everything of a library that is not a document. `record_key` is `kind#id`: `profile#`, `member#<user>`,
    `checksum#<base64>` (these bytes are in the library as `document_id`), `idempotency#<hash>`, `drop_key#<id>`.

    A drop key stands a second time under `key#<api_key_id>`, which is no library's id, so that the request it comes
    with finds its library by one consistent read.
    """

    class Meta(_Meta):
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
    """Of a drop key: its id at API Gateway, which alone knows its value."""
    adds_to = UnicodeAttribute(null=True)
    """Of a drop key under `key#`: the library it may add to."""
    last_used_on = UnicodeAttribute(null=True)
    """Of a drop key: a day, so that a thousand drops are one write."""
    expires_at = NumberAttribute(null=True)

    by_user: ClassVar[ByUser] = ByUser()


class Job(Model):
    """Work a person can watch. Kept for 30 days after it was made (TTL)."""

    class Meta(_Meta):
        table_name = settings().jobs_table

    library_id = UnicodeAttribute(hash_key=True)
    job_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    done = NumberAttribute(default=0)
    total = NumberAttribute(default=1)
    document_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    expires_at = NumberAttribute()


class HistoryEvent(Model):
    """One line of what happened to a document. Append-only; outlives the document."""

    class Meta(_Meta):
        table_name = settings().history_table

    subject = UnicodeAttribute(hash_key=True)
    """`<library_id>#<document_id>`"""
    event_id = UnicodeAttribute(range_key=True)
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    """`user:<id>`, or the function that did it."""
    at = UnicodeAttribute()
    version = NumberAttribute()
    facts = JSONAttribute(null=True)
    correlation_id = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class New:
    """Step: put a record that must not exist yet, unless it already names the same document (so that the same claim
    may be repeated).
    """

    record: Model


@dataclass(frozen=True, slots=True)
class Changed:
    """Step: set these attributes (None removes one) if the document still has the version that was read."""

    document: Document
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """Step: delete a record if it is there and, for a claim, still names `document_id`."""

    record: Model
    document_id: str | None = None


Step = New | Changed | Removed


class StepRefusedError(ConflictError):
    """A transaction met a condition that does not hold; nothing was written. `step` is the one that refused, None when
    another transaction was writing the same items at that moment.
    """

    def __init__(self, step: Step | None) -> None:
        super().__init__("Somebody else changed this at the same moment; nothing was written.")
        self.step = step


TABLES: dict[str, type[Model]] = {
    "documents": Document,
    "library": LibraryRecord,
    "jobs": Job,
    "history": HistoryEvent,
}
"""By the name a table has in every stage: `docloft-<stage>-<name>`."""


def from_item(table: str, item: dict[str, Any]) -> Model:
    """A record from an item as DynamoDB gives it, for tools that read whole tables. Raises ValueError for an item that
    this release could not have written: an attribute missing, unknown, or of another type.
    """
    model = TABLES[table]
    if unknown := set(item) - {attribute.attr_name for attribute in model.get_attributes().values()}:
        raise ValueError(f"This release knows no attribute {min(unknown)}.")
    try:
        record = model.from_raw_data(item)
        record.serialize(null_check=True)
    except (AttributeDeserializationError, AttributeNullError, AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"This item does not load as one of {table} ({type(error).__name__}).") from error
    return record


def commit(*steps: Step) -> None:
    """All or nothing (DynamoDB: TransactWriteItems, at most 100 items). Raises StepRefusedError. The client's own
    retries are idempotent by a request token.
    """
    # PynamoDB sends deletes, puts, updates in this order; DynamoDB's reasons come in the order sent.
    ordered = sorted(steps, key=lambda step: (Removed, New, Changed).index(type(step)))
    try:
        with TransactWrite(connection=_connection()) as transaction:
            for step in ordered:
                _add(transaction, step)
    except TransactWriteError as error:
        codes = [reason.code if reason else None for reason in error.cancellation_reasons]
        if "ConditionalCheckFailed" in codes:
            raise StepRefusedError(ordered[codes.index("ConditionalCheckFailed")]) from error
        if "TransactionConflict" in codes:
            raise StepRefusedError(None) from error
        raise


@cache
def _connection() -> Connection:
    """One client for every transaction of the process: making one costs more than the write (127 ms, measured)."""
    return Connection(region=_Meta.region, connect_timeout_seconds=_CONNECT_SECONDS, read_timeout_seconds=_READ_SECONDS)


def _add(transaction: TransactWrite, step: Step) -> None:
    match step:
        case New(LibraryRecord() as record) if record.document_id is not None:
            mine = LibraryRecord.document_id == record.document_id
            transaction.save(record, condition=LibraryRecord.record_key.does_not_exist() | mine)
        case New(record):
            hash_key = type(record)._hash_key_attribute()  # noqa: SLF001 - has no public name
            transaction.save(record, condition=hash_key.does_not_exist())
        case Changed(document, values):
            actions = [
                getattr(Document, name).remove() if value is None else getattr(Document, name).set(value)
                for name, value in values.items()
            ]
            transaction.update(document, actions=actions, condition=Document.version == document.version)
        case Removed(Document() as document, _):
            transaction.delete(document, condition=Document.version == document.version)
        case Removed(record, document_id):
            held = LibraryRecord.document_id == document_id
            transaction.delete(record, condition=LibraryRecord.record_key.does_not_exist() | held)


def find_document(library_id: str, document_id: str) -> Document:
    """Reads your own writes (strongly consistent). Raises NotFoundError."""
    try:
        return Document.get(library_id, document_id, consistent_read=True)
    except DoesNotExist as error:
        raise NotFoundError("There is no such document in this library.") from error


def find_documents(library_id: str, document_ids: Iterable[str]) -> list[Document]:
    """Those of the ids that exist, newest first; unprocessed keys are asked for again by PynamoDB."""
    keys = [(library_id, document_id) for document_id in dict.fromkeys(document_ids)]
    found = Document.batch_get(keys, consistent_read=True) if keys else []
    return sorted(found, key=lambda document: document.document_id, reverse=True)


def list_documents(library_id: str, *, states: Sequence[str], before: str | None, limit: int) -> list[Document]:
    """At most `limit` documents that are in one of `states` and not in the trash, newest first, older than the id
    `before`. Follows filtered-empty pages to the end (practice 11).
    """
    older = Document.document_id < before if before else None
    wanted = Document.state.is_in(*states) & Document.trashed_at.does_not_exist()
    return list(
        Document.query(
            library_id,
            older,
            wanted,
            scan_index_forward=False,
            limit=limit,
            consistent_read=True,
            page_size=250,
        )
    )


def list_by_state(library_id: str, state: str, *, before: str | None, limit: int) -> list[Document]:
    """One state, or `trash`, newest first. From an index: a write of this very moment may be missing."""
    older = ByState.document_id < before if before else None
    found = Document.by_state.query(f"{library_id}#{state}", older, scan_index_forward=False, limit=limit)
    return list(found)


def list_due(shard: str, until: str, limit: int) -> list[Document]:
    """Documents of one shard whose `due_at` has passed, longest overdue first, over all libraries."""
    return list(Document.by_due.query(shard, ByDue.due_at <= until, limit=limit))


def list_library(library_id: str) -> Iterable[Document]:
    """Every document of a library, in order of making: for rebuilding the index. Streams page by page."""
    return Document.query(library_id, consistent_read=True)


def find_record(library_id: str, record_key: str) -> LibraryRecord | None:
    """Strongly consistent."""
    try:
        return LibraryRecord.get(library_id, record_key, consistent_read=True)
    except DoesNotExist:
        return None


def list_records(library_id: str, kind: str) -> list[LibraryRecord]:
    """Every record of one kind (`drop_key#`), newest first where ids are ULIDs. Strongly consistent."""
    of_kind = LibraryRecord.record_key.startswith(kind)
    return list(LibraryRecord.query(library_id, of_kind, scan_index_forward=False, consistent_read=True))


def change_record(record: LibraryRecord, **values: str) -> None:
    """Sets attributes of a record that is still there, here and in the table. Raises NotFoundError."""
    actions = [getattr(LibraryRecord, name).set(value) for name, value in values.items()]
    try:
        record.update(actions=actions, condition=LibraryRecord.record_key.exists())
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise NotFoundError("It is not there any more. Nothing was changed.") from error
        raise


def remove_record(library_id: str, record_key: str) -> None:
    """Idempotent."""
    LibraryRecord(library_id, record_key).delete()


def memberships(user_id: str) -> list[LibraryRecord]:
    """The member records of a person over all libraries; from an index (a library made this moment may be missing)."""
    return list(LibraryRecord.by_user.query(user_id))


def find_job(library_id: str, job_id: str) -> Job:
    """Raises NotFoundError."""
    try:
        return Job.get(library_id, job_id, consistent_read=True)
    except DoesNotExist as error:
        raise NotFoundError("There is no such job in this library.") from error


def list_jobs(library_id: str, *, before: str | None, limit: int) -> list[Job]:
    older = Job.job_id < before if before else None
    return list(Job.query(library_id, older, scan_index_forward=False, limit=limit, consistent_read=True))


def save_job(job: Job) -> None:
    """Overwrites: only the worker that carries a job out writes to it after it was made."""
    job.save()


def history_of(library_id: str, document_id: str) -> list[HistoryEvent]:
    """Oldest first."""
    return list(HistoryEvent.query(f"{library_id}#{document_id}", consistent_read=True))
