"""The `documents` table: library_id + document_id (a ULID).

| who | reads | by |
|--|--|--|
| api, worker, storage | one document | library_id + document_id |
| api | a library newest first; its trash; one state | descending; index by_state |
| api | what needs attention in a library, newest first | index by_attention (sparse) |
| storage sweep | overdue documents of all libraries | index by_due: due_shard + due_at (sparse) |

The file is long because it has every attribute of a document.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from docloft.errors import NotFoundError
from docloft.ids import content_of
from docloft.lifecycle import states
from docloft.settings import settings
from docloft.tables import connection


class ByState(GlobalSecondaryIndex["Document"]):
    """`library_state` is `<library>#<state>`, or `<library>#trash` for what is in the trash."""

    class Meta(connection.Meta):
        index_name = "by_state"
        projection = AllProjection()

    library_state = UnicodeAttribute(hash_key=True)
    document_id = UnicodeAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["Document"]):
    """Sparse: only documents that the sweep must handle once `due_at` has passed."""

    class Meta(connection.Meta):
        index_name = "by_due"
        projection = AllProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class ByAttention(GlobalSecondaryIndex["Document"]):
    """Sparse: only documents that need a person's attention have `attention_at`."""

    class Meta(connection.Meta):
        index_name = "by_attention"
        projection = AllProjection()

    library_id = UnicodeAttribute(hash_key=True)
    attention_at = UnicodeAttribute(range_key=True)


class Document(Model):
    """A document. Its original, text, thumbnail and index entry are objects in S3."""

    class Meta(connection.Meta):
        table_name = settings().documents_table

    library_id = UnicodeAttribute(hash_key=True)
    document_id = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()
    title = UnicodeAttribute()

    # Its file, and which of its files is read.
    file_name = UnicodeAttribute()
    media_type = UnicodeAttribute()
    size = NumberAttribute()
    checksum_sha256 = UnicodeAttribute()
    """In base64, as in S3."""
    file_id = UnicodeAttribute(null=True)
    """Which of its files is read (docloft.lifecycle.files): the id of the upload that brought it; None for the first
    one."""
    file_number = NumberAttribute(default=1)
    """The number of that file among all that the document has had, counted from 1."""
    file_count = NumberAttribute(default=1)
    """How many files it has had. All are kept."""
    file_at = UnicodeAttribute(null=True)
    file_by = UnicodeAttribute(null=True)
    """When, and by whom as in the history, the file was uploaded; None for the first one."""
    replaces = UnicodeAttribute(null=True)
    """The document whose file this upload is going to replace. When it is received, its record is deleted."""

    # What reading the file has found.
    pages = NumberAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    language = UnicodeAttribute(null=True)
    has_text = BooleanAttribute(default=False)
    partial: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    """What is missing from the text (docloft.lifecycle.gaps); empty when nothing is."""
    embedded = JSONAttribute(null=True)
    """What the file says about itself: `title`, `author`, `created` (a date), `language` and `keywords`, if known."""
    thumbnail_width = NumberAttribute(null=True)
    thumbnail_height = NumberAttribute(null=True)

    # Why it was refused, failed or needs attention.
    reason = UnicodeAttribute(null=True)
    """The English sentence of `reason_code` with `reason_values` (docloft.reasons). Old documents have only this."""
    reason_code = UnicodeAttribute(null=True)
    reason_values = JSONAttribute(null=True)
    duplicate_of = UnicodeAttribute(null=True)
    index_problem = UnicodeAttribute(null=True)
    """A code of docloft.reasons; older documents have a sentence."""
    kept = BooleanAttribute(null=True)
    """The owner keeps the file as it is, whatever is wrong with it."""
    unlocked = BooleanAttribute(null=True)
    """It was read with its owner's password, which is not kept."""
    read_by = UnicodeAttribute(null=True)
    """What rejected or read it last (docloft.lifecycle.attention, `generation`)."""
    attention_at = UnicodeAttribute(null=True)
    """Since when it needs attention (docloft.lifecycle.attention, `since`)."""

    # What people and rules record about it.
    document_date = UnicodeAttribute(null=True)
    sender = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    tags: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    """Ids of names of the library (docloft.directory). The id of a name that has been deleted since may remain."""
    due_date = UnicodeAttribute(null=True)
    amount = NumberAttribute(null=True)
    """In hundredths of the currency's unit."""
    currency = UnicodeAttribute(null=True)
    """ISO 4217."""
    keep_until = UnicodeAttribute(null=True)
    """YYYY-MM-DD: people decided to keep it until then, whatever is set for its kind (docloft.lifecycle.retention)."""
    custom_fields = JSONAttribute(null=True)
    """The values of fields by the ids of the fields (docloft.lifecycle.custom_fields). A field that has been deleted
    since may remain.
    """
    refused_suggestions: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    """Suggestions that a person refused (docloft.suggestions.refusal)."""
    inbox = BooleanAttribute(null=True)
    """No one has filed it yet. Set when it is announced, unless the library's settings say otherwise; a person, a bulk
    change or a rule clears it."""
    rules_due = BooleanAttribute(null=True)
    """The rules of the library are still to be applied to it, once. Set when it is created, if any were on."""
    note_count = NumberAttribute(default=0)
    """The number of its notes (docloft.lifecycle.notes)."""
    notes_revision = NumberAttribute(null=True)
    """Incremented when one of its notes changes, so that it is indexed again."""

    # The trash.
    trashed_at = UnicodeAttribute(null=True)
    trashed_by = UnicodeAttribute(null=True)
    """Who moved it to the trash, as in the history."""
    trashed_with = UnicodeAttribute(null=True)
    """The document that this part was moved to the trash with, and is restored with."""
    restored_alone = BooleanAttribute(null=True)
    """Its owner took this part out of the trash while everything that contains it stayed there."""

    # What it is a part of, and its own parts.
    parent_id = UnicodeAttribute(null=True)
    """The mail or archive that this document is a part of (docloft.lifecycle.parts)."""
    also_in: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    """Ids of further documents that contain the same bytes as a part."""
    children = NumberAttribute(default=0)
    """The number of its parts that are documents."""
    depth = NumberAttribute(default=0)
    """How many documents it is nested in."""
    parts_allowed = NumberAttribute(null=True)
    """How many documents may be made from its parts and theirs, in all."""
    bytes_allowed = NumberAttribute(null=True)
    """How many bytes those documents may have together."""

    # The recognition of its pages (OCR).
    ocr_pages_total = NumberAttribute(null=True)
    """How many pages are pictures to recognise (docloft.lifecycle.ocr_progress); `ocr_pages_done` are finished."""
    ocr_pages_done = NumberAttribute(null=True)
    ocr_pending = UnicodeAttribute(null=True)
    """Pages that are left to recognise, as ranges (docloft.page_ranges), counted from 0."""
    ocr_parked = UnicodeAttribute(null=True)
    """Pages that wait, because the library's pages of a day are used up, written as `ocr_pending`."""
    text_revision = NumberAttribute(null=True)
    """Incremented when the stored text of a ready document changes, so that it is indexed again."""

    # Who changed it, and when.
    created_at = UnicodeAttribute()
    created_by = UnicodeAttribute(null=True)
    updated_at = UnicodeAttribute()
    version = NumberAttribute(default=1)
    """Incremented by every change; sent as the ETag. Every write is conditional on the version that was read."""
    correlation_id = UnicodeAttribute(null=True)
    """The id of the request that led to the last change (docloft.correlation)."""

    # Uploading, reading and sweeping.
    sequencer = UnicodeAttribute(null=True)
    """The sequencer of the newest S3 event seen for the inbox object; S3 may deliver events late, twice or out of
    order."""
    lease_token = UnicodeAttribute(null=True)
    lease_until = UnicodeAttribute(null=True)
    attempts = NumberAttribute(default=0)
    due_shard = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)
    library_state = UnicodeAttribute()

    @property
    def content_id(self) -> str:
        """Identifies the file that is read, and everything made from it, in the keys of objects (docloft.ids)."""
        return content_of(self)

    by_state: ClassVar[ByState] = ByState()
    by_due: ClassVar[ByDue] = ByDue()
    by_attention: ClassVar[ByAttention] = ByAttention()


def find(library_id: str, document_id: str) -> Document:
    """Strongly consistent. Raises NotFoundError."""
    try:
        return Document.get(library_id, document_id, consistent_read=True)
    except DoesNotExist as error:
        raise NotFoundError("There is no such document in this library.") from error


def find_many(library_id: str, document_ids: Iterable[str]) -> list[Document]:
    """The documents with these ids that exist, newest first. PynamoDB retries unprocessed keys."""
    keys = [(library_id, document_id) for document_id in dict.fromkeys(document_ids)]
    found = Document.batch_get(keys, consistent_read=True) if keys else []
    return sorted(found, key=lambda document: document.document_id, reverse=True)


def list_newest(library_id: str, *, states: Sequence[str], before: str | None, limit: int) -> list[Document]:
    """At most `limit` documents that are in one of `states` and not in the trash, newest first, older than the id
    `before`. Continues reading while the filter leaves pages empty. Strongly consistent.
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
    """The documents in one state, or in the trash (`trash`), newest first. From an index: a very recent write may be
    missing.
    """
    older = ByState.document_id < before if before else None
    found = Document.by_state.query(
        states.library_state_of(library_id, state), older, scan_index_forward=False, limit=limit
    )
    return list(found)


def list_without_attention(library_id: str, state: str, *, limit: int) -> list[Document]:
    """Documents in one state that do not have `attention_at`. Reads all that are in the state."""
    found = Document.by_state.query(
        states.library_state_of(library_id, state),
        filter_condition=Document.attention_at.does_not_exist(),
        limit=limit,
    )
    return list(found)


def list_attention(library_id: str, *, before: str | None, limit: int) -> list[Document]:
    """The documents that need attention, newest first, before the `attention_at` of another one. From an index: a very
    recent write may be missing.
    """
    older = ByAttention.attention_at < before if before else None
    return list(Document.by_attention.query(library_id, older, scan_index_forward=False, limit=limit))


def count_attention(library_id: str, *, since: str, limit: int) -> int:
    """How many documents began to need attention after `since`; `limit` when there are more. Reads one page of the
    index at most, whatever the size of the library.
    """
    newer = ByAttention.attention_at > since
    return Document.by_attention.count(library_id, newer, limit=limit)


def list_due(shard: str, until: str, limit: int) -> list[Document]:
    """Documents of one shard whose `due_at` has passed, longest overdue first, over all libraries."""
    return list(Document.by_due.query(shard, ByDue.due_at <= until, limit=limit))


def list_all(library_id: str) -> Iterable[Document]:
    """Every document of a library, oldest first: for rebuilding the index. Streams page by page."""
    return Document.query(library_id, consistent_read=True)
