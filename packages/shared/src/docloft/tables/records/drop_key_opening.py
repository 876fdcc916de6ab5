"""The library that a drop key adds to."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class DropKeyOpening(Record, discriminator="opening"):
    """In a separate partition, `key#<API key id>`, so that a request made with the key finds its library by one
    consistent read.
    """

    KEY = "drop_key#"
    PARTITION = "key#"

    drop_key_id = UnicodeAttribute()
    adds_to = UnicodeAttribute()
    """The id of the library."""
    last_used_on = UnicodeAttribute(null=True)
    """As in DropKey."""

    @staticmethod
    def partition(api_key_id: str) -> str:
        return f"{DropKeyOpening.PARTITION}{api_key_id}"
