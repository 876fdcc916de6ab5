"""A file of a document that another one has replaced."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class FileVersion(Record, discriminator="file_version"):
    """Under the key `file_version#<document id>#<number>`, four digits, so that files are listed by their numbers. The
    file that is read now has none: the document has its attributes (docloft.lifecycle.files).
    """

    KEY = "file_version#"

    file_id = UnicodeAttribute(null=True)
    """As in the document: None for its first file."""
    number = NumberAttribute()
    file_name = UnicodeAttribute()
    media_type = UnicodeAttribute()
    size = NumberAttribute()
    checksum_sha256 = UnicodeAttribute()
    added_at = UnicodeAttribute()
    added_by = UnicodeAttribute(null=True)
    """As in the history."""
    reading = JSONAttribute()
    """What was known about the file when it was replaced: attributes of Document by name."""

    @property
    def document_id(self) -> str:
        return str(self.record_key.split("#")[1])

    @staticmethod
    def key(document_id: str, number: int) -> str:
        return f"{FileVersion.KEY}{document_id}#{number:04}"
