"""Use case: read a document. Its text is stored page by page; the document becomes ready, or failed with a reason. One
or two pages that are pictures are recognised at once, more by further commands, while the document is ready. The file
is long because the steps of one lease are kept together: their order is what makes a second run harmless.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docloft import formats, metrics, objects, reasons, recognised_pages, texts
from docloft.errors import WITHOUT_REASON, Cause, LeaseLostError, NotFoundError, Refused
from docloft.lifecycle import changes, gaps, ocr_budget, ocr_progress
from docloft.lifecycle.changes import Change
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.names import title_from
from docloft.lifecycle.states import State
from docloft.metrics import Metric
from docloft.sandbox import Sandbox
from docloft.search import api as search
from docloft.settings import settings
from docloft.tables.documents import Document
from docloft.texts import MAX_CHARACTERS, Text
from docloft_worker import (
    decryption,
    expansion,
    family,
    language,
    leases,
    lookalikes,
    ocr_engines,
    recognised_text,
    recognising,
    removal,
    text_pictures,
)
from docloft_worker.arrival import Arrival
from docloft_worker.expansion import Expansion
from docloft_worker.facts import suggest
from docloft_worker.leases import Lease, Untaken
from docloft_worker.portions import read_file
from docloft_worker.time_limit import NoTimeLeftError

LEASE_LOST = "lease_lost"

# Limits for one call into the child. 8 s stopped each of 178 damaged PDFs that hung its parser, and leaves room for
# readers, which return a portion after 3 s. With 512 MB, Lambda gives about 0.29 of a processor, so 8 s take 28 s.
_CPU_SECONDS = 8
_WALL_SECONDS = 40
# The function itself needs up to 120 MB with a long text (python -m bench.memory); the two share 512 MB.
_MEMORY_BYTES = 350 * 1024 * 1024
# MAX_CHARACTERS of four bytes each, and as much again for escaping.
_RESULT_BYTES = 8 * MAX_CHARACTERS

_AT_ONCE = 2
"""Most pages that are recognised before the document is ready, such as those of a photo."""

_AT_ONCE_UNLOCKED = 16
"""The most pages of a locked document that are recognised for one password: at 512 MB a page takes about 9 s, and the
function may run for 300 s."""

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES,
    cpu_seconds=_CPU_SECONDS,
    wall_seconds=_WALL_SECONDS,
    result_bytes=_RESULT_BYTES,
    exclusive=True,
)


@dataclass(frozen=True, slots=True)
class Content:
    """The result of reading an original. `pages` includes those without text; None if the format has no reader."""

    text: Text
    pages: int | None
    partial: Sequence[str] = ()
    """What is missing from the text (docloft.lifecycle.gaps), in any order."""
    pending: Collection[int] = ()
    """Pages that are left to recognise, counted from 0."""
    parked: Collection[int] = ()
    """Pages that exceed the library's budget."""
    recognised: int = 0
    children: int = 0
    """How many of its parts are documents."""
    title: str | None = None
    """Replaces the title that was made from the file name."""
    embedded: Mapping[str, str] = field(default_factory=dict)
    """The file's own metadata (docloft_worker.readers.Properties)."""


def read(library_id: str, document_id: str, *, until: float, password: str | None = None) -> str:
    """Reads one document and returns the outcome: ready, failed, lease_lost, or why there was nothing to do (see
    leases.Untaken). Idempotent. `until` (time.monotonic) ends the reading of a long document; what was read is kept.
    NoTimeLeftError leaves the document waiting, and counts as an attempt; after the last attempt, what was made is
    kept. Any other exception leaves the document waiting, with as many attempts as before. With `password`, reads a
    locked document that waits for it; the password is not kept, and the original remains locked.
    """
    lease = leases.take(library_id, document_id, locked=password is not None)
    if isinstance(lease, Untaken):
        if lease == Untaken.GIVEN_UP:
            family.align(library_id, document_id, until)
        return lease
    try:
        return _read_leased(lease, until, password)
    except LeaseLostError:
        lookalikes.renew(lease.document)
        return LEASE_LOST
    except NoTimeLeftError:
        # Counts as an attempt, so that an archive is not continued forever.
        leases.hand_back(lease, counts=True)
        raise
    except Exception:
        # A bug says nothing about the document.
        leases.hand_back(lease)
        raise
    finally:
        if password is not None:
            # The next file that a child reads must not find the password or the decrypted pages in its memory.
            sandbox.close()
            ocr_engines.close()


def _read_leased(lease: Lease, until: float, password: str | None) -> str:
    document = lease.document
    started = time.monotonic()
    try:
        content = _content(lease, until, password)
    except NotFoundError:
        return _close(lease, State.FAILED, reasons.LOST.attributes, {"cause": Cause.LOST})
    except Refused as refusal:
        seen = {"seconds": round(time.monotonic() - started, 3), "cause": refusal.cause}
        if (document.unlocked or document.kept) and refusal.cause == Cause.LOCKED:
            # What was read with the right password is kept, and indexed again. So is what the owner keeps as it is.
            revision = int(document.text_revision or 0) + 1
            is_known = document.unlocked and password is None
            reason = WITHOUT_REASON if is_known else refusal.reason.attributes
            return _close(lease, State.READY, {"text_revision": revision, **reason}, seen)
        return _close(lease, State.FAILED, refusal.reason.attributes, seen)
    facts: dict[str, Any] = {"characters": content.text.characters, "truncated": content.text.truncated}
    has_text = any(page.strip() for page in content.text.pages)
    if has_text:
        texts.store(document.library_id, document.content_id, content.text, search.make_vocabulary)
    if not content.pending:
        lookalikes.record(document.library_id, document.document_id, content.text.pages)
    values: dict[str, object] = {"has_text": has_text, "language": content.text.language, **WITHOUT_REASON}
    # What receiving could not determine is still missing after reading.
    missing = gaps.in_order([*content.partial, *({Gap.NOT_INSPECTED} & set(document.partial))])
    values |= {"partial": missing, "children": content.children}
    values["unlocked"] = password is not None or None
    if password is not None:
        # Someone may have kept the document without its text; now it has been read.
        values["kept"] = None
    due = ocr_progress.due(content.pending)
    values |= ocr_progress.planned(content.pending, content.parked, content.recognised)
    # An archive shows the names of its files.
    shown = content.text if has_text or not content.children else Text((expansion.name_of_content(document),))
    values |= text_pictures.store(document, shown, sandbox)
    if content.embedded:
        values["embedded"] = dict(content.embedded)
    values |= {} if content.pages is None else {"pages": content.pages}
    facts["seconds"] = round(time.monotonic() - started, 3)
    if content.title:
        # Before the rules are applied, because their queries may use the title, and they may change it.
        _name(document, content.title)
    # The rules wait for the last page.
    is_due = document.rules_due and not content.pending
    extend = partial(Arrival(document.library_id).extended, text=content.text) if is_due else None
    outcome = _close(lease, State.READY, values, facts, due, extend)
    if outcome == State.READY:
        metrics.count(Metric.PAGES_READ, len(content.text.pages))
        recognising.send(document, content.pending)
    return outcome


def _name(document: Document, title: str) -> None:
    """Gives a document the title that its file has, unless someone has given it another one."""

    def decide(current: Document) -> Change | None:
        # An earlier file that another one has replaced says nothing about the title.
        is_named = current.title != title_from(current.file_name) or current.content_id != document.content_id
        return None if is_named or current.title == title else Change("named", {"title": title})

    with suppress(NotFoundError):
        changes.amend(document.library_id, document.document_id, decide, actor=leases.ACTOR)


def _close(
    lease: Lease,
    state: State,
    values: Mapping[str, object],
    facts: Mapping[str, Any],
    due: datetime | None = None,
    extend: Callable[[Change, Document], Change] | None = None,
) -> str:
    document = lease.document
    try:
        closed = leases.close(lease, state, {"state": state, **values}, facts, due, extend)
    except NotFoundError:
        # Deleted permanently in the meantime: what was stored afterwards would never be deleted.
        removal.delete(document.library_id, document.document_id)
        return Untaken.GONE
    if closed.children and closed.trashed_at:
        # It was moved to the trash while its parts were made, or by a rule.
        family.align(document.library_id, document.document_id)
    if state == State.FAILED:
        metrics.count(Metric.DOCUMENTS_FAILED, cause=Cause(facts["cause"]))
    else:
        metrics.count(Metric.DOCUMENTS_READY)
    return state


def _content(lease: Lease, until: float, password: str | None) -> Content:
    document = lease.document
    found = formats.find(document.media_type)
    if found is None or found.reader is None:
        return Content(Text(()), None, (Gap.UNREADABLE_FORMAT,) if found and found.kept_only else ())
    with TemporaryDirectory(prefix="docloft-read-") as scratch:
        path = Path(scratch) / "original"
        objects.download(objects.original_key(document.library_id, document.content_id), path)
        if password is not None:
            found = decryption.decrypt(found, path, password, sandbox)
        reader = found.reader
        if reader is None:
            return Content(Text(()), None, (Gap.UNREADABLE_FORMAT,))
        whole = read_file(sandbox, reader, path, until)
        attached = whole.get("attached", ())
        made = Expansion()
        if found.parts:
            is_last = document.attempts >= leases.MAX_ATTEMPTS
            made = expansion.expand(document, found.parts, path, sandbox, until, attached, is_last=is_last)
        missing = [*whole.get("partial", []), *([Gap.PARTS_LEFT_OUT] if made.left_out else [])]
        pages, spoken = whole["pages"], language.detect(whole["pages"])
        text = Text(
            tuple(pages), spoken, whole["truncated"], suggestions=suggest(pages, spoken, whole.get("properties"))
        )
        content = Content(
            text,
            whole["total"],
            missing,
            children=made.children,
            title=whole.get("properties", {}).get("title") if found.names_itself else None,
            embedded={name: str(value) for name, value in whole.get("properties", {}).items()},
        )
        unread = whole.get("unread", [])
        if not unread:
            return content
        return _with_recognition(lease, path, content, unread, until, is_unlocked=password is not None)


def _with_recognition(
    lease: Lease, path: Path, content: Content, unread: Sequence[int], until: float, *, is_unlocked: bool
) -> Content:
    """Recognises a few pages at once, unless an earlier attempt was killed; the others are left for later. Those of a
    decrypted copy can only be read when the owner types the password again, so as many as possible are recognised now.
    Pages that are already stored, because the document is read again, are reused.
    """
    document = lease.document
    library_id, content_id = document.library_id, document.content_id
    done = set(unread) & recognised_pages.stored(library_id, content_id)
    new = sorted(set(unread) - done)[: _AT_ONCE_UNLOCKED if is_unlocked else None]
    granted = ocr_budget.take(library_id, content_id, new, limit=settings().ocr_pages_a_day) if new else set()
    # The words of a text do not wait for its pictures.
    is_illustrated = recognising.is_text(document) and any(page.strip() for page in content.text.pages)
    if is_unlocked or (len(granted) <= _AT_ONCE and document.attempts == 1 and not is_illustrated):
        for pages in recognising.recognise(document, path, granted, content.pages or 1, until):
            done |= set(pages)
    found = recognised_pages.load_many(library_id, content_id, done)
    pending: Collection[int] = () if is_unlocked else granted - done
    parked: Collection[int] = () if is_unlocked else sorted(set(new) - granted)
    missing = [Gap.OCR_PARKED] if parked else []
    if is_unlocked and len(done) < len(unread):
        missing = [Gap.OCR_LOCKED]
    return replace(
        content,
        text=recognised_text.merged(content.text, found, content.pages or 1),
        partial=[*content.partial, *missing, *recognised_text.gaps_of(found.values())],
        pending=pending,
        parked=parked,
        recognised=len(done),
    )
