"""What a person wrote about a document."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Note(Record, discriminator="note"):
    """Under the key `note#<document id>#<note id>`, both ULIDs, so that notes are listed in the order of their ids."""

    KEY = "note#"

    text = UnicodeAttribute()
    """Markdown."""
    author = UnicodeAttribute()
    """As in the history."""
    edited_at = UnicodeAttribute(null=True)
    edited_by = UnicodeAttribute(null=True)
    origin_at = UnicodeAttribute(null=True)
    """When it was written in the program that it was imported from."""
    origin_by = UnicodeAttribute(null=True)
    """Who wrote it there, as that program names them."""
    version = NumberAttribute(default=1)

    @property
    def note_id(self) -> str:
        return str(self.record_key.rpartition("#")[2])

    @property
    def document_id(self) -> str:
        return str(self.record_key.split("#")[1])

    @staticmethod
    def key(document_id: str, note_id: str) -> str:
        return f"{Note.KEY}{document_id}#{note_id}"
