"""The searchable PDF of a scan: made by the worker on demand, kept for a day."""

from docloft import commands, objects
from docloft.errors import NotFoundError
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft_api import job_starts, links
from docloft_api.features.document_downloads import originals
from docloft_api.identity.people import Person
from docloft_api.links import Link


def start(person: Person, document_id: str, correlation_id: str) -> Job:
    """Starts making the PDF. Raises NotFoundError for a document without an original."""
    originals.find(person, document_id)
    action = commands.registry.MAKE_SEARCHABLE
    return job_starts.start(person, action, document_id, correlation_id)


def link(document: Document) -> Link:
    """A link to it, as a file named after the document. Raises NotFoundError while there is none."""
    key = objects.searchable_key(document.library_id, document.content_id)
    if objects.head(key) is None:
        raise NotFoundError("There is no searchable PDF of this document: it was not made, or more than a day ago.")
    return links.to_object(
        key,
        content_disposition=objects.content_disposition("attachment", file_name(document)),
        content_type="application/pdf",
    )


def file_name(document: Document) -> str:
    stem, dot, _ = document.file_name.rpartition(".")
    return f"{stem if dot and stem else document.file_name}.pdf"
