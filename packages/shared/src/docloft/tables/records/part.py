"""Says that a document is part of another one: an attachment of a mail, or a file of an archive."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Part(Record, discriminator="part"):
    """Under the key `part#<id of the mail or archive>#<document_id>`, so that a part is recorded once, however often
    its mail is read. The document may be part of several mails.
    """

    KEY = "part#"

    document_id = UnicodeAttribute()
    name = UnicodeAttribute()
    """Its cleaned name there, with its folders: `2024/March/invoice.pdf`."""
    number = NumberAttribute()
    """Its place there, counted from 0."""
    file_id = UnicodeAttribute(null=True)
    """The file of the mail or archive that it is in, if another one replaced the first (Document.file_id)."""

    @staticmethod
    def key(parent_id: str, document_id: str) -> str:
        return f"{Part.KEY}{parent_id}#{document_id}"
