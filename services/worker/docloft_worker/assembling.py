"""Use case: make new documents from the pages of others. Their bytes go to the inbox, where an S3 event has them
received like an upload. A second delivery makes only documents that have not been received yet.
"""

import hashlib
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import commands, objects, reasons, tables
from docloft.clock import now
from docloft.errors import ConflictError, NotFoundError, Refused
from docloft.lifecycle import assembly, changes, files, job_changes, trash
from docloft.lifecycle.assembly import Assembly, NewDocument
from docloft.lifecycle.changes import Change
from docloft.lifecycle.names import clean_file_name
from docloft.lifecycle.states import State
from docloft.sandbox import Sandbox
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft.tables.records import Profile
from docloft_worker.job_progress import Progress
from docloft_worker.part_documents import RECEIVED_BY
from docloft_worker.readers import AssembledPdf
from docloft_worker.time_limit import NoTimeLeftError, require_time

TARGET = "docloft_worker.pdf_assembly:make"

MADE = "made"
OVER = "already_done"
REFUSED = "refused"

MOST_BYTES = 60 * 1024 * 1024
"""The limit for all originals of one new document together, and for the new PDF, which is made in the memory of the
child (350 MB).
"""

_MEMORY_BYTES = 350 * 1024 * 1024
_PIECE_BYTES = 8 * 1024 * 1024
"""Bytes that the child returns at a time; it makes the PDF again for each."""
_WAIT_SECONDS = 20.0
"""How long a delivery waits for the new documents to be received. Most are within three seconds."""
_PAUSE_SECONDS = 60
_SHARED = ("sender", "kind", "document_date")


def run(library_id: str, job_id: str, until: float) -> str:
    """Returns MADE, REFUSED (the job says why), or OVER for a job that is finished or was deleted after 30 days. Raises
    NoTimeLeftError when something is left after `until` (time.monotonic), or when new documents were not received yet
    and their sources are to go to the trash.
    """
    progress = Progress(library_id, job_id)
    try:
        job = tables.jobs.find(library_id, job_id)
    except NotFoundError:
        return OVER
    if progress.is_over or job.outline is None:
        return OVER
    wanted = assembly.from_json(job.outline)
    try:
        for number, document in enumerate(wanted.documents):
            require_time(until, pause=_PAUSE_SECONDS)
            progress.advance(number, len(wanted.documents))
            _make(job, document, wanted)
        if wanted.trash_sources or wanted.version_of:
            _await_arrival(job, wanted, until)
        _require_accepted(job, wanted)
    except NotFoundError:
        progress.fail(reasons.DELETED)
        return REFUSED
    except Refused as refusal:
        progress.fail(refusal.reason)
        return REFUSED
    if wanted.trash_sources:
        for source_id in wanted.source_ids:
            _trash(job, source_id, wanted.contents.get(source_id))
    progress.finish()
    return MADE


def _make(job: Job, wanted: NewDocument, whole: Assembly) -> None:
    """Makes a document and puts its bytes into the inbox, unless they were already received. Pages come from the files
    in `contents` (Assembly), even when another file has replaced one since. Raises Refused, and NotFoundError when a
    source was deleted.
    """
    contents = whole.contents
    known = tables.documents.find_many(job.library_id, [wanted.document_id])
    if known and known[0].state != State.AWAITING_UPLOAD:
        return
    if not known and files.became(job.library_id, wanted.document_id) is not None:
        return
    if not known and tables.history.was_purged(job.library_id, wanted.document_id):
        raise NotFoundError("The new document was made by an earlier delivery and deleted since.")
    by_id = {one.document_id: one for one in tables.documents.find_many(job.library_id, wanted.source_ids)}
    if by_id.keys() != set(wanted.source_ids):
        raise NotFoundError("A document that pages come from was deleted.")
    sources = [by_id[one] for one in wanted.source_ids]
    if sum(int(one.size) for one in sources) > MOST_BYTES:
        raise Refused(_too_large())
    with TemporaryDirectory(prefix="docloft-assembly-") as scratch:
        path = Path(scratch) / "assembled"
        keys = [objects.original_key(one.library_id, contents.get(one.document_id, one.content_id)) for one in sources]
        checksum = _assemble(wanted, sources, keys, path)
        if not known:
            recorded = {"replaces": whole.version_of} if whole.version_of else _recorded(job.library_id, sources)
            _create(job, wanted, recorded, size=path.stat().st_size, checksum_sha256=checksum)
        objects.upload(
            objects.inbox_key(job.library_id, wanted.document_id), path, "application/pdf", checksum_sha256=checksum
        )


def _assemble(wanted: NewDocument, sources: Sequence[Document], keys: Sequence[str], target: Path) -> str:
    """Writes the PDF to `target` and returns its SHA-256 in Base64. `keys` are those of the sources' originals."""
    numbers = {source.document_id: number for number, source in enumerate(sources)}
    paths = [target.with_name(str(number)) for number in range(len(sources))]
    for key, path in zip(keys, paths, strict=True):
        objects.download(key, path)
    ranges = [[numbers[one.source_id], one.first, one.last, one.turn] for one in wanted.ranges]
    sandbox = Sandbox(
        memory_bytes=_MEMORY_BYTES,
        cpu_seconds=25,
        wall_seconds=90,
        result_bytes=_PIECE_BYTES // 3 * 4 + 1000,
        exclusive=True,
    )
    digest, size = hashlib.sha256(), 1
    try:
        with target.open("wb") as written:
            while written.tell() < size:
                arguments = {"paths": [str(one) for one in paths], "ranges": ranges, "offset": written.tell()}
                piece: Any = sandbox.call(TARGET, {**arguments, "most": _PIECE_BYTES}, AssembledPdf)
                if (unusable := piece["unusable"]) is not None:
                    # Modulo, because the number comes from the child.
                    raise Refused(reasons.UNUSABLE_PAGES.having(title=sources[unusable % len(sources)].title[:100]))
                body, size = b64decode(piece["body"]), piece["size"]
                if size > MOST_BYTES or not body:
                    raise Refused(_too_large())
                digest.update(body)
                written.write(body)
    finally:
        # This child is large and seldom needed.
        sandbox.close()
    return b64encode(digest.digest()).decode()


def _create(job: Job, wanted: NewDocument, recorded: Mapping[str, Any], **of_file: Any) -> None:
    document = Document(
        job.library_id,
        wanted.document_id,
        state=State.AWAITING_UPLOAD,
        title=wanted.title,
        file_name=clean_file_name(f"{wanted.title}.pdf"),
        media_type="application/pdf",
        created_by=job.actor,
        **of_file,
        **recorded,
    )
    # Another delivery has already created it.
    with suppress(transactions.StepRefusedError):
        changes.create(document, actor=str(job.actor), due=now() + RECEIVED_BY)


def _recorded(library_id: str, sources: Sequence[Document]) -> Mapping[str, Any]:
    """The attributes of a new document: the values that people set equally in all sources, and whether rules are
    applied to it.
    """
    profile = tables.library.find(Profile, library_id, Profile.KEY)
    first, *others = sources
    values = {name: getattr(first, name) for name in _SHARED}
    shared = {name: value for name, value in values.items() if all(getattr(one, name) == value for one in others)}
    rules_due = True if profile is not None and profile.has_rules else None
    return {
        **shared,
        "rules_due": rules_due,
        "tags": [tag for tag in first.tags if all(tag in one.tags for one in others)],
    }


def _await_arrival(job: Job, wanted: Assembly, until: float) -> None:
    """Waits until every new document is archived or rejected. Raises NoTimeLeftError when some were not received."""
    ends = min(until, time.monotonic() + _WAIT_SECONDS)
    while any(one.state == State.AWAITING_UPLOAD for one in _documents(job, wanted)):
        if time.monotonic() > ends:
            raise NoTimeLeftError(_PAUSE_SECONDS)
        time.sleep(0.5)


def _require_accepted(job: Job, wanted: Assembly) -> None:
    """Raises Refused when a new document was rejected, or NotFoundError when one was deleted, unless it has become a
    version of another document: it does not have the pages, so the documents that they come from must be kept.
    """
    found = _documents(job, wanted)
    for one in found:
        if one.state == State.REJECTED:
            raise Refused(reasons.REJECTED_ASSEMBLY.having(title=one.title[:100]))
    if wanted.version_of and not found and files.became(job.library_id, wanted.documents[0].document_id) is not None:
        return
    if len(found) < len(wanted.documents):
        raise NotFoundError("A new document was deleted.")


def _documents(job: Job, wanted: Assembly) -> list[Document]:
    return tables.documents.find_many(job.library_id, [one.document_id for one in wanted.documents])


def _trash(job: Job, document_id: str, content: str | None) -> None:
    """Leaves a document alone that was deleted, that someone else keeps changing, that a person has taken out of the
    trash after an earlier delivery put it there, or whose file is no longer `content`, because then its pages are in no
    new document.
    """

    def decide(document: Document) -> Change | None:
        change = trash.put(document) if content in {None, document.content_id} else None
        if change is None or job_changes.was_changed(job, document):
            return None
        return replace(change, job_id=job.job_id)

    with suppress(NotFoundError, ConflictError):
        document, _ = changes.amend(job.library_id, document_id, decide, actor=str(job.actor))
        # Even when an earlier delivery put it there, because its command may be lost.
        if document.children:
            commands.send(commands.registry.ALIGN_PARTS, job.library_id, document_id=document_id)


def _too_large() -> Any:
    return reasons.LARGE_ASSEMBLY.having(limit=MOST_BYTES // 1024 // 1024)
