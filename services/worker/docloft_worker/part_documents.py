"""The documents made from the parts of one document. Their bytes go to the inbox, where S3's event has them received
like an upload. The id of a part's document follows from its bytes and its parent, and it is created in one transaction
with its Part record, so everything may be repeated, also by two workers at once.
"""

import mimetypes
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from docloft import objects, tables
from docloft.clock import now
from docloft.errors import NotFoundError
from docloft.formats.format import ListedPart
from docloft.lifecycle import changes, parts
from docloft.lifecycle.names import clean_file_name, title_from
from docloft.lifecycle.parts import Allowance
from docloft.lifecycle.states import State
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft_worker.leases import ACTOR
from docloft_worker.part_extraction import ExtractedPart

RECEIVED_BY = timedelta(minutes=20)
"""If no event has arrived by then, the sweeper receives the new document."""

_PATH_LIMIT = 500


class PartDocuments:
    """`chosen`: the parts of `parent` that become documents."""

    def __init__(self, parent: Document, chosen: Sequence[ListedPart], allowance: Allowance) -> None:
        self._parent = parent
        self._listed = {one["number"]: one for one in chosen}
        self._total = sum(one["size"] for one in chosen)
        self._allowance = allowance
        self._parts = parts.list_parts(parent.library_id, parent.document_id)
        self._known = {part.document_id for part in self._parts}
        self._of_file = {part.document_id for part in self._parts if part.file_id == parent.file_id}
        self._delivered: set[str] = set()

    def missing(self) -> list[int]:
        """The numbers of the parts whose documents do not exist, or wait for their bytes. The name is compared, too,
        because another release may number the parts differently.
        """
        found = tables.documents.find_many(self._parent.library_id, self._of_file)
        received = {one.document_id for one in found if one.state != State.AWAITING_UPLOAD}
        done = {(int(one.number), one.name) for one in self._parts if one.document_id in received}
        return [number for number, one in self._listed.items() if (number, clean_path(one["name"])) not in done]

    def add(self, taken: ExtractedPart) -> None:
        """Idempotent."""
        library_id, parent_id = self._parent.library_id, self._parent.document_id
        name = clean_path(self._listed[taken.number]["name"])
        document_id = parts.part_id(parent_id, taken.checksum_sha256)
        if document_id not in self._known:
            holder = tables.library.holder_of(library_id, taken.checksum_sha256)
            if holder is not None and holder != document_id:
                parts.refer(library_id, parent_id, holder, **self._place(name, taken), actor=ACTOR)
                return
            self._create(document_id, name, taken)
            self._known.add(document_id)
        elif document_id not in self._of_file:
            # An earlier version of the mail or archive contains the same part.
            tables.library.replace(parts.record(library_id, parent_id, document_id, **self._place(name, taken)))
            self._of_file.add(document_id)
        if document_id not in self._delivered:
            # An archive may contain the same bytes a thousand times.
            self._deliver(document_id, taken)
            self._delivered.add(document_id)

    def _place(self, name: str, taken: ExtractedPart) -> dict[str, Any]:
        return {"name": name, "number": taken.number, "file_id": self._parent.file_id}

    def _create(self, document_id: str, name: str, taken: ExtractedPart) -> None:
        file_name = clean_file_name(name)
        # The sizes that a file lists may be too small: the shares together must not exceed the whole.
        size = min(taken.size, self._listed[taken.number]["size"])
        share = self._allowance.share_of(size, parts=len(self._listed), total_bytes=self._total)
        document = Document(
            self._parent.library_id,
            document_id,
            state=State.AWAITING_UPLOAD,
            title=title_from(file_name),
            file_name=file_name,
            media_type=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
            size=taken.size,
            checksum_sha256=taken.checksum_sha256,
            created_by=self._parent.created_by,
            rules_due=self._parent.rules_due,
            parent_id=self._parent.document_id,
            depth=share.depth,
            parts_allowed=share.parts,
            bytes_allowed=share.total_bytes,
        )
        place = self._place(name, taken)
        part = parts.record(document.library_id, self._parent.document_id, document_id, **place)
        # Another worker stored the same part first.
        with suppress(transactions.StepRefusedError):
            changes.create(
                document,
                actor=ACTOR,
                due=now() + RECEIVED_BY,
                also=[transactions.Claim(part, holder="document_id")],
            )

    def _deliver(self, document_id: str, taken: ExtractedPart) -> None:
        """Puts the bytes into the inbox, unless they were already received or the part was deleted."""
        try:
            document = tables.documents.find(self._parent.library_id, document_id)
        except NotFoundError:
            return
        if document.state == State.AWAITING_UPLOAD:
            objects.upload(
                objects.inbox_key(document.library_id, document_id),
                taken.path,
                document.media_type,
                checksum_sha256=taken.checksum_sha256,
            )


def clean_path(name: str) -> str:
    """The name of a part with its folders, each cleaned like a file name: no empty, `.` or `..` folders, no drive."""
    folders = name.replace("\\", "/").split("/")
    cleaned = (clean_file_name(folder) for folder in folders if folder.strip(". \t"))
    kept = [folder for folder in cleaned if not folder.endswith(":")]
    whole = "/".join(kept) or "document"
    return whole if len(whole) <= _PATH_LIMIT else kept[-1]
