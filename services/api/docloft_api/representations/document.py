"""From what the tables hold to what travels: the only place that knows both shapes."""

from typing import Any

from docloft.formats.format import Format
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft.tables.records import DropKey
from docloft_api.features.documents import links
from docloft_api.features.documents.links import Form, Link
from docloft_api.identity.people import Library


def document_to_wire(document: Document) -> dict[str, Any]:
    """A document as schemas.DocumentSchema describes it, with a fresh link to its thumbnail."""
    return {
        "id": document.document_id,
        "state": str(document.state),
        "title": document.title,
        "file_name": document.file_name,
        "media_type": document.media_type,
        "size": int(document.size),
        "checksum_sha256": document.checksum_sha256,
        "pages": _whole(document.pages),
        "width": _whole(document.width),
        "height": _whole(document.height),
        "language": document.language,
        "reason": document.reason,
        "duplicate_of": document.duplicate_of,
        "document_date": document.document_date,
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        "trashed_at": document.trashed_at,
        "has_text": bool(document.has_text),
        "thumbnail": thumbnail_to_wire(document),
        "version": int(document.version),
    }


def thumbnail_to_wire(document: Document) -> dict[str, Any] | None:
    """None while there is none: it is made when the document is received, and not of every type."""
    if not document.thumbnail_width or not document.thumbnail_height:
        return None
    link = links.thumbnail(document)
    return {
        "url": link.url,
        "expires_at": link.expires_at,
        "width": int(document.thumbnail_width),
        "height": int(document.thumbnail_height),
    }


def format_to_wire(one: Format) -> dict[str, Any]:
    """As schemas.AcceptedSchema describes it."""
    return {
        "media_type": one.media_type,
        "label": one.label,
        "name_key": one.name_key,
        "badge": one.badge,
        "icon": one.icon,
        "extensions": list(one.extensions),
        "viewer": one.viewer.value,
    }


def form_to_wire(form: Form) -> dict[str, Any]:
    return {"url": form.url, "fields": form.fields, "expires_at": form.expires_at}


def original_to_wire(document: Document, link: Link, disposition: str) -> dict[str, Any]:
    return {
        "url": link.url,
        "expires_at": link.expires_at,
        "disposition": disposition,
        "media_type": document.media_type,
        "file_name": document.file_name,
    }


def drop_to_wire(document: Document, form: Form | None) -> dict[str, Any]:
    """For a machine that may not read: the id to name it by, and nothing of the library."""
    return {
        "document": {"id": document.document_id, "state": str(document.state)},
        "upload": form_to_wire(form) if form else None,
    }


def drop_key_to_wire(record: DropKey) -> dict[str, Any]:
    """Without its value: nobody here knows it."""
    return {
        "id": record.drop_key_id,
        "name": record.name,
        "created_at": record.created_at,
        "last_used_on": record.last_used_on,
    }


def job_to_wire(job: Job) -> dict[str, Any]:
    return {
        "id": job.job_id,
        "kind": job.kind,
        "state": job.state,
        "done": int(job.done),
        "total": int(job.total),
        "document_id": job.document_id,
        "reason": job.reason,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
    }


def library_to_wire(library: Library) -> dict[str, Any]:
    return {"id": library.library_id, "name": library.name, "role": library.role.value}


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
