"""The page that shows a document with its formatting: made by the worker on demand, kept for 30 days."""

from dataclasses import dataclass

from docloft import commands, objects
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft_api import job_starts, links
from docloft_api.features.document_downloads import originals
from docloft_api.identity.people import Person
from docloft_api.links import Link


@dataclass(frozen=True, slots=True)
class Rendition:
    """`missing`: codes of what the page lacks (docloft_worker.renderers). `sent_at`: of a mail, as it says."""

    link: Link
    missing: list[str]
    sent_at: str | None


def start(person: Person, document_id: str, correlation_id: str) -> Job:
    """Starts making the page. Raises NotFoundError for a document without an original."""
    originals.find(person, document_id)
    return job_starts.start(person, commands.registry.MAKE_RENDITION, document_id, correlation_id)


def find(document: Document) -> Rendition | None:
    """A link to the page. None while there is none: it was not made, or more than 30 days ago."""
    key = objects.rendition_key(document.library_id, document.content_id)
    stored = objects.head(key)
    if stored is None:
        return None
    link = links.to_object(key, content_type="text/html; charset=utf-8")
    return Rendition(link, stored.metadata.get("missing", "").split(), stored.metadata.get("sent-at") or None)
