"""Use case: make the rendition of a document, a page of sanitised HTML that shows it with its formatting. It is stored
beside the original, which is not changed, and deleted after 30 days (the bucket's lifecycle).
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from docloft import formats, objects, reasons, tables
from docloft.errors import NotFoundError, Refused
from docloft.sandbox import Sandbox
from docloft.tables.documents import Document
from docloft_worker.job_progress import Progress
from docloft_worker.renderers import Missing, Rendition
from docloft_worker.rendition_page import page_of
from docloft_worker.sent_dates import moment_of

MADE = "made"
OVER = "already_done"
REFUSED = "refused"
GONE = "gone"

MAX_CHARACTERS = 6_000_000
"""The most characters of a page: markup and pictures (docloft_worker.renderers.sanitising and rendition_pictures)."""


def make(library_id: str, document_id: str, job_id: str | None, sandbox: Sandbox) -> str:
    """Returns MADE, OVER (the job has ended), REFUSED (the job says why) or GONE. Idempotent: the same file makes the
    same page.
    """
    progress = Progress(library_id, job_id)
    if progress.is_over:
        return OVER
    progress.start()
    try:
        document = tables.documents.find(library_id, document_id)
        made = _render(document, sandbox)
        tables.documents.find(library_id, document_id)
    except NotFoundError:
        progress.fail(reasons.DELETED)
        return GONE
    except Refused as refusal:
        progress.fail(refusal.reason)
        return REFUSED
    body = page_of(made).encode("utf-8", "replace")
    # Only known codes: a child that was taken over may return anything.
    missing = " ".join(code for code in Missing if code in made["missing"])
    moment = moment_of(made["sent_at"])
    objects.write(
        objects.rendition_key(library_id, document.content_id),
        body,
        "text/html; charset=utf-8",
        metadata={"missing": missing} | ({"sent-at": moment.isoformat()} if moment else {}),
    )
    progress.finish()
    return MADE


def _render(document: Document, sandbox: Sandbox) -> Rendition:
    found = formats.find(document.media_type)
    if found is None or found.rendition is None:
        raise Refused(reasons.NO_RENDITION)
    with TemporaryDirectory(prefix="docloft-rendition-") as scratch:
        path = Path(scratch) / "original"
        objects.download(objects.original_key(document.library_id, document.content_id), path)
        made = cast("Rendition", sandbox.call(found.rendition, {"path": str(path)}, Rendition))
    if len(made["body"]) > MAX_CHARACTERS:
        raise Refused(reasons.COMPLEX_LAYOUT)
    return made
