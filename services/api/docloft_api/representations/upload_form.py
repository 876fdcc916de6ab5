"""The form that a browser or a machine uses to upload the bytes of an announced document."""

from typing import Any

from docloft import objects
from docloft.tables.documents import Document
from docloft_api import links


def to_wire(document: Document) -> dict[str, Any]:
    """A presigned POST: first `fields`, in this order, then the file. It accepts exactly the announced bytes at the
    document's inbox key. S3 refuses any other key (403), size (400), media type (403) or checksum (400).
    """
    fixed = {
        "Content-Type": document.media_type,
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": document.checksum_sha256,
    }
    size = int(document.size)
    conditions: list[Any] = [*({name: value} for name, value in fixed.items()), ["content-length-range", size, size]]
    expires_at = links.expiry()
    post = objects.client().generate_presigned_post(
        Bucket=objects.bucket(),
        Key=objects.inbox_key(document.library_id, document.document_id),
        Fields=dict(fixed),
        Conditions=conditions,
        ExpiresIn=links.LINK_SECONDS,
    )
    return {"url": post["url"], "fields": post["fields"], "expires_at": expires_at}
