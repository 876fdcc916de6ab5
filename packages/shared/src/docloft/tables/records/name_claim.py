"""Records which sender, kind, tag or field of a library has certain letters."""

import hashlib

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class NameClaim(Record, discriminator="name_claim"):
    """Under the key `named#<what>#<digest of the folded name>`. One record, so that two writers at once cannot make two
    senders of the same name.
    """

    KEY = "named#"

    name_id = UnicodeAttribute()
    """The name that was created with these letters; it may be merged into another one since."""

    @staticmethod
    def key(what: str, folded: str) -> str:
        """A digest, because folding makes up to 18 characters of one, and a sort key has at most 1,024 bytes (DynamoDB:
        quotas).
        """
        return f"{NameClaim.KEY}{what}#{hashlib.sha256(folded.encode()).hexdigest()[:32]}"
