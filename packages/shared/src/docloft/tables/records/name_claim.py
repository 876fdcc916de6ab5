"""Records which sender, kind or tag of a library has certain letters."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class NameClaim(Record, discriminator="name_claim"):
    """Under the key `named#<what>#<folded name>`. One record, so that two writers at once cannot make two senders of
    the same name.
    """

    KEY = "named#"

    name_id = UnicodeAttribute()
    """The name that was created with these letters; it may be merged into another one since."""

    @staticmethod
    def key(what: str, folded: str) -> str:
        return f"{NameClaim.KEY}{what}#{folded}"
