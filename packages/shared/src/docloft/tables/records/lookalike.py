"""Says that a document looks like another one of its library."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from docloft.tables.records.record import Record


class Lookalike(Record, discriminator="lookalike"):
    """Under the key `lookalike#<document_id>#<other_id>`; both documents have one."""

    KEY = "lookalike#"

    other_id = UnicodeAttribute()
    share = NumberAttribute()
    """Percentage of words that both documents have."""

    @staticmethod
    def key(document_id: str, other_id: str) -> str:
        return f"{Lookalike.KEY}{document_id}#{other_id}"
