"""Sends the password of a locked document to the work function, which reads the document. The invocation is
synchronous, so nothing in between keeps the password (docs/decisions/0024-passwords.md).
"""

from docloft import reasons
from docloft.errors import InvalidRequestError
from docloft.lifecycle.attention import Remedy
from docloft.lifecycle.states import State
from docloft.tables.documents import Document
from docloft_api.features.document_remedies import remedies, work_function
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def unlock(person: Person, document_id: str, password: str, if_match: str | None, correlation_id: str) -> Document:
    """Reads a locked document and returns it as it is then: ready, or still working when it takes longer. Raises
    NotFoundError, PreconditionFailedError, ConflictError for a document that does not wait for a password,
    InvalidRequestError for a wrong one, and TryAgainError.
    """
    document = documents.find(person, document_id)
    preconditions.require(document, if_match)
    remedies.require(document, Remedy.PASSWORD)
    request = {
        "library_id": person.library_id,
        "document_id": document_id,
        "password": password,
        "correlation_id": correlation_id,
    }
    # If it takes longer, the site watches the document's state.
    work_function.unlock(request)
    document = documents.find(person, document_id)
    # While the document is being read, its reason is still that of an earlier attempt.
    if document.state != State.WORKING and document.reason_code == reasons.WRONG_PASSWORD.code:
        raise InvalidRequestError(reasons.WRONG_PASSWORD, "/password")
    return document
