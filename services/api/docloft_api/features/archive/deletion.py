"""Permanent deletion: started here, done by the worker, shown to people as a job."""

from docloft import commands, reasons
from docloft.errors import ConflictError
from docloft.lifecycle import states
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft_api import job_starts
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def start(person: Person, document_id: str, if_match: str | None, correlation_id: str) -> Job:
    """Starts the permanent deletion of a document. A second call before the document is deleted returns another job,
    which then has nothing to do. Raises NotFoundError, PreconditionFailedError, and ConflictError for an archived
    document that is not in the trash.
    """
    document = documents.find(person, document_id)
    preconditions.require(document, if_match)
    _require_purgeable(document)
    return job_starts.start(person, commands.registry.PURGE, document_id, correlation_id)


def _require_purgeable(document: Document) -> None:
    if not states.may_be_purged(document.state, document.trashed_at):
        raise ConflictError(reasons.NOT_PURGEABLE)
