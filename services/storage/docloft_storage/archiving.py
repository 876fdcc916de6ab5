"""The objects of a document in the archive: its original and its thumbnail."""

from base64 import urlsafe_b64encode

from docloft import objects
from docloft.ids import content_of
from docloft.tables.documents import Document
from docloft_storage.inspection import Inspection


def store(document: Document, inspection: Inspection) -> None:
    """Copies the upload from the inbox to the originals and stores the thumbnail, if there is one. The original's
    metadata is enough to rebuild the record from the bucket alone. Idempotent. Raises NotFoundError when the upload is
    no longer in the inbox.
    """
    library_id, content_id = document.library_id, content_of(document)
    objects.copy(
        objects.inbox_key(library_id, document.document_id),
        objects.original_key(library_id, content_id),
        content_type=inspection.media_type,
        metadata={
            # Metadata is ASCII (AWS: object metadata); 255 characters become at most 1,360.
            "file-name": urlsafe_b64encode(document.file_name.encode()).decode(),
            "checksum-sha256": document.checksum_sha256,
            "created-at": document.created_at,
        },
    )
    store_thumbnail(library_id, content_id, inspection)


def store_thumbnail(library_id: str, content_id: str, inspection: Inspection) -> None:
    """Stores the thumbnail, if there is one. Idempotent."""
    if inspection.thumbnail:
        objects.write(objects.thumbnail_key(library_id, content_id), inspection.thumbnail, "image/webp")


def discard(document: Document) -> None:
    """Removes what `store` wrote, for a document that was not accepted after all. Idempotent."""
    objects.remove(objects.original_key(document.library_id, document.content_id))
    objects.remove(objects.thumbnail_key(document.library_id, document.content_id))
