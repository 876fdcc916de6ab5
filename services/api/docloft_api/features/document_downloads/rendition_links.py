"""The page that shows a document with its formatting: made by the worker on demand, kept for 30 days."""

from dataclasses import dataclass

from docloft import commands, objects
from docloft.errors import NotFoundError
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft_api import job_starts, links
from docloft_api.features.document_downloads import originals
from docloft_api.identity.people import Person
from docloft_api.links import Link


@dataclass(frozen=True, slots=True)
class Rendition:
    """`missing`: codes of what the page lacks (docloft_worker.renderers)."""

    link: Link
    missing: list[str]


def start(person: Person, document_id: str, correlation_id: str) -> Job:
    """Starts making the page. Raises NotFoundError for a document without an original."""
    originals.find(person, document_id)
    return job_starts.start(person, commands.registry.MAKE_RENDITION, document_id, correlation_id)


def find(document: Document) -> Rendition:
    """A link to the page. Raises NotFoundError while there is none."""
    key = objects.rendition_key(document.library_id, document.content_id)
    stored = objects.head(key)
    if stored is None:
        raise NotFoundError("This document has no such page: it was not made, or more than 30 days ago.")
    link = links.to_object(key, ResponseContentType="text/html; charset=utf-8")
    return Rendition(link, stored.metadata.get("missing", "").split())
