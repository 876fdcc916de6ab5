"""The pages of a document that were counted against the library's daily limit."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class RecognitionGrant(Record, discriminator="recognition_grant"):
    """Under the key `recognition_grant#<document_id>`, so that a page is counted once even if it is read again."""

    KEY = "recognition_grant#"

    pages = UnicodeAttribute()
    """In the format of docloft.page_ranges."""
    expires_at = NumberAttribute()

    @staticmethod
    def key(document_id: str) -> str:
        return f"{RecognitionGrant.KEY}{document_id}"
