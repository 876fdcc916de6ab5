"""A request with an Idempotency-Key that was carried out."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class IdempotencyKey(Record, discriminator="idempotency"):
    """Under the key `idempotency#<hash of person and key>`."""

    KEY = "idempotency#"
    RENAMED = {"document_id": "created_id"}  # noqa: RUF012 - a ClassVar in the base class

    created_id = UnicodeAttribute()
    """What the request created, a document or a drop key. Release 0.1 wrote it as `document_id`."""
    fingerprint = UnicodeAttribute()
    """A hash of the request's content, to detect a different request with the same key."""
    expires_at = NumberAttribute()

    @staticmethod
    def key(digest: str) -> str:
        return f"{IdempotencyKey.KEY}{digest}"
