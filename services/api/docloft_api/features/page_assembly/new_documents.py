"""Starts a job that makes new documents from the pages of others. The worker does the work."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from docloft import commands, formats, tables
from docloft.errors import InvalidRequestError
from docloft.ids import new_id
from docloft.lifecycle import assembly, files, states
from docloft.lifecycle.assembly import Assembly, NewDocument, PageRange
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft_api import job_starts
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person


def start(
    person: Person,
    documents: Sequence[Mapping[str, Any]],
    trash_sources: bool,  # noqa: FBT001 - as in the request
    version_of: str | None,
    correlation_id: str,
    ticket: Ticket | None,
) -> Job:
    """Starts the job; when called again with the same ticket, returns the same one. Raises InvalidRequestError for
    pages that do not exist or cannot become pages of a PDF, and for too many of them; ConflictError for a document
    that can have no new version; and what SQS raises; the job has then failed.
    """
    wanted = Assembly([_new(one) for one in documents], trash_sources, version_of=version_of)
    _require_limits(wanted)
    sources = {one.document_id: one for one in tables.documents.find_many(person.library_id, wanted.source_ids)}
    for number, document in enumerate(wanted.documents):
        for place, one in zip(count(), document.ranges, strict=False):
            _require_pages(one, sources.get(one.source_id), f"/documents/{number}/pages/{place}")
    if version_of:
        files.require_replaceable(sources[version_of])
    contents = {source_id: source.content_id for source_id, source in sources.items()}
    outline = assembly.to_json(replace(wanted, contents=contents))
    if len(json.dumps(outline)) > assembly.MOST_OUTLINE:
        raise InvalidRequestError("The titles are too long for so many documents.", "/documents")
    job = job_starts.new_job(
        person,
        commands.registry.ASSEMBLE,
        total=len(wanted.documents),
        actor=person.actor,
        outline=outline,
    )
    return job_starts.start_once(job, ticket, correlation_id)


def _new(document: Mapping[str, Any]) -> NewDocument:
    ranges = [PageRange(one["document_id"], one["first"], one["last"], one["turn"]) for one in document["pages"]]
    return NewDocument(new_id(), document["title"], ranges)


def _require_limits(wanted: Assembly) -> None:
    if len(wanted.source_ids) > assembly.MOST_SOURCES:
        raise InvalidRequestError(f"Pages of at most {assembly.MOST_SOURCES} documents at once.", "/documents")
    if sum(len(one.ranges) for one in wanted.documents) > assembly.MOST_RANGES:
        raise InvalidRequestError(f"At most {assembly.MOST_RANGES} page ranges at once.", "/documents")
    if wanted.pages > assembly.MOST_PAGES:
        raise InvalidRequestError(f"At most {assembly.MOST_PAGES} pages at once.", "/documents")


def _require_pages(wanted: PageRange, source: Document | None, pointer: str) -> None:
    if source is None or not states.is_archived(source.state):
        raise InvalidRequestError("There is no such document in this library.", f"{pointer}/document_id")
    found = formats.find(source.media_type)
    if found is None or not found.assembles:
        raise InvalidRequestError("Only pages of PDFs and pictures can be used.", f"{pointer}/document_id")
    if source.pages is not None and wanted.last > int(source.pages):
        raise InvalidRequestError(f"This document has {int(source.pages)} pages.", f"{pointer}/last")
