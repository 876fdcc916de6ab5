"""Use case: read a document. Its text is stored page by page; the document becomes ready, or failed with a reason."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import formats, metrics, objects, texts
from docloft.documents import gaps
from docloft.documents.gaps import Gap
from docloft.documents.states import REASON_LIMIT, State
from docloft.errors import Cause, LeaseLostError, NotFoundError, Refused
from docloft.formats.format import Reader
from docloft.metrics import Metric
from docloft.sandbox import ChildFailed, Sandbox
from docloft.tables.documents import Document
from docloft.texts import MAX_CHARACTERS, Text
from docloft_worker import language, leases
from docloft_worker.leases import Lease, Untaken
from docloft_worker.readers import Portion

MISSING = "The original of this document is missing from the archive. Delete it permanently, then upload it again."

LEASE_LOST = "lease_lost"

# Limits for one call into the child. 8 s stopped each of 178 damaged PDFs that hung its parser, and leaves room for
# readers, which return a portion after 3 s. With 512 MB, Lambda gives about 0.29 of a processor, so 8 s take 28 s.
_CPU_SECONDS = 8
_WALL_SECONDS = 40
# The function itself takes up to 120 MB with a long text (python -m bench.memory), and has 512 for both.
_MEMORY_BYTES = 350 * 1024 * 1024
# MAX_CHARACTERS of four bytes, and as much again for escaped ones.
_RESULT_BYTES = 8 * MAX_CHARACTERS

# Pages in one call: all at first. After a page has killed the child, fewer, to find out which one it was.
_ALL = 1_000_000
_FEW = 32
_MOST_LOST = 3

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS, result_bytes=_RESULT_BYTES
)


@dataclass(frozen=True, slots=True)
class Content:
    """The result of reading an original. `pages` includes those without text; None if the format has no reader."""

    text: Text
    pages: int | None
    partial: Sequence[str] = ()
    """What is missing from the text (docloft.documents.gaps)."""


def read(library_id: str, document_id: str, *, until: float) -> str:
    """Reads one document and returns the outcome: ready, failed, lease_lost, or why there was nothing to do (see
    leases.Untaken). Idempotent. `until` (time.monotonic) ends the reading of a long document; what was read is kept.
    Whatever else is raised leaves the document waiting, with as many attempts as before.
    """
    lease = leases.take(library_id, document_id)
    if isinstance(lease, Untaken):
        return lease
    try:
        return _read_leased(lease, until)
    except LeaseLostError:
        return LEASE_LOST
    except Exception:
        # Only a process that was killed counts as an attempt: an error of the program says nothing about the document.
        leases.hand_back(lease)
        raise


def _read_leased(lease: Lease, until: float) -> str:
    document = lease.document
    started = time.monotonic()
    try:
        content = _content(document, until)
    except NotFoundError:
        return _close(lease, State.FAILED, {"reason": MISSING}, {"cause": Cause.LOST})
    except Refused as refusal:
        seen = {"seconds": round(time.monotonic() - started, 3), "cause": refusal.cause}
        return _close(lease, State.FAILED, {"reason": str(refusal)[:REASON_LIMIT]}, seen)
    facts: dict[str, Any] = {"characters": content.text.characters, "truncated": content.text.truncated}
    has_text = any(page.strip() for page in content.text.pages)
    if has_text:
        texts.store(document.library_id, document.document_id, content.text)
    values: dict[str, object] = {"has_text": has_text, "language": content.text.language, "reason": None}
    values["partial"] = list(content.partial)
    if content.pages is not None:
        values["pages"] = content.pages
    facts["seconds"] = round(time.monotonic() - started, 3)
    outcome = _close(lease, State.READY, values, facts)
    if outcome == State.READY:
        metrics.count(Metric.PAGES_READ, len(content.text.pages))
    return outcome


def _close(lease: Lease, state: State, values: Mapping[str, object], facts: Mapping[str, Any]) -> str:
    document = lease.document
    try:
        leases.close(lease, state, {"state": state, **values}, facts)
    except NotFoundError:
        # Deleted permanently in the meantime: text stored afterwards would never be deleted.
        objects.remove_permanently(objects.text_key(document.library_id, document.document_id))
        return Untaken.GONE
    if state == State.FAILED:
        metrics.count(Metric.DOCUMENTS_FAILED, cause=Cause(facts["cause"]))
    else:
        metrics.count(Metric.DOCUMENTS_READY)
    return state


def _content(document: Document, until: float) -> Content:
    found = formats.find(document.media_type)
    if found is None or found.reader is None:
        return Content(Text(()), None)
    with TemporaryDirectory(prefix="docloft-read-") as scratch:
        path = Path(scratch) / "original"
        objects.download(objects.original_key(document.library_id, document.document_id), path)
        whole = read_file(found.reader, path, until)
    return Content(
        Text(tuple(whole["pages"]), language.detect(whole["pages"]), whole["truncated"]),
        whole["total"],
        whole.get("partial", []),
    )


def read_file(reader: Reader, path: Path, until: float) -> Portion:
    """All portions of one file, read in the sandbox. A page that kills the child is left empty, up to _MOST_LOST of
    them. Raises Refused for a file that cannot be read, and ChildFailed when every page kills the child.
    """
    pages: list[str] = []
    lost: list[ChildFailed] = []
    found: set[str] = set()
    total, left, most = 0, MAX_CHARACTERS, _ALL
    while True:
        over = time.monotonic() >= until
        try:
            portion = sandbox.call(reader.target, reader.arguments(str(path), len(pages), left, most), Portion)
        except ChildFailed as failure:
            most = _fewer(reader, path, most, failure)
            if most == 0:
                lost.append(failure)
                pages.append("")
                most = _ALL
            if not (over or len(lost) > _MOST_LOST):
                continue
            if not total:
                raise
            found |= {Gap.PAGES_LOST, Gap.TEXT_CUT}
            return {"pages": pages, "total": total, "truncated": True, "partial": gaps.in_order(found)}
        pages.extend(portion["pages"])
        total = portion["total"]
        left -= sum(map(len, portion["pages"]))
        found.update(portion.get("partial", ()))
        has_more = portion.get("next") is not None
        if has_more and left > 0 and time.monotonic() < until:
            continue
        if lost and len(lost) == len(pages):
            raise lost[0]
        is_cut = portion["truncated"] or has_more
        found.update(gap for gap, given in ((Gap.TEXT_CUT, is_cut), (Gap.PAGES_LOST, lost)) if given)
        truncated = is_cut or bool(lost)
        return {"pages": pages, "total": total, "truncated": truncated, "partial": gaps.in_order(found)}


def _fewer(reader: Reader, path: Path, most: int, failure: ChildFailed) -> int:
    """How many pages to request after a portion of `most` killed the child; 0 after a single page, which is lost.
    Raises the failure when there are no other pages to save.
    """
    if most == _ALL:
        if not reader.resumes:
            raise failure
        counted = sandbox.call(reader.target, reader.arguments(str(path), 0, MAX_CHARACTERS, 0), Portion)
        if counted["total"] == 1:
            raise failure
        return _FEW
    return 1 if most > 1 else 0
