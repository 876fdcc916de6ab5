"""A search that a library keeps under a name."""

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class SavedView(Record, discriminator="saved_view"):
    """Under the key `saved_view#<view id>`, a ULID."""

    KEY = "saved_view#"

    name = UnicodeAttribute()
    search = UnicodeAttribute()
    """In the query language (docs/queries.md)."""
    is_exact = BooleanAttribute()
    """Whether words are found only as they are written."""
    sort_by = UnicodeAttribute()
    layout = UnicodeAttribute()
    version = NumberAttribute(default=1)

    @property
    def view_id(self) -> str:
        return str(self.record_key.removeprefix(self.KEY))

    @staticmethod
    def key(view_id: str) -> str:
        return f"{SavedView.KEY}{view_id}"
