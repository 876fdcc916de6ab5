"""The parts of a document: attachments of a mail or a PDF, files of an archive. Each part is a document of its own
whose bytes arrive in the inbox like an upload. A Part record lists it on the mail or archive that contains it.

A part whose bytes the library already has is not a second document: its Part refers to the document that has them,
which then has several parents. `parent_id` is the one that it was made for, `also_in` are the others. A document that
was uploaded on its own, before or after, has no `parent_id`: it is not deleted with what contains it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docloft import tables
from docloft.clock import timestamp
from docloft.errors import NotFoundError
from docloft.ids import derived_id
from docloft.lifecycle import changes, states
from docloft.lifecycle.changes import Change
from docloft.tables.documents import Document
from docloft.tables.records import Part

MAX_DEPTH = 3
"""Parts of parts of parts are documents: a file in an archive in a mail in a mailbox. What those contain is not."""
MAX_PARTS = 500
"""The most parts of one document: a mailbox has many."""
MAX_TREE = 5_000
"""The most documents made from one upload, over all levels: ten times MAX_PARTS, so that nested archives cannot
multiply beyond that.
"""
MAX_TREE_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 100
"""A document's parts together may be this many times as large as the document. Deflate reaches 1,032, but only with
runs of one byte; folders of text files reach 20.
"""
ALWAYS_ALLOWED_BYTES = 16 * 1024 * 1024
"""Allowed regardless of the ratio: a small archive of blank forms is harmless."""

_MAX_PARENTS = 100
"""The most parents listed in a document besides the first one: a DynamoDB item is limited to 400 KB."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be made from the parts of one document: `parts` documents of `total_bytes` in all, and the same again
    for what they contain, at `depth`.
    """

    depth: int
    parts: int
    total_bytes: int

    def share_of(self, size: int, *, parts: int, total_bytes: int) -> "Allowance":
        """The share of one of `parts` parts, which have `total_bytes` together: each part may use the same number of
        the remaining documents, and bytes in proportion to its `size`.
        """
        left = max(self.parts - parts, 0) // max(parts, 1)
        bytes_left = max(self.total_bytes - total_bytes, 0) * size // max(total_bytes, 1)
        return Allowance(self.depth + 1, left, bytes_left)


def allowance_of(document: Document) -> Allowance:
    parts = MAX_TREE if document.parts_allowed is None else int(document.parts_allowed)
    total = MAX_TREE_BYTES if document.bytes_allowed is None else int(document.bytes_allowed)
    return Allowance(int(document.depth), parts, total)


def part_id(parent_id: str, checksum_sha256: str) -> str:
    """The id of the document that is made for these bytes as a part of `parent_id`: always the same, so that reading
    the parent again makes no second one. It has the parent's time, and so a place beside it in lists.
    """
    return derived_id(parent_id, f"{parent_id} {checksum_sha256}")


def list_parts(library_id: str, parent_id: str) -> list[Part]:
    """The parts of a document in their order there."""
    return sorted(
        tables.library.list_kind(Part, library_id, of=f"{parent_id}#"), key=lambda part: (part.number, part.name)
    )


def record(
    library_id: str, parent_id: str, document_id: str, *, name: str, number: int, file_id: str | None = None
) -> Part:
    """A new Part record, not yet written. `file_id`: the file of the parent that it is in."""
    return Part(
        library_id,
        Part.key(parent_id, document_id),
        created_at=timestamp(),
        document_id=document_id,
        name=name,
        number=number,
        file_id=file_id,
    )


def refer(
    library_id: str, parent_id: str, holder_id: str, *, name: str, number: int, file_id: str | None, actor: str
) -> None:
    """Lists the document `holder_id`, which has the same bytes, as a part of `parent_id`. Idempotent. Ignores a holder
    that does not exist anymore.
    """
    record(library_id, parent_id, holder_id, name=name, number=number, file_id=file_id).save()

    def decide(holder: Document) -> Change | None:
        known = [*holder.also_in]
        if parent_id in {holder.parent_id, *known}:
            return None
        if len(known) < _MAX_PARENTS:
            return Change("found_in", {"also_in": [*known, parent_id]})
        if not holder.parent_id:
            return None
        # Otherwise it would be deleted with the listed ones: a logo in a hundred mails becomes a document of its own.
        restored = {"trashed_with": None, "trashed_at": None} if holder.trashed_with else {}
        return Change("found_in", {"parent_id": None, "also_in": known, **restored})

    if holder_id in lineage(library_id, parent_id):
        # An archive that contains itself must not keep itself out of the trash.
        return
    try:
        changes.amend(library_id, holder_id, decide, actor=actor)
    except NotFoundError:
        return


def keep_apart(library_id: str, document_id: str, *, actor: str) -> None:
    """Makes a part independent of what contains it, because its bytes were also uploaded separately. Idempotent.
    A part in the trash stays as it is: the upload is rejected with this reason. Ignores a document that does not
    exist anymore.
    """

    def decide(document: Document) -> Change | None:
        if not document.parent_id or document.trashed_at:
            return None
        return Change("uploaded_too", {"parent_id": None, "also_in": parents_of(document), "restored_alone": None})

    try:
        changes.amend(library_id, document_id, decide, actor=actor)
    except NotFoundError:
        return


def replace(document: Document, holder_id: str, *, actor: str) -> None:
    """Lists `holder_id`, which has the same bytes, in place of a part that was rejected as its duplicate.
    Idempotent.
    """
    assert document.parent_id is not None  # noqa: S101 - for mypy
    library_id, parent_id = document.library_id, document.parent_id
    key = Part.key(parent_id, document.document_id)
    part = tables.library.find(Part, library_id, key)
    if part is not None:
        place: Any = {"name": part.name, "number": int(part.number), "file_id": part.file_id}
        refer(library_id, parent_id, holder_id, **place, actor=actor)
        tables.library.remove(library_id, key)


def lineage(library_id: str, document_id: str) -> list[str]:
    """The id of a document and of those it is nested in, from the inside to the outside."""
    found = [document_id]
    while len(found) <= MAX_DEPTH + 1:
        known = tables.documents.find_many(library_id, [found[-1]])
        if not known or not known[0].parent_id or known[0].parent_id in found:
            break
        found.append(known[0].parent_id)
    return found


def parents_of(document: Document) -> list[str]:
    """Ids of everything that contains the document; empty for one that was uploaded itself."""
    return [document.parent_id, *document.also_in] if document.parent_id else []


def trash_change(document: Document, parents: Sequence[Document], at: str) -> Change | None:
    """What has to change so that a part is in the trash exactly while everything that contains it is. `parents` are the
    existing ones of `parents_of`. A part that was moved to the trash or out of it on its own stays where it is. A part
    that is still arriving is marked, and goes to the trash when it is received.
    """
    if not document.parent_id:
        return None
    if not _are_trashed(parents):
        if document.trashed_with:
            return Change("restored", {"trashed_with": None, "trashed_at": None})
        return Change("restored_with_parent", {"restored_alone": None}) if document.restored_alone else None
    if document.trashed_at or document.trashed_with or document.restored_alone:
        return None
    values: dict[str, Any] = {"trashed_with": document.parent_id}
    return Change("trashed", values | ({"trashed_at": at} if states.is_archived(document.state) else {}))


def restore_change(document: Document, parents: Sequence[Document]) -> Change | None:
    """What has to change so that a document that its owner restores leaves the trash, even if everything that contains
    it is still there. `parents` are the existing ones of `parents_of`.
    """
    if not document.trashed_at:
        return None
    is_alone = bool(document.parent_id) and _are_trashed(parents)
    return Change("restored", {"trashed_at": None, "trashed_with": None, "restored_alone": is_alone or None})


def _are_trashed(parents: Sequence[Document]) -> bool:
    return not any(parent.trashed_at is None for parent in parents)


def leave(library_id: str, document_id: str, parent_id: str, *, actor: str) -> bool:
    """Removes a document that is being deleted from the parents of its part. Returns whether the part is deleted with
    it: it has no other parent, and is in the trash or never arrived. Idempotent.
    """

    def decide(document: Document) -> Change | None:
        if document.parent_id == parent_id:
            others = [*document.also_in]
            if not others and states.may_be_purged(document.state, document.trashed_at):
                return None
            return Change("parent_deleted", {"parent_id": others[0] if others else None, "also_in": others[1:]})
        if parent_id in document.also_in:
            return Change("parent_deleted", {"also_in": [one for one in document.also_in if one != parent_id]})
        return None

    try:
        document, _ = changes.amend(library_id, document_id, decide, actor=actor)
    except NotFoundError:
        # An earlier delivery may have deleted only its record.
        return True
    return document.parent_id == parent_id
