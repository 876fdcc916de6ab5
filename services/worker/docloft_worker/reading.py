"""Use case: read a document. Its words are stored page by page and its card becomes ready, or failed with a reason."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from docloft import metrics, objects, texts
from docloft.documents import REASON_LIMIT, State
from docloft.errors import Cause, LeaseLostError, NotFoundError, Refused
from docloft.metrics import Metric
from docloft.models import Document
from docloft.sandbox import ChildFailed, Sandbox
from docloft.texts import MAX_CHARACTERS, Text
from docloft_worker import language, leases
from docloft_worker.extract import EXTRACTORS, Extracted, Extractor
from docloft_worker.leases import Lease, Untaken

MISSING = "The original of this document is missing from the archive. Delete it for ever, then upload it again."

LEASE_LOST = "lease_lost"

# Of one call into the child. 8 s of processor: what hangs a parser hangs it longer (libraries.md: 178 damaged PDFs),
# and honest work hands over a portion after three. Lambda gives 512 MB about 0.29 of a processor: 8 s take 28 s there.
_CPU_SECONDS = 8
_WALL_SECONDS = 40
_MEMORY_BYTES = 400 * 1024 * 1024

# Pages of one call; fewer only where a page of the portion killed the child, to find out which.
_ALL = 1_000_000
_FEW = 32
_MOST_LOST = 3

sandbox = Sandbox(memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS)


@dataclass(frozen=True, slots=True)
class Words:
    """What was read of an original. `pages` counts those without words, too; None: the format has no words to read."""

    text: Text
    pages: int | None


def read(library_id: str, document_id: str, *, until: float) -> str:
    """Reads one document and answers what became of it: ready, failed, lease_lost, or why there was nothing to do (see
    leases.Untaken). Idempotent. `until` (time.monotonic) ends the reading of a long document: what was read is kept.
    Raises for trouble with S3 or DynamoDB, which the queue tries again.
    """
    lease = leases.take(library_id, document_id)
    if isinstance(lease, Untaken):
        return lease
    try:
        return _carry_out(lease, until)
    except LeaseLostError:
        return LEASE_LOST
    except (ClientError, BotoCoreError):
        leases.hand_back(lease)
        raise


def _carry_out(lease: Lease, until: float) -> str:
    document = lease.document
    started = time.monotonic()
    try:
        words = _words(document, until)
    except NotFoundError:
        return _close(lease, State.FAILED, {"reason": MISSING}, {"cause": Cause.LOST})
    except Refused as refusal:
        seen = {"seconds": round(time.monotonic() - started, 3), "cause": refusal.cause}
        return _close(lease, State.FAILED, {"reason": str(refusal)[:REASON_LIMIT]}, seen)
    has_text = any(page.strip() for page in words.text.pages)
    if has_text:
        texts.store(document.library_id, document.document_id, words.text)
    values: dict[str, object] = {"has_text": has_text, "language": words.text.language, "reason": None}
    if words.pages is not None:
        values["pages"] = words.pages
    facts = {
        "characters": words.text.characters,
        "truncated": words.text.truncated,
        "seconds": round(time.monotonic() - started, 3),
    }
    outcome = _close(lease, State.READY, values, facts)
    if outcome == State.READY:
        metrics.count(Metric.PAGES_READ, len(words.text.pages))
    return outcome


def _close(lease: Lease, state: State, values: Mapping[str, object], facts: Mapping[str, Any]) -> str:
    document = lease.document
    try:
        leases.close(lease, state, {"state": state, **values}, facts)
    except NotFoundError:
        # Deleted for ever meanwhile: what was stored after that would stay for ever.
        objects.remove_for_ever(objects.text_key(document.library_id, document.document_id))
        return Untaken.GONE
    if state == State.FAILED:
        metrics.count(Metric.DOCUMENTS_FAILED, cause=Cause(facts["cause"]))
    else:
        metrics.count(Metric.DOCUMENTS_READY)
    return state


def _words(document: Document, until: float) -> Words:
    extractor = EXTRACTORS.get(document.media_type)
    if extractor is None:
        # A picture: its words come with OCR.
        return Words(Text(()), None)
    with TemporaryDirectory(prefix="docloft-read-") as scratch:
        path = Path(scratch) / "original"
        objects.download(objects.original_key(document.library_id, document.document_id), path)
        extracted = extract(extractor, path, until)
    return Words(
        Text(tuple(extracted["pages"]), language.detect(extracted["pages"]), extracted["truncated"]),
        extracted["total"],
    )


def extract(extractor: Extractor, path: Path, until: float) -> Extracted:
    """All portions of one file, read in the sandbox. A page that kills the child is empty, as far as such pages are few
    and there are others. Raises Refused for what cannot be read, and when the child died of it.
    """
    pages: list[str] = []
    lost: list[ChildFailed] = []
    total, left, most = 0, MAX_CHARACTERS, _ALL
    while True:
        over = time.monotonic() >= until
        try:
            portion = sandbox.call(extractor.target, extractor.arguments(str(path), len(pages), left, most))
        except ChildFailed as failure:
            most = _fewer(extractor, path, most, failure)
            if most == 0:
                lost.append(failure)
                pages.append("")
                most = _ALL
            if not (over or len(lost) > _MOST_LOST):
                continue
            if not total:
                raise
            return {"pages": pages, "total": total, "truncated": True}
        pages.extend(portion["pages"])
        total = portion["total"]
        left -= sum(map(len, portion["pages"]))
        going_on = portion.get("next") is not None
        if going_on and left > 0 and time.monotonic() < until:
            continue
        if lost and len(lost) == len(pages):
            raise lost[0]
        return {"pages": pages, "total": total, "truncated": portion["truncated"] or going_on or bool(lost)}


def _fewer(extractor: Extractor, path: Path, most: int, failure: ChildFailed) -> int:
    """How many pages to ask for after a portion of `most` killed the child; 0: it was one page, which is lost. Raises
    the failure where there are no other pages to save.
    """
    if most == _ALL:
        if not extractor.resumes:
            raise failure
        counted = sandbox.call(extractor.target, extractor.arguments(str(path), 0, MAX_CHARACTERS, 0))
        if counted["total"] == 1:
            raise failure
        return _FEW
    return 1 if most > 1 else 0
