"""Makes an earlier file of a document the current one again."""

from docloft.lifecycle import changes, files, states
from docloft.tables.documents import Document
from docloft_api import file_reading
from docloft_api.features.document_files import file_listing
from docloft_api.http import preconditions
from docloft_api.identity.people import Person
from docloft_api.representations import document as documents


def restore(person: Person, document_id: str, number: str, if_match: str | None) -> Document:
    """The file that was read until now is kept. Idempotent. Raises NotFoundError and PreconditionFailedError."""
    document = documents.find(person, document_id)
    wanted = file_listing.parsed(number)

    def decide(current: Document) -> changes.Change | None:
        preconditions.require(current, if_match)
        if not states.is_archived(current.state):
            raise file_listing.absent()
        if current.file_number == wanted:
            return None
        version = files.find(current, wanted)
        if version is None:
            raise file_listing.absent()
        return files.restored(current, version)

    after = changes.amend(document.library_id, document.document_id, decide, actor=person.actor).document
    file_reading.resume(after)
    return after
