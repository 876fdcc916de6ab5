"""Records which document of a library has certain bytes."""

from pynamodb.attributes import UnicodeAttribute

from docloft.tables.records.record import Record


class ChecksumClaim(Record, discriminator="checksum"):
    """Under the key `checksum#<SHA-256 in base64>`. One record, so that of two uploads of the same bytes only one
    succeeds; an index cannot guarantee that, because it is updated late.
    """

    KEY = "checksum#"

    document_id = UnicodeAttribute()
    """The document that has the bytes."""

    @staticmethod
    def key(checksum_sha256: str) -> str:
        return f"{ChecksumClaim.KEY}{checksum_sha256}"
